package claims

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tongjian/data"
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
	source []byte // as received, without blanks
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
		least = min(p.from[from-1]+1, start) // the gap between two numbers stands where the second begins
	}
	for {
		c, size := utf8.DecodeLastRune(p.source[least:start])
		if !strings.ContainsRune("“‘「『", c) {
			return string(p.source[start:end])
		}
		start -= size
	}
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
	before, start := len(r.text), len(r.source)
	r.fold(text)
	if len(r.text) > before {
		r.lines = append(r.lines, lineStart{start, l.At})
		r.last = len(r.text) - before
	}
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
