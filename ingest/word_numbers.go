package ingest

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// wordNumbers counts the paragraphs Word numbers by itself. Their numbers stand nowhere in the text, and some rows of the form are
// told apart by nothing else: 3.其他, （七）总计.
type wordNumbers struct {
	lists map[string]*numberedList // by numId
}

// numberedList is one list; lists made from one pattern count on together.
type numberedList struct {
	levels   [numberLevels]numberLevel
	counters *[numberLevels]int
	// restarts are the levels this list begins anew the first time it is used.
	restarts map[int]int
}

type numberLevel struct {
	format, text string
	start        int
}

const (
	numberLevels     = 9
	maxNumberingPart = 8 << 20 // unpacked
	maxNumberText    = 64      // bytes around and between the numerals
)

// readWordNumbers reads the part that defines numbered lists, beside the document part. A document without one, or with a damaged
// one, has no numbers.
func readWordNumbers(z *zip.Reader, document string) wordNumbers {
	n := wordNumbers{lists: map[string]*numberedList{}}
	name := path.Join(path.Dir(document), "numbering.xml")
	i := slices.IndexFunc(z.File, func(f *zip.File) bool { return strings.EqualFold(f.Name, name) })
	if i < 0 {
		return n
	}
	r, err := z.File[i].Open()
	if err != nil {
		return n
	}
	defer r.Close()
	n.read(io.LimitReader(r, maxNumberingPart))
	return n
}

type xmlValue struct {
	Val string `xml:"val,attr"`
}

type xmlLevel struct {
	Level  int      `xml:"ilvl,attr"`
	Start  xmlValue `xml:"start"`
	Format xmlValue `xml:"numFmt"`
	Text   xmlValue `xml:"lvlText"`
}

func (n *wordNumbers) read(r io.Reader) {
	var part struct {
		Patterns []struct {
			ID     string     `xml:"abstractNumId,attr"`
			Levels []xmlLevel `xml:"lvl"`
		} `xml:"abstractNum"`
		Lists []struct {
			ID        string   `xml:"numId,attr"`
			Pattern   xmlValue `xml:"abstractNumId"`
			Overrides []struct {
				Level int       `xml:"ilvl,attr"`
				Start *xmlValue `xml:"startOverride"`
			} `xml:"lvlOverride"`
		} `xml:"num"`
	}
	if xml.NewDecoder(r).Decode(&part) != nil {
		return
	}
	patterns := map[string]numberedList{}
	for _, p := range part.Patterns {
		list := numberedList{counters: new([numberLevels]int)}
		for _, l := range p.Levels {
			if l.Level < 0 || l.Level >= numberLevels || len(l.Text.Val) > maxNumberText {
				continue
			}
			start := leadingInt(l.Start.Val, 1)
			list.levels[l.Level] = numberLevel{l.Format.Val, l.Text.Val, start}
			list.counters[l.Level] = start - 1
		}
		patterns[p.ID] = list
	}
	for _, l := range part.Lists {
		list, ok := patterns[l.Pattern.Val]
		if !ok {
			continue
		}
		list.restarts = map[int]int{}
		for _, o := range l.Overrides {
			if o.Start != nil {
				list.restarts[o.Level] = leadingInt(o.Start.Val, 1)
			}
		}
		n.lists[l.ID] = &list
	}
}

// next counts a paragraph and gives its number as Word shows it; empty for bullets, for numerals not used in reports and for
// paragraphs in no list.
func (n *wordNumbers) next(id string, level int) string {
	list := n.lists[id]
	if list == nil || level < 0 || level >= numberLevels {
		return ""
	}
	if start, ok := list.restarts[level]; ok {
		list.counters[level] = start - 1
		delete(list.restarts, level)
	}
	list.counters[level]++
	for deeper := level + 1; deeper < numberLevels; deeper++ {
		list.counters[deeper] = list.levels[deeper].start - 1
	}
	text := list.levels[level].text
	for l := range level + 1 {
		mark := "%" + strconv.Itoa(l+1)
		if !strings.Contains(text, mark) {
			continue
		}
		numeral, ok := numeralOf(list.levels[l].format, list.counters[l])
		if !ok {
			return ""
		}
		text = strings.ReplaceAll(text, mark, numeral)
	}
	if list.levels[level].format == "bullet" {
		return ""
	}
	return text
}

// numeralOf writes a number in one of Word's formats, as far as the form's labels use them.
func numeralOf(format string, n int) (string, bool) {
	switch format {
	case "", "decimal":
		return strconv.Itoa(n), true
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand":
		return chineseNumeral(n)
	}
	return "", false
}

func chineseNumeral(n int) (string, bool) {
	digits := []rune("零一二三四五六七八九")
	switch {
	case n < 1 || n > 99:
		return "", false
	case n < 10:
		return string(digits[n]), true
	}
	text := "十"
	if n >= 20 {
		text = string(digits[n/10]) + text
	}
	if n%10 > 0 {
		text += string(digits[n%10])
	}
	return text, true
}
