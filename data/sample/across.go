package sample

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/metrics"
	"tongjian/data/regions"
)

// expectAcross tells from the cells of all reports, as written, which findings follow across years and across reports, and what
// beside them is lawful.
func (s *Sample) expectAcross(drafts map[Place]*draft) {
	w := newWorld(s)
	for i := range s.Reports {
		r := &s.Reports[i]
		d := drafts[r.Place()]
		before, ok := w.before(r)
		if ok {
			r.expect(w.carried(r, before)...)
			r.expect(w.stock(r, before, d)...)
			r.expect(w.pending(r, before)...)
			r.expect(w.jumps(r, before)...)
			r.expect(copiedTables(r, before)...)
		}
		if d.copied || d.foreign != "" {
			r.expect(Expected{Check: "Y-COPY", Severity: data.SeverityWarning})
		}
		if r.Scope == data.ScopeConsolidated {
			r.expect(w.sums(r)...)
		}
		if _, filed := w.at[Place{d.folder + "人民政府", r.Region, r.Year, r.Scope}]; d.doubled && filed {
			r.expect(Expected{Check: "S-DUP", Severity: data.SeverityError})
		}
		if d.came().After(due(r.Scope, r.Year)) {
			r.expect(Expected{Check: "R-LATE", Severity: data.SeverityWarning})
		}
		w.noteLawful(r, before, d)
	}
}

func (r *Report) expect(f ...Expected) { r.Findings = append(r.Findings, f...) }

// world is all reports of a sample, at hand by place and cell.
type world struct {
	sample *Sample
	at     map[Place]*Report
	cells  map[*Report]map[data.CellID]*Cell
	kinds  map[string]forms.Kind
	// breaks are the first years on a new footing, by measure.
	breaks map[string][]int
}

func newWorld(s *Sample) world {
	w := world{sample: s, at: map[Place]*Report{}, cells: map[*Report]map[data.CellID]*Cell{}, kinds: newForm().kinds, breaks: map[string][]int{}}
	for i := range s.Reports {
		r := &s.Reports[i]
		w.at[r.Place()] = r
		w.cells[r] = make(map[data.CellID]*Cell, len(r.Cells))
		for j := range r.Cells {
			w.cells[r][r.Cells[j].ID()] = &r.Cells[j]
		}
	}
	for _, m := range metrics.Measures() {
		for _, b := range m.Breaks {
			w.breaks[m.Key] = append(w.breaks[m.Key], b.Year)
		}
	}
	return w
}

// before gives the same agency's report on the year before.
func (w world) before(r *Report) (*Report, bool) {
	p := r.Place()
	p.Year--
	before, ok := w.at[p]
	return before, ok
}

// number gives what a cell counts for; a cell without a number counts 0.
func (c *Cell) number() decimal.Decimal {
	if c.Value == nil {
		return decimal.Zero
	}
	return *c.Value
}

// gapOf is the severity of a comparison that cannot be made.
func gapOf(gap bool, check string) data.Severity {
	if gap {
		return data.SeverityNote
	}
	return severityOf(check)
}

// carried: what was carried in is what was carried out the year before, in each column.
func (w world) carried(r, before *Report) []Expected {
	var out []Expected
	for _, gap := range []bool{false, true} {
		f := Expected{Check: "Y-CARRY", Severity: gapOf(gap, "Y-CARRY"), Table: "3"}
		for _, a := range forms.Applicants() {
			in, out := w.cells[r][data.CellID{Key: "requests.carried_in", Column: a.Key}], w.cells[before][data.CellID{Key: "requests.carried_out", Column: a.Key}]
			if in == nil || out == nil || in.number().Equal(out.number()) || (in.Value == nil || out.Value == nil) != gap {
				continue
			}
			f.Cells = append(f.Cells, names([]data.CellID{in.ID(), out.ID()})...)
			if !gap {
				f.Left, f.Right = in.Value.String(), out.Value.String() // of several, the total, which comes last
			}
		}
		if len(f.Cells) > 0 {
			out = append(out, f)
		}
	}
	return out
}

