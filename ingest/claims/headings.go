package claims

import (
	"slices"
	"strings"
	"sync"
	"unicode"

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
	const numerals = "一二三四五六"
	const longest = 34
	trimmed := strings.TrimSpace(text)
	if first, ok := firstRune(trimmed); !ok || !strings.ContainsRune(numerals+"总主收政存其第", first) {
		return 0, "", ""
	}
	runes := []rune(trimmed[:min(len(trimmed), 4*(longest+2))])
	whole := len(runes) <= longest+2 && len(trimmed) <= 4*(longest+2)
	number = strings.IndexRune(numerals, foldRune(runes[0]))/len("一") + 1
	if !strings.ContainsRune(numerals, foldRune(runes[0])) {
		number = 0
	}
	if number > 0 && (len(runes) < 2 || !strings.ContainsRune("、.．", runes[1])) {
		return 0, "", ""
	}
	var prefix []rune
	if number > 0 {
		prefix, runes = runes[:2], runes[2:]
	}
	for i, known := range titlesOf() {
		if known == "" {
			continue
		}
		if n := prefixOf(runes, known); n > 0 && (number > 0 || n == len(runes)) {
			if number == 0 {
				number = i + 1
			}
			return number, known, strings.TrimSpace(strings.TrimPrefix(trimmed, string(prefix)+string(runes[:n])))
		}
	}
	if number == 0 || !whole || len(runes) > longest || strings.ContainsAny(string(runes), "。；，") ||
		strings.ContainsFunc(string(runes), unicode.IsDigit) {
		return 0, "", ""
	}
	title = forms.Normalize(string(runes))
	if slices.ContainsFunc([]string{"本年新收", "上年结转", "本年度办理结果", "结转下年"}, func(row string) bool { return strings.Contains(title, row) }) {
		return 0, "", ""
	}
	return number, title, ""
}

// prefixOf gives how many characters of a line spell a normalised title; 0 when it does not begin with it.
func prefixOf(runes []rune, title string) int {
	want := []rune(title)
	for i, c := range runes {
		if c = foldRune(c); !unicode.IsLetter(c) {
			continue
		}
		if c != want[0] {
			return 0
		}
		if want = want[1:]; len(want) == 0 {
			return i + 1
		}
	}
	return 0
}

var titlesOf = sync.OnceValue(chapters)
