package queries

import (
	"slices"

	"tongjian/data/forms"
	"tongjian/data/metrics"
)

// figure evaluates a metric for an entity and year.
func (s *sheet) figure(m metrics.Metric, e Entity, year int) Figure {
	here := s.standing[entityYear{e.ID, year}]
	f := Figure{Reports: here.reports, Reported: here.reports}
	if here.reports == 1 {
		f.Report = here.report
	}
	var gave []int // how many reports gave each operand
	f.Value = metrics.Evaluate(m, func(t metrics.Term) metrics.Operand {
		if t.Measure == metrics.Population {
			return s.inhabitants(e)
		}
		key := cellKey{entityYear{e.ID, year - t.Lag}, t.Measure, t.Applicant}
		c, found := s.cell(m, key, e)
		gave = append(gave, c.reported)
		d := s.doubtful(key)
		f.Doubtful, f.Explained = max(f.Doubtful, d.open), max(f.Explained, d.explained)
		if t.Lag == 0 {
			f.Reported = min(f.Reported, c.reported)
		}
		return s.operand(c, found, key, e)
	})
	if f.Explained > 0 && f.Doubtful == 0 && f.K != nil {
		f.Flags = f.Flags.With(metrics.FlagExplained)
	}
	if uneven(gave) && f.K != nil {
		f.Flags = f.Flags.With(metrics.FlagUnreliable)
	}
	if here.revised > 0 {
		f.Flags = f.Flags.With(metrics.FlagRevised)
	}
	if slices.ContainsFunc(s.breaks([]metrics.Metric{m}, e), func(b metrics.Break) bool { return b.Year == year }) {
		f.Flags = f.Flags.With(metrics.FlagBreak)
	}
	return f
}

// series evaluates a metric for an entity, year by year.
func (s *sheet) series(m metrics.Metric, e Entity, years []int) []Figure {
	out := make([]Figure, len(years))
	for i, year := range years {
		out[i] = s.figure(m, e, year)
	}
	return out
}

// uneven reports whether the operands come from different numbers of reports.
func uneven(gave []int) bool {
	return len(gave) > 0 && slices.Min(gave) != slices.Max(gave)
}

// cell is the figure a metric takes for an operand: over complete reports, where they have been asked for.
func (s *sheet) cell(m metrics.Metric, key cellKey, e Entity) (cell, bool) {
	c, found := s.cells[key]
	if !s.completed[completedKey{m.Key, e.Kind}] || c.value == nil {
		return c, found
	}
	full := s.complete[completeKey{key, m.Key}]
	full.bridged = c.bridged
	return full, true
}

// operand is the figure of a cell, or why there is none.
func (s *sheet) operand(c cell, found bool, key cellKey, e Entity) metrics.Operand {
	measure := s.measures[key.measure]
	stands := s.standing[key.entityYear]
	switch {
	case stands.reports == 0 && stands.other > 0:
		return metrics.Operand{Absent: metrics.ReasonOtherBasis}
	case stands.reports == 0:
		return metrics.Operand{Absent: metrics.ReasonNoReport}
	case measure.Kind == forms.FreeAmount && s.basis == BasisOwn && e.Kind != EntityAgency && metrics.Asked(key.measure, key.year):
		return metrics.Operand{Absent: metrics.ReasonNoCommonUnit}
	case found && c.value != nil:
		o := metrics.Operand{Value: c.value}
		if s.doubtful(key).open > 0 {
			o.Flags = metrics.FlagUnreliable
		}
		if c.bridged {
			o.Flags = o.Flags.With(metrics.FlagBreak)
		}
		return o
	case found, stands.having(measure.Table) == 0:
		return metrics.Operand{Absent: metrics.ReasonNotFilled}
	}
	return metrics.Operand{Absent: metrics.ReasonNotAsked}
}

// having is how many of the reports have a table, or are on a form that asks its questions elsewhere or not at all.
func (b standing) having(table string) int {
	own, other := 0, 0
	for i, id := range tables {
		switch {
		case id == table:
			own = b.with[i]
		case !forms.Together(id, table):
			other = max(other, b.with[i])
		}
	}
	return own + other
}

// doubtful is how many reports have an error on a cell, or on a cell it is the sum of.
func (s *sheet) doubtful(key cellKey) doubt {
	most := s.doubts[key]
	parts := slices.Clone(s.measures[key.measure].Sum)
	for _, b := range forms.Bridges() {
		if b.Measure == key.measure {
			parts = append(parts, b.Parts...)
		}
	}
	for _, part := range parts {
		key.measure = part
		d := s.doubts[key]
		most = doubt{max(most.open, d.open), max(most.explained, d.explained)}
	}
	return most
}

// inhabitants is the population of an entity.
func (s *sheet) inhabitants(e Entity) metrics.Operand {
	people, ok := s.population[e.ID]
	if !ok {
		return metrics.Operand{Absent: metrics.ReasonNoPopulation}
	}
	return metrics.Operand{Value: &people}
}

// breaksBetween reports whether a metric of an entity breaks after one year shown and before or at the next.
func (s *sheet) breaksBetween(m metrics.Metric, e Entity, after, until int) bool {
	return slices.ContainsFunc(s.breaks([]metrics.Metric{m}, e), func(b metrics.Break) bool { return b.Year > after && b.Year <= until })
}

// breaks are the breaks of metrics and of entities that fall between the first year shown and the last, each once.
func (s *sheet) breaks(of []metrics.Metric, entities ...Entity) []metrics.Break {
	var out []metrics.Break
	add := func(list []metrics.Break) {
		for _, b := range list {
			if b.Year > s.from && b.Year <= s.to && !slices.Contains(out, b) {
				out = append(out, b)
			}
		}
	}
	for _, m := range of {
		add(m.Breaks)
	}
	slices.SortStableFunc(out, func(a, b metrics.Break) int { return a.Year - b.Year })
	for _, e := range entities {
		if e.Kind == EntityRegion {
			add(s.boundaries[e.ID])
		}
	}
	return out
}
