package claims

import (
	"strings"

	"tongjian/data"
)

// reader goes through a report's prose. Its slices are kept from paragraph to paragraph.
type reader struct {
	of    Report
	name  []rune // the agency's name, folded
	short string // the same as prose shortens it
	// initials has a bit for each character of the name, several characters sharing one: most of a text is quickly told apart.
	initials uint64
	words    *lexicon
	paragraph
	tokens []token
	claims []data.Claim

	section int
	// chapterInformed is true in a chapter whose title speaks of 政府信息公开.
	chapterInformed bool
	// topic is what the paragraph speaks of so far, informed whether it speaks of 政府信息公开 at all; otherYear is the year it tells of when that is not the report's
	// (2022年收到…), part the part of the year (上半年).
	topic     topic
	informed  bool
	otherYear int
	part      string
	making    kind // what was last said to be done to 规章 or 规范性文件 in the sentence

	clause, whole sense // used over and over
}

func newReader(of Report) *reader {
	r := &reader{of: of, words: lexiconOf(), claims: make([]data.Claim, 0, 64)}
	for _, c := range of.Agency {
		if f := foldRune(c); f != 0 {
			r.name = append(r.name, f)
			r.initials |= 1 << (uint(f) & 63)
		}
	}
	r.short = shortBody(string(r.name))
	return r
}

// endParagraph reads the paragraph gathered so far. What it speaks of outlives it when it is a heading or stops in mid-sentence.
func (r *reader) endParagraph() {
	defer r.paragraph.reset()
	if len(r.text) == 0 {
		return
	}
	r.lex()
	start := 0
	for i, t := range r.tokens {
		if t.kind == stop {
			r.sentence(r.tokens[start : i+1])
			start = i + 1
		}
	}
	if start < len(r.tokens) {
		r.sentence(r.tokens[start:])
	}
	const heading = 30
	if len(r.text) > heading && strings.ContainsRune("。!?", r.text[len(r.text)-1]) {
		r.topic, r.informed = noTopic, r.chapterInformed
	}
	r.otherYear, r.part = 0, ""
}
