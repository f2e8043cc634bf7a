package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/ingest/claims"
)

// zeroTables says where prose reports requests, reviews or suits and the whole table about them is zero: N-ZERO.
func (s *subject) zeroTables() []data.Finding {
	var out []data.Finding
	for _, table := range s.tables {
		if !s.allZero(table.ID) {
			continue
		}
		var said []*data.Claim
		var where inTable
		for i := range s.report.Claims {
			c := &s.report.Claims[i]
			if c.Key == "" || c.Value == nil || !c.Value.IsPositive() || claims.Approximate(c.Qualifier) || s.repeated(i) {
				continue
			}
			if t, ok := s.stated(c); ok && t.table.ID == table.ID {
				if len(said) == 0 {
					where = t
				}
				said = append(said, c)
			}
		}
		if len(said) == 0 {
			continue
		}
		f := finding("N-ZERO", table.ID, fmt.Sprintf("%s写“%s”，%s却没有一格大于 0。", chapter(said[0]), said[0].Words, table.Name()))
		f.Left, f.Right = said[0].Value.String(), where.sum.String()
		f.Difference = said[0].Value.Sub(where.sum).String()
		if !slices.ContainsFunc(said, func(c *data.Claim) bool { return c.Qualifier == "" }) {
			f.Severity = data.SeverityNote
		}
		f.Cells = s.claimCells(said, where)
		out = append(out, f)
	}
	return out
}

// allZero reports whether table 三 or 四 is there whole and no cell holds a number other than 0. A table 二 of zeros says little:
// most agencies make no documents, and what prose counts may be others'.
func (s *subject) allZero(id string) bool { return (id == "3" || id == "4") && s.zeros[id] }

// listed checks numbers listed as parts: N-CHANNELS for the ways requests came in by, N-ITEMS for any other list.
func (s *subject) listed() []data.Finding {
	var out []data.Finding
	lists := map[int][]*data.Claim{} // the parts of each claim, by its number
	for i := range s.report.Claims {
		if p := &s.report.Claims[i]; p.PartOf > 0 {
			lists[p.PartOf] = append(lists[p.PartOf], p)
		}
	}
	for i := range s.report.Claims {
		total, parts := &s.report.Claims[i], lists[i+1]
		sum, ok := sumOf(parts)
		if !ok || total.Value == nil || claims.Approximate(total.Qualifier) || sum.Equal(*total.Value) {
			continue
		}
		if total.Key == "requests.received" && slices.ContainsFunc(parts, func(p *data.Claim) bool { return claimCheck(p.Key) == "N-OUTCOME" }) {
			continue // what was carried in or out lies between the two
		}
		if total.Key == "requests.received" && allChannels(parts) {
			if f, ok := s.channels(parts, sum, total); ok {
				out = append(out, f)
			}
			continue
		}
		if sum.LessThan(*total.Value) && slices.ContainsFunc(parts, func(p *data.Claim) bool { return strings.Contains(p.Qualifier, "其中") }) {
			continue // 其中 names some of them, lawfully
		}
		f := finding("N-ITEMS", "", fmt.Sprintf("%s写“%s”，所列 %d 项合计 %s，相差 %s。", chapter(total), total.Words, len(parts), sum,
			sum.Sub(*total.Value).Abs()))
		f.Left, f.Right, f.Difference = total.Value.String(), sum.String(), total.Value.Sub(sum).String()
		f.Cells = append(f.Cells, claimCell(total))
		out = append(out, f)
	}
	if f, ok := s.looseChannels(); ok {
		out = append(out, f)
	}
	return out
}

// sumOf adds the parts of a list; false where they are no list whose sum means anything.
func sumOf(parts []*data.Claim) (sum decimal.Decimal, ok bool) {
	for _, p := range parts {
		if p.Value == nil || claims.Approximate(p.Qualifier) || strings.HasPrefix(p.Key, "requests.") {
			return sum, false
		}
		sum = sum.Add(*p.Value)
	}
	return sum, len(parts) > 1
}

func allChannels(parts []*data.Claim) bool {
	return !slices.ContainsFunc(parts, func(p *data.Claim) bool { return !strings.HasPrefix(p.Key, "channel.") })
}

// channels compares the ways requests came in by with the requests received, as the prose gives them and as the table does.
// total is nil when the prose gives none.
func (s *subject) channels(parts []*data.Claim, sum decimal.Decimal, total *data.Claim) (data.Finding, bool) {
	if _, _, printed := s.cell(parts[0].Key); printed {
		return data.Finding{}, false // the form of 2014 has a row for each, and its own sum
	}
	var t inTable
	found := s.add(&t, "requests.received") && len(t.gaps) == 0
	if found && sum.Equal(t.sum) || !found && total == nil {
		return data.Finding{}, false
	}
	whole := t.sum
	f := finding("N-CHANNELS", "3", "")
	if total != nil {
		whole = *total.Value
		f.Message = fmt.Sprintf("%s写“%s”，%s合计 %s，相差 %s。", chapter(parts[0]), total.Words, quoted(parts), sum, sum.Sub(whole).Abs())
		f.Cells = append(f.Cells, claimCell(total))
	} else {
		f.Message = fmt.Sprintf("%s写%s，合计 %s，%s，相差 %s。", chapter(parts[0]), quoted(parts), sum,
			s.tableSays(&data.Claim{Key: "requests.received"}, t), sum.Sub(whole).Abs())
	}
	f.Left, f.Right, f.Difference = sum.String(), whole.String(), sum.Sub(whole).String()
	if narrowed(parts) || total != nil && total.Qualifier != "" {
		f.Severity = data.SeverityNote
	}
	f.Cells = append(f.Cells, s.claimCells(parts, t)...)
	return f, true
}

func quoted(parts []*data.Claim) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString("“" + p.Words + "”")
	}
	return b.String()
}

// looseChannels compares the ways requests came in by with the table, where the prose does not tie them to a total. Each must be
// given once: numbers of several bodies do not add up to anything here.
func (s *subject) looseChannels() (data.Finding, bool) {
	var (
		parts []*data.Claim
		sum   decimal.Decimal
		seen  = map[string]bool{}
	)
	for i := range s.report.Claims {
		c := &s.report.Claims[i]
		if !strings.HasPrefix(c.Key, "channel.") {
			continue
		}
		if c.PartOf > 0 || c.Value == nil || claims.Approximate(c.Qualifier) || seen[c.Key] {
			return data.Finding{}, false
		}
		seen[c.Key] = true
		parts, sum = append(parts, c), sum.Add(*c.Value)
	}
	if len(parts) < 3 || s.allZero("3") {
		return data.Finding{}, false // one or two ways need not be all there were
	}
	return s.channels(parts, sum, nil)
}
