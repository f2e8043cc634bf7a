package claims

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tongjian/data"
	"tongjian/data/forms"
)

// Line is a line of a report's prose, or a cell that holds some, as received.
type Line struct {
	Text string
	At   data.Position
	// Apart is true when the line cannot be the middle of a sentence begun above it: one cell of several, a line after a blank
	// one.
	Apart bool
}

// Report is what must be known of a report to tell what its prose claims.
type Report struct {
	Agency string
	Year   int
	Scope  data.Scope
	// Edition is that of the table that counts 规范性文件; empty when the report has none.
	Edition string
}

// maxClaims bounds what one report can cost; the longest real one has some two hundred numbers.
const maxClaims = 2000

// Read gives the claims of a report's prose, in reading order. more is true when there were too many and the rest was left
// unread.
func Read(lines []Line, of Report) (list []data.Claim, more bool) {
	p := newReader(of)
	for _, l := range lines {
		p.line(l)
		if len(p.claims) > maxClaims {
			p.text = p.text[:0]
			return p.claims[:maxClaims:maxClaims], true
		}
	}
	p.endParagraph()
	if len(p.claims) > maxClaims {
		return p.claims[:maxClaims:maxClaims], true
	}
	return p.claims, false
}

// paragraph is prose being read.
type paragraph struct {
	text   []rune // folded, without blanks and quotation marks
	source []rune // as received, without blanks
	from   []int  // from[i] is where text[i] stands in source
	lines  []lineStart
	// last is the length of the line added last.
	last int
}

// lineStart tells from where in source a line stands.
type lineStart struct {
	from int
	at   data.Position
}

func (p *paragraph) reset() {
	p.text, p.source, p.from, p.lines = p.text[:0], p.source[:0], p.from[:0], p.lines[:0]
}

// at gives the place of a character of the text.
func (p *paragraph) at(i int) data.Position {
	n := len(p.lines) - 1
	for n > 0 && p.lines[n].from > p.from[i] {
		n--
	}
	return p.lines[n].at
}

// original gives a stretch of the text as received.
func (p *paragraph) original(from, to int) string {
	if from >= to {
		return ""
	}
	end := len(p.source)
	if to < len(p.from) {
		end = p.from[to]
	}
	start, least := p.from[from], 0
	if from > 0 {
		least = p.from[from-1] + 1
	}
	for start > least && strings.ContainsRune("“‘「『", p.source[start-1]) {
		start--
	}
	return string(p.source[start:end])
}

// maxParagraph bounds a paragraph of joined lines, in characters.
const maxParagraph = 4000

// line adds a line to the paragraph, or begins a new one with it.
func (r *reader) line(l Line) {
	text := l.Text
	if number, title, rest := heading(text); number > 0 {
		r.endParagraph()
		r.section, r.topic, r.chapterInformed = number, noTopic, strings.Contains(title, "信息公开")
		r.informed = r.chapterInformed
		if text = rest; text == "" {
			return
		}
	}
	if !r.goesOn(text, l.Apart) {
		r.endParagraph()
	}
	before := len(r.text)
	r.lines = append(r.lines, lineStart{len(r.source), l.At})
	r.fold(text)
	r.last = len(r.text) - before
}

// goesOn reports whether a line goes on with the sentence the paragraph stops in: lines of text taken from PDF end anywhere, in
// the middle of a number too. A line that stops in mid-sentence is told from a heading by the marks within it, or by its length.
func (r *reader) goesOn(text string, apart bool) bool {
	if len(r.text) == 0 || apart || len(r.text) > maxParagraph {
		return false
	}
	last := r.text[len(r.text)-1]
	first, _ := firstRune(text)
	switch {
	case strings.ContainsRune("。!?", last) || numbered(text):
		return false
	case strings.ContainsRune("，,、;；(", last):
		return true
	case isDigit(last):
		return isDigit(first) || isCounter(first) || r.lastIsProse()
	}
	return r.lastIsProse()
}

