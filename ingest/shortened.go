package ingest

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Agencies shorten the labels of rows: 一、本年新收申请数量, 2.需要另行制作, 1.逾期不补正. What is left are some of the label's words in their
// order, with the row's number before them or without.

const (
	// shortest and longest bound a shortened label without its number.
	shortest, longest = 3, 20
	// mostParts is how many runs of characters of the label are left at most: more are no words of it.
	mostParts = 3
	// shortenedLike is how alike a shortened label is taken to be: enough for a place in the sequence, and little enough to be said.
	shortenedLike = 0.7
)

// shortened gives the row that a text is a shortened label of; nil where it is of none or of several. Without its number a text must
// be longer.
func (tf *tableForm) shortened(text string) []likeness {
	number, rest := cutNumber(text)
	if n := utf8.RuneCountInString(rest); n < shortest || n > longest || number == "" && n < 2*shortest {
		return nil
	}
	found := -1
	for i := range tf.targets {
		t := &tf.targets[i]
		if !slices.ContainsFunc(t.labels, func(s spelling) bool {
			theirs, label := cutNumber(s.norm)
			return (number == "" || number == theirs) && isShortOf(rest, label)
		}) {
			continue
		}
		if found >= 0 || t.kind != rowTarget {
			return nil
		}
		found = i
	}
	if found < 0 {
		return nil
	}
	return []likeness{{found, shortenedLike}}
}

// cutNumber takes a row's number off a normalised label.
func cutNumber(norm string) (number, rest string) {
	if r, size := utf8.DecodeRuneInString(norm); strings.ContainsRune("一二三四五六七12345678", r) {
		return norm[:size], norm[size:]
	}
	return "", norm
}

// isShortOf reports whether a text is a label from which words were left out.
func isShortOf(text, label string) bool {
	if len(text) >= len(label) {
		return false
	}
	for range mostParts {
		n := 0 // bytes of the longest beginning of the text that is part of the label
		for n < len(text) {
			_, size := utf8.DecodeRuneInString(text[n:])
			if !strings.Contains(label, text[:n+size]) {
				break
			}
			n += size
		}
		if n == 0 {
			return false
		}
		label, text = label[strings.Index(label, text[:n])+n:], text[n:]
		if text == "" {
			return true
		}
	}
	return false
}
