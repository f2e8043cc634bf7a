package sample

import "tongjian/data/forms"

// filing is what one agency has to report on one year.
type filing struct {
	member
	year    int
	figures figures
	// filed is false for a report that was never handed in. The agency lives on: the next year begins with what it left.
	filed bool
}

// live lets an agency live through the years of the sample.
func (c Config) live(m member) []filing {
	r := c.stream("agency", m.Name)
	size := spread(r, 0.75) // a few agencies get most of the requests
	h := newHoldings(r, m)
	carried := make([]int64, len(applicantKeys()))
	for i, n := range distribute(r, poisson(r, m.trade.requests*m.character.size*size*m.character.carry), applicantWeights()) {
		carried[i] = n
	}
	pending := make([]int64, len(forms.Routes()))
	var out []filing
	for year := c.From; year <= c.To && m.Expected(year); year++ {
		f := figures{}
		disclosure(r, m, size*min(1.6, m.character.size), &h, f)
		if year == m.lapse {
			h.expire(f)
		}
		requests(r, m, size, year-c.From, carried, f)
		reviews(r, m, year, pending, f)
		out = append(out, filing{member: m, year: year, figures: f, filed: true})
	}
	if m.only > 0 {
		return []filing{out[m.only-c.From]}
	}
	gaps := c.stream("gaps", m.Name)
	for i := range out {
		missing := 0.012
		if out[i].year == c.To {
			missing = 0.05 // the last year is still coming in
		}
		out[i].filed = gaps.Float64() >= missing
	}
	return out
}
