package claims

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
)

// sentence is a sentence being read.
type sentence struct {
	*reader
	tokens []token
	// start is where the clause at hand begins; told is true once it has had its number.
	start int
	told  bool
	depth int // of brackets
	// whose, among and until narrow the numbers that follow in the sentence.
	whose, among, until string
	// last is, for each depth of brackets, the last number that is no part of a list; −1 for none.
	last [maxDepth]int
	list listing
	// alike are the reviews and suits counted so far, of which 均获维持 may be said.
	alike alike
	// quotation is the quote made last, of the characters in quoted: the claims of a sentence mostly share theirs.
	quoted    [2]int
	quotation string
}

// maxDepth bounds how deep brackets are followed.
const maxDepth = 4

// sentence reads the numbers of a sentence.
func (r *reader) sentence(tokens []token) {
	r.making = unknown
	s := sentence{reader: r, tokens: tokens, last: [maxDepth]int{-1, -1, -1, -1}, list: listing{total: -1}}
	for i, t := range tokens {
		s.note(i)
		switch {
		case t.kind == colon && !s.told && i+1 < len(tokens) && numbers.has(tokens[i+1].kind):
			// 行政复议：2件 is one clause
		case breaks.has(t.kind), t.kind == pause && s.told:
			s.endClause(i)
			s.mark(t.kind)
		case numbers.has(t.kind):
			s.number(i)
			s.start, s.told = i+1, true
		}
		if len(r.claims) > maxClaims {
			return
		}
	}
	s.endClause(len(tokens))
	s.endList()
}

// endClause ends the clause before a token.
func (s *sentence) endClause(i int) {
	switch clause := s.tokens[s.start:i]; {
	case len(clause) == 0:
	case s.sameResult(clause):
	case !s.told:
		s.zero(clause, nil)
	}
	s.start, s.told = i+1, false
}

// mark follows brackets, and what a mark means for lists.
func (s *sentence) mark(k kind) {
	switch k {
	case opens:
		if s.depth++; s.depth < maxDepth {
			s.last[s.depth] = -1
		}
	case closes:
		s.told = true // what follows goes on with the number before the bracket
		if s.list.depth == s.depth {
			s.endList()
		}
		s.depth = max(0, s.depth-1)
	case colon:
		s.openList()
	case semi:
		s.among = ""
		s.list.semi = true
	}
}

// note takes notice of what a word changes for the numbers after it.
func (s *sentence) note(i int) {
	t := s.tokens[i]
	switch t.kind {
	case about, request, onDemand:
		s.informed = true
	case year:
		switch {
		case int(t.value) == s.of.Year:
			s.otherYear = 0
		case i == s.start && !s.followed(i, carry), t.from > 0 && s.text[t.from-1] == '自':
			s.otherYear = int(t.value) // 2022年，…; 自2008年以来，…
		}
	case previous:
		if i == s.start && s.followed(i, comma) {
			s.otherYear = s.of.Year - 1 // 去年，…
		}
	case thisYear:
		if t.key == ourYear {
			s.otherYear, s.part = 0, ""
		}
	case period:
		s.part = s.original(t.from, t.to)
	case date:
		if !slices.Contains([]string{"1月", "1日", "12月", "31日"}, string(s.text[t.from:t.to])) && s.until == "" {
			s.until = s.original(t.from, t.to)
		}
	case until:
		s.until = s.original(t.from, t.to)
	case scope:
		s.whose = s.original(t.from, t.to)
	case among:
		s.among = "其中"
		s.openList()
	case etcetera:
		s.list.partial = s.list.partial || s.told && s.start == i
	}
	s.topic = s.topic.after(t)
}

// followed reports whether a token of a kind comes next.
func (s *sentence) followed(i int, k kind) bool {
	return i+1 < len(s.tokens) && s.tokens[i+1].kind == k
}

// number reads the number at a token with the words around it.
func (s *sentence) number(i int) {
	t, label, tail := s.tokens[i], s.tokens[s.start:i], s.tail(i)
	keys, from, to := s.meaning(t, label, tail)
	if s.clause.kinds.has(none) && t.value <= 1 {
		s.zero(label, tail) // 未发生一起行政复议
		return
	}
	moved := s.clause.moved() || s.otherYear != 0
	if moved || !fits(t, keys) {
		keys = nil
	}
	if keys == nil && s.clause.kinds.any(cases) && s.clause.kinds.any(of(accept, closed, handle)) {
		s.topic = otherTopic // 办理行政复议案件320件 is the agency's work on others' decisions, and so is what became of them
	}
	switch {
	case keys == nil && t.kind == bare && !s.listed(t, nil):
		return
	case keys == nil && t.chinese && t.value <= 1:
		return // 一次, 一起 mostly count nothing
	}
	if s.list.inside(s.depth) && !s.listed(t, keys) {
		s.among = "" // the list 其中 began is over
	}
	c := s.claim(from, to, t.from)
	c.Qualifier = s.qualifier(t)
	if t.kind != span {
		v := decimal.New(t.value, 0)
		c.Value = &v
	}
	if len(keys) > 1 && (t.value == 0 || s.clause.kinds.has(each)) {
		for _, key := range keys { // 行政复议、行政诉讼均为0件
			c.Key = key
			s.claims = append(s.claims, c)
		}
		return
	}
	c.Key = strings.Join(keys, both)
	s.claims = append(s.claims, c)
	s.enlist(t, keys, moved)
	s.counted(keys, from)
}

// claim begins a claim that a stretch of the text states, with its number at a character.
func (s *sentence) claim(from, to, at int) data.Claim {
	return data.Claim{Section: s.section, At: s.at(at), Words: s.original(from, to), Quote: s.quote(from, to)}
}
