package claims

import "github.com/shopspring/decimal"

// zero reads a zero said in words: 未收到政府信息公开申请, 上年无结转, 没有发生行政复议、行政诉讼. Every word of the clause must be
// known: 未发生行政复议败诉案件 says nothing of how many there were.
func (s *sentence) zero(tokens []token) {
	at := -1
	for i, t := range tokens {
		if t.kind == none {
			at = i
			break
		}
	}
	if at < 0 {
		return
	}
	c := &s.clause
	s.senseOf(c, tokens[:at], tokens[at+1:])
	if c.from >= 0 && !c.kinds.has(scope) {
		s.whose = c.whose
	}
	if c.blocked() || s.otherYear != 0 {
		return
	}
	var keys []string
	switch k := c.kinds; {
	case k.any(of(outcome, channel, result, otherWord, accept, closed, handle, proactively)), k.any(documents | makings):
		return
	case k.has(carry):
		keys = s.carried(c, s.topic)
	case k.any(cases):
		keys = s.challenged(c)
	case k.any(of(request, onDemand)):
		keys = []string{counted}
	}
	from, to := tokens[at].from, min(tokens[len(tokens)-1].to, tokens[at].from+maxWords)
	if c.first >= 0 && c.first < from {
		from = max(c.first, to-maxWords)
	}
	for _, key := range keys {
		claim := s.claim(from, to, tokens[at].from)
		claim.Key, claim.Qualifier = key, s.qualifier(token{from: to})
		claim.Value = &decimal.Decimal{}
		s.claims = append(s.claims, claim)
	}
}
