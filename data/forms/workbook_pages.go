package forms

import "slices"

const (
	// pageHeight is how much stands on a printed page, in points: A4 upright less its margins, and less what programs print rows
	// higher by than they were told.
	pageHeight = 842 - 2*36 - 16
	// rowHeight is how high a row is that nothing was said about.
	rowHeight = 15
)

// keep asks for rows to stand on one page: a heading and what follows it.
func (s *sheet) keep(first, last int) {
	s.kept = append(s.kept, span{row: first, lastRow: last})
}

// paginate says where pages begin, so that no program has to find out: before rows that are to stay together and would be parted,
// and else where a page is full.
func (s *sheet) paginate() {
	used := 0.0
	for row := 1; row < s.row; row++ {
		begins := slices.Contains(s.breaks, row)
		if !begins && used+s.together(row) > pageHeight && used > 0 {
			s.breaks, begins = append(s.breaks, row), true
		}
		if begins {
			used = 0
		}
		used += s.high(row, row)
	}
	slices.Sort(s.breaks)
}

// together is how high a row is, with those that are to stay on its page when it is the first of them. What is higher than a page
// is parted where it must be.
func (s *sheet) together(row int) float64 {
	if i := slices.IndexFunc(s.kept, func(k span) bool { return k.row == row }); i >= 0 {
		if all := s.high(row, s.kept[i].lastRow); all <= pageHeight {
			return all
		}
	}
	return s.high(row, row)
}

// high is how high rows are, one below the other.
func (s *sheet) high(first, last int) float64 {
	total := 0.0
	for row := first; row <= last; row++ {
		if h, said := s.heights[row]; said {
			total += h
			continue
		}
		total += rowHeight
	}
	return total
}