// lastIsProse reports whether the line added last is part of a sentence rather than a heading.
func (r *reader) lastIsProse() bool {
	const (
		short = 10
		long  = 22
	)
	line := r.text[len(r.text)-r.last:]
	for _, end := range []string{"报告", "年报", "情况", "事项", "措施"} {
		if strings.HasSuffix(string(line[max(0, len(line)-2):]), end) {
			return false
		}
	}
	return len(line) >= long || len(line) >= short && slices.ContainsFunc(line, func(c rune) bool { return strings.ContainsRune("，,;。", c) })
}

func firstRune(s string) (rune, bool) {
	for _, c := range s {
		if !unicode.IsSpace(c) {
			return foldRune(c), true
		}
	}
	return 0, false
}

// numbered reports whether a line begins an item of its own: （一）, 一是, 3.
func numbered(text string) bool {
	text = strings.TrimSpace(text)
	runes := []rune(text)
	if len(runes) < 2 {
		return false
	}
	const numerals = "一二三四五六七八九十"
	switch first, second := foldRune(runes[0]), foldRune(runes[1]); {
	case first == '(':
		return strings.ContainsRune(numerals, second) || isDigit(second) && len(runes) > 2 && foldRune(runes[2]) == ')'
	case strings.ContainsRune(numerals, first):
		return second == '、' || second == '是' || second == '.'
	case isDigit(first):
		return second == '、' || (second == '.') && len(runes) > 2 && !isDigit(foldRune(runes[2]))
	}
	return false
}

// fold appends a line to the paragraph. Blanks go, but not those between two digits: 2 0 件 is no 20.
func (r *reader) fold(line string) {
	shapes := simplified()
	var before rune // the character before, as received; blanks count
	for i, c := range line {
		previous := before
		before = c
		if c >= 0x4e00 && c <= 0x9fff {
			r.text, r.from = append(r.text, rune(shapes[c-0x4e00])), append(r.from, len(r.source))
			r.source = append(r.source, c)
			continue
		}
		if unicode.IsSpace(c) || c >= '\u200b' && c <= '\u200f' || c == '\ufeff' || c == '\u00ad' || c == '\ufffd' {
			continue
		}
		f := foldRune(c)
		if f == '，' && isFullWidth(previous) && strings.IndexFunc(line[i+len("，"):], isFullWidth) == 0 {
			f = ',' // within １，２３４
		}
		if isDigit(f) && unicode.IsSpace(previous) && len(r.text) > 0 && isDigit(r.text[len(r.text)-1]) {
			r.text, r.from = append(r.text, ' '), append(r.from, len(r.source))
		}
		if f != 0 {
			r.text, r.from = append(r.text, f), append(r.from, len(r.source))
		}
		r.source = append(r.source, c)
	}
}

func isDigit(c rune) bool     { return c >= '0' && c <= '9' }
func isFullWidth(c rune) bool { return c >= '０' && c <= '９' }

// foldRune gives the common shape of a character; 0 for quotation marks, which stand anywhere. Full-width commas stay, to be
// told from those within a number.
func foldRune(c rune) rune {
	switch {
	case c < 0x80:
		switch c {
		case '"', '\'':
			return 0
		case '[':
			return '('
		case ']':
			return ')'
		}
		return c
	case c >= 0x4e00 && c <= 0x9fff:
		return rune(simplified()[c-0x4e00])
	}
	switch c {
	case '“', '”', '‘', '’', '「', '」', '『', '』', '＂':
		return 0
	case '，', '。', '、', '《':
		return c
	case '〔', '【', '〈':
		return '('
	case '〕', '】', '〉':
		return ')'
	}
	switch {
	case c >= '！' && c <= '～': // full-width ASCII
		return foldRune(c - 0xfee0)
	case c >= '①' && c <= '⑳', c >= '㈠' && c <= '㈩':
		return '、'
	case c >= 0x2e80 && c <= 0x2fdf, c >= 0xf900 && c <= 0xfaff: // shapes of 一 and 人 that some fonts put in their place
		if same := []rune(norm.NFKC.String(string(c))); len(same) == 1 {
			return same[0]
		}
	}
	return c
}

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