// stock: what is in force is what was, with what was issued and without what was repealed.
func (w world) stock(r, before *Report, d *draft) []Expected {
	var out []Expected
	for _, kind := range []string{"rules", "normative"} {
		ids := []data.CellID{{Key: kind + ".in_force"}, {Key: kind + ".issued"}, {Key: kind + ".repealed"}}
		now, issued, repealed := w.cells[r][ids[0]], w.cells[r][ids[1]], w.cells[r][ids[2]]
		was := w.cells[before][ids[0]]
		if now == nil || issued == nil || repealed == nil || was == nil {
			continue
		}
		gap, something := false, false
		for _, c := range []*Cell{now, issued, repealed, was} {
			gap = gap || c.Value == nil
			something = something || !c.number().IsZero()
		}
		should := was.number().Add(issued.number()).Sub(repealed.number())
		f := Expected{Check: "Y-STOCK", Severity: gapOf(gap, "Y-STOCK"), Table: "2", Cells: names(ids)}
		switch {
		case gap && something:
			out = append(out, f)
		case !gap && !now.number().Equal(should):
			if kind == "normative" && d.lapseTold > 0 && should.Sub(now.number()).Equal(decimal.NewFromInt(d.lapseTold)) {
				continue // explained, and noted as a trap
			}
			f.Left, f.Right = now.number().String(), should.String()
			out = append(out, f)
		}
	}
	return out
}

// pending: no fewer cases than were pending.
func (w world) pending(r, before *Report) []Expected {
	var out []Expected
	for _, route := range forms.Routes() {
		now, was := w.cells[r][data.CellID{Key: route.Key + "." + forms.Total}], w.cells[before][data.CellID{Key: route.Key + ".pending"}]
		if now == nil || was == nil || !was.number().IsPositive() || now.Value != nil && !now.Value.LessThan(*was.Value) {
			continue
		}
		f := Expected{Check: "Y-PENDING", Severity: data.SeverityNote, Table: "4", Cells: names([]data.CellID{now.ID(), was.ID()}), Right: was.Value.String()}
		if now.Value != nil {
			f.Left = now.Value.String()
		}
		out = append(out, f)
	}
	return out
}

// jumps: counts that are five times as large as the year before, or a fifth; of table 三 the totals.
func (w world) jumps(r, before *Report) []Expected {
	five, least := decimal.NewFromInt(5), decimal.NewFromInt(30)
	var out []Expected
	for i := range r.Cells {
		now := &r.Cells[i]
		was := w.cells[before][now.ID()]
		if was == nil || was.Value == nil || now.Value == nil || w.kinds[now.Key] != forms.Count || now.Column != "" && now.Column != forms.Total ||
			slices.Contains(w.breaks[now.Key], r.Year) {
			continue
		}
		a, b := *now.Value, *was.Value
		if a.IsNegative() || b.IsNegative() {
			continue // how it is written is wrong, which is another matter
		}
		if a.GreaterThanOrEqual(least) && a.GreaterThan(five.Mul(b)) || b.GreaterThanOrEqual(least) && five.Mul(a).LessThan(b) {
			out = append(out, Expected{Check: "Y-JUMP", Severity: data.SeverityNote, Table: now.Table, Cells: names([]data.CellID{now.ID()}),
				Left: a.String(), Right: b.String()})
		}
	}
	return out
}

