package claims

import "slices"

// token is a word, a mark, a number, or a run of characters that mean nothing, in a paragraph.
type token struct {
	kind     kind
	key      int16 // of a word: its index among the lexicon's keys
	from, to int   // where it stands in the paragraph's text

	// Of numbers.
	value   int64
	counter rune   // 件; 0 for none
	approx  [2]int // where the word that makes it approximate stands: 余; zero when there is none
	chinese bool   // written in Chinese numerals
}

// maxTitle is how many characters a document's name between 《 and 》 may have.
const maxTitle = 80

// lex cuts the paragraph into tokens.
func (r *reader) lex() {
	tokens := r.tokens[:0]
	for i := 0; i < len(r.text); {
		last := len(tokens) - 1
		run := last >= 0 && tokens[last].kind == unknown // of characters that mean nothing
		if run && r.meansNothing(r.text[i]) {
			i++
			tokens[last].to = i
			continue
		}
		t := r.next(i)
		if run && t.kind == unknown {
			tokens[last].to = t.to
		} else {
			tokens = append(tokens, t)
		}
		i = t.to
	}
	r.tokens = tokens
}

// meansNothing reports whether no word, number, mark or name begins with a character; most characters of a text are such.
func (r *reader) meansNothing(c rune) bool {
	return c >= 0x4e00 && c <= 0x9fff && r.words.first[c-0x4e00] == 0 && r.initials&(1<<(uint(c)&63)) == 0 && c != '第' && !isNumeral(c)
}

// next gives the token that begins at a character.
func (r *reader) next(i int) token {
	c := r.text[i]
	if m, ok := mark(c); ok {
		return token{kind: m, from: i, to: i + 1}
	}
	switch {
	case c == '《':
		if n := slices.Index(r.text[i:min(len(r.text), i+maxTitle)], '》'); n > 0 {
			return token{kind: title, from: i, to: i + n + 1}
		}
	case isDigit(c):
		return r.arabic(i)
	}
	if n := r.own(i); n > 0 {
		return token{kind: itself, from: i, to: i + n}
	}
	if w, ok := r.words.at(r.text[i:]); ok {
		return token{kind: w.kind, key: w.key, from: i, to: i + len(w.text)}
	}
	if c == '第' {
		return token{from: i, to: r.afterOrdinal(i + 1)}
	}
	if isNumeral(c) {
		return r.chinese(i)
	}
	if isLatin(c) { // the digits of IPv6 are no number
		to := i + 1
		for to < len(r.text) && (isLatin(r.text[to]) || isDigit(r.text[to])) {
			to++
		}
		return token{from: i, to: to}
	}
	return token{from: i, to: i + 1}
}

func mark(c rune) (kind, bool) {
	switch c {
	case '。', '!', '?':
		return stop, true
	case ';':
		return semi, true
	case ',', '，', '.':
		return comma, true
	case ':':
		return colon, true
	case '、':
		return pause, true
	case '(':
		return opens, true
	case ')':
		return closes, true
	}
	return unknown, false
}

func isLatin(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// own gives the length of the agency's name at a place: the whole of it or its end, 水利局 for 龙亭区水利局.
func (r *reader) own(i int) int {
	const shortest = 3
	if r.initials&(1<<(uint(r.text[i])&63)) == 0 {
		return 0
	}
	for k, c := range r.name {
		if len(r.name)-k < shortest {
			break
		}
		if c == r.text[i] && len(r.text)-i >= len(r.name)-k && slices.Equal(r.name[k:], r.text[i:i+len(r.name)-k]) {
			return len(r.name) - k
		}
	}
	return 0
}

// afterOrdinal passes over what follows 第: 二十条 of 第二十条 counts nothing.
func (r *reader) afterOrdinal(i int) int {
	start := i
	for i < len(r.text) && (isNumeral(r.text[i]) || isDigit(r.text[i])) {
		i++
	}
	if i > start && i < len(r.text) && isCounter(r.text[i]) {
		i++
	}
	return i
}

// isCounter reports whether a character counts cases or documents.
func isCounter(c rune) bool {
	switch c {
	case '件', '起', '例', '宗', '条', '次', '份', '项', '篇':
		return true
	}
	return false
}

// counterAt gives the counter at a place; none when the character begins another word there: 项目, 条例, 起诉.
func (r *reader) counterAt(i int) (rune, bool) {
	if i >= len(r.text) || !isCounter(r.text[i]) {
		return 0, false
	}
	if i+1 < len(r.text) {
		switch string(r.text[i : i+2]) {
		case "项目", "条例", "条目", "起诉", "份额", "次序", "件套", "例会", "起草", "次数", "件数", "条数", "项数", "篇幅", "次日", "次年":
			return 0, false
		}
	}
	return r.text[i], true
}
