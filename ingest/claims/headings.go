package claims

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"tongjian/data/forms"
)

// chapters are words of the chapters' titles, by number: a heading whose number was lost is known by them.
func chapters() []string {
	titles := []string{"总体情况", "", "", "", "存在的主要问题及改进情况", "其他需要报告的事项"}
	for _, e := range forms.All() {
		for i := range titles {
			if t, ok := e.Table(string(rune('1' + i))); ok && t.ID != forms.Statistics {
				titles[i] = forms.Normalize(t.Title)
			}
		}
	}
	return titles
}

// heading tells the chapter a line begins, its title, and what follows the title on the line: the report's own number when
// there is one, else that of the chapter with this title. Rows of table 三 that look like headings are none.
func heading(text string) (number int, title, rest string) {
	number, text = chapterNumber(strings.TrimSpace(text))
	if number < 0 {
		return 0, "", ""
	}
	for i, known := range titlesOf() {
		n := prefixOf(text, known)
		switch {
		case n == 0:
		case number > 0:
			return number, known, strings.TrimSpace(text[n:])
		case n == len(text):
			return i + 1, known, ""
		}
	}
	const longest = 34
	if number == 0 || utf8.RuneCountInString(text) > longest || strings.ContainsAny(text, "。；，") || strings.ContainsFunc(text, unicode.IsDigit) {
		return 0, "", ""
	}
	title = forms.Normalize(text)
	for _, row := range []string{"本年新收", "上年结转", "本年度办理结果", "结转下年"} {
		if strings.Contains(title, row) {
			return 0, "", ""
		}
	}
	return number, title, ""
}

// chapterNumber reads the number a line begins with: 一、. It gives 0 for a line that begins with none, and −1 for one that begins
// with a numeral of another kind: 一是.
func chapterNumber(text string) (number int, rest string) {
	const numerals = "一二三四五六"
	first, size := utf8.DecodeRuneInString(text)
	at := strings.IndexRune(numerals, foldRune(first))
	if at < 0 {
		return 0, text
	}
	mark, more := utf8.DecodeRuneInString(text[size:])
	if !strings.ContainsRune("、.．", mark) {
		return -1, text
	}
	return at/len("一") + 1, text[size+more:]
}

// prefixOf gives how long the beginning of a line is that spells a normalised title; 0 when it begins otherwise.
func prefixOf(text, title string) int {
	for i, c := range text {
		if c = foldRune(c); !unicode.IsLetter(c) {
			continue
		}
		want, size := utf8.DecodeRuneInString(title)
		if c != want || size == 0 {
			return 0
		}
		if title = title[size:]; title == "" {
			_, last := utf8.DecodeRuneInString(text[i:])
			return i + last
		}
	}
	return 0
}

var titlesOf = sync.OnceValue(chapters)