// copiedTables: tables with all figures of the year before, where something happened in the year.
func copiedTables(r, before *Report) []Expected {
	var (
		tables  []string
		cells   []CellName
		largest int64
	)
	for _, table := range forms.TableIDs() {
		if r.Editions[table] == "" || r.Editions[table] != before.Editions[table] {
			continue
		}
		was := map[data.CellID]Cell{}
		for _, c := range before.Cells {
			if c.Table == table {
				was[c.ID()] = c
			}
		}
		same, most := true, int64(0)
		var flows []CellName
		for _, c := range r.Cells {
			b, ok := was[c.ID()]
			if c.Table != table || !ok {
				continue
			}
			same = same && sayTheSame(c, b)
			if c.Value == nil || c.Value.IsZero() || stays(c.Key) {
				continue
			}
			most = max(most, c.Value.IntPart())
			flows = append(flows, CellName{c.Key, c.Column})
		}
		if same && most > 0 {
			tables, cells, largest = append(tables, table), append(cells, flows...), max(largest, most)
		}
	}
	if len(tables) == 0 || len(tables) == 1 && largest < 10 || len(cells) < 3 {
		return nil // a few small figures come again by chance
	}
	f := Expected{Check: "Y-COPY", Severity: data.SeverityWarning, Cells: cells}
	if len(tables) == 1 {
		f.Table = tables[0]
	}
	return []Expected{f}
}

// sayTheSame reports whether two cells hold the same figure, or the same in place of one.
func sayTheSame(a, b Cell) bool {
	if a.Value == nil || b.Value == nil {
		return a.Value == b.Value && a.Raw == b.Raw
	}
	return a.Value.Equal(*b.Value)
}

// stays reports whether a figure stays as it is when nothing happens.
func stays(key string) bool {
	return slices.ContainsFunc([]string{".in_force", ".public_total", ".items_previous"}, func(s string) bool { return strings.HasSuffix(key, s) })
}

// added is a cell summed over the own reports below a government.
type added struct {
	sum     decimal.Decimal
	numbers int
}

// sums: a consolidated report is the sum of the own reports below it, row by row.
func (w world) sums(r *Report) []Expected {
	members, sums := 0, map[data.CellID]added{}
	for i := range w.sample.Reports {
		own := &w.sample.Reports[i]
		if own.Scope != data.ScopeOwn || own.Year != r.Year || !regions.Within(own.Region, r.Region) {
			continue
		}
		members++
		for _, c := range own.Cells {
			s := sums[c.ID()]
			if c.Value != nil {
				s.sum, s.numbers = s.sum.Add(*c.Value), s.numbers+1
			}
			sums[c.ID()] = s
		}
	}
	complete := !slices.ContainsFunc(w.sample.Missing, func(m Missing) bool {
		return m.Year == r.Year && m.Scope == data.ScopeOwn && regions.Within(m.Region, r.Region)
	})
	var rows, open []Expected
	for _, c := range r.Cells {
		s, ok := sums[c.ID()]
		if !ok || w.kinds[c.Key] == forms.FreeAmount {
			continue
		}
		whole := complete && s.numbers == members
		equal := c.Value != nil && s.numbers > 0 && c.Value.Equal(s.sum)
		switch {
		case c.Value != nil && s.numbers > 0 && !equal && (whole || w.kinds[c.Key] != forms.SignedCount && c.Value.LessThan(s.sum)):
			rows = addRow(rows, c, s)
		case c.Value == nil && !s.sum.IsZero(), c.Value != nil && !c.Value.Equal(s.sum) && !whole:
			open = addOpen(open, c)
		}
	}
	return append(rows, open...)
}

// addRow adds a cell that differs to the finding of its row; the numbers compared are those of the last one, the total.
func addRow(rows []Expected, c Cell, s added) []Expected {
	i := slices.IndexFunc(rows, func(f Expected) bool { return f.Cells[0].Key == c.Key })
	if i < 0 {
		i, rows = len(rows), append(rows, Expected{Check: "S-SUM", Severity: severityOf("S-SUM"), Table: c.Table})
	}
	rows[i].Cells = append(rows[i].Cells, CellName{c.Key, c.Column})
	rows[i].Left, rows[i].Right = c.Value.String(), s.sum.String()
	return rows
}

// addOpen adds a cell that cannot be compared to the note about its table.
func addOpen(open []Expected, c Cell) []Expected {
	i := slices.IndexFunc(open, func(f Expected) bool { return f.Table == c.Table })
	if i < 0 {
		i, open = len(open), append(open, Expected{Check: "S-SUM", Severity: data.SeverityNote, Table: c.Table})
	}
	open[i].Cells = append(open[i].Cells, CellName{c.Key, c.Column})
	return open
}
