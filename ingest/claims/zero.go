package claims

import (
	"slices"

	"github.com/shopspring/decimal"
)

// zero reads a zero said in words: 未收到政府信息公开申请, 上年无结转, 没有发生行政复议、行政诉讼. Every word of the clause must be
// known: 未发生行政复议败诉案件 says nothing of how many there were. behind is what follows 一起 in 未发生一起行政复议.
func (s *sentence) zero(clause, behind []token) {
	at := slices.IndexFunc(clause, func(t token) bool { return t.kind == none })
	if at < 0 {
		return
	}
	c := &s.clause
	s.senseOf(c, clause[:at], clause[at+1:], behind)
	if c.from >= 0 && c.named && !c.kinds.has(scope) {
		s.whose = c.whose
	}
	if c.blocked() || s.otherYear != 0 {
		return
	}
	if s.list.inside(s.depth) {
		s.among = ""
	}
	last := clause[len(clause)-1]
	if len(behind) > 0 {
		last = behind[len(behind)-1]
	}
	from, to := clause[at].from, min(last.to, clause[at].from+maxWords)
	if c.first >= 0 && c.first < from {
		from = max(c.first, to-maxWords)
	}
	for _, key := range s.zeroOf(c) {
		claim := s.claim(from, to, clause[at].from)
		claim.Key, claim.Qualifier = key, s.qualifier(token{from: to})
		claim.Value = &decimal.Decimal{}
		s.claims = append(s.claims, claim)
	}
}

// zeroOf gives what a clause without a number can say is none.
func (s *sentence) zeroOf(c *sense) []string {
	switch k := c.kinds; {
	case k.any(documents | makings | of(outcome, channel, result, otherWord, accept, closed, handle, proactively)):
		return nil
	case k.has(carry):
		return s.carried(c, s.topic)
	case k.any(cases):
		s.informed = s.informed || k.any(of(about, request, onDemand))
		return s.challenged(c)
	case k.any(of(request, onDemand)):
		return []string{counted}
	}
	return nil
}
