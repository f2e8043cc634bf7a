package ingest

import (
	"slices"
	"strings"

	"tongjian/data/forms"
)

// Table 四 is printed as one row under fifteen headings. Some agencies print it as three: a block for each route, one under the other,
// a row for each route under one line of results, a line for each result, or the whole table on its side. Read in order, all of these
// are headings and then the figures under them, several times over.

// routesTable is what has been read of such a table.
type routesTable struct {
	l *layout
	// routes and results are the headings that count for the figures now read; fresh ones replace them at the next figures.
	routes, results           []int
	freshRoutes, freshResults []int
	filling                   filling
	runs                      int // of figures, each under headings of its own
	from, to                  int // pieces it reaches over, from its first figure
}

// readRoutes reads a table 四 whose figures do not stand in one row; ok is false when it is any other, or not whole.
func readRoutes(l *layout, from, limit int) (r routesTable, ok bool) {
	n := len(forms.Routes()) * len(forms.Results())
	r = routesTable{l: l, filling: filling{cells: noCells(n), places: make([]place, n)}, from: noPiece}
	var run []int
	for i := from; i < limit; i++ {
		p := &l.pieces[i]
		if len(run) > 0 && (p.kind == labelPiece || p.grid >= 0 && p.line != l.pieces[run[0]].line) {
			if !r.take(run) {
				return r, false
			}
			run = nil
		}
		switch p.kind {
		case valuePiece, blankPiece:
			run = append(run, i)
		case labelPiece:
			if p.norm == "" || p.markOf(l.year) != noMark || r.whole() || !r.heading(p) && r.from >= 0 {
				limit = i // prose, another year, or what follows the table
			}
		}
	}
	if len(run) > 0 && !r.take(run) {
		return r, false
	}
	return r, r.runs > 1 && r.whole()
}

// whole reports whether every cell has been read: what follows sums them up, or is of another table.
func (r *routesTable) whole() bool { return !slices.Contains(r.filling.cells, noPiece) }

// heading notes a heading; false when it is none of the table's.
func (r *routesTable) heading(p *piece) bool {
	if i, ok := resultOf(p.norm); ok {
		r.freshResults = append(r.freshResults, i)
		return true
	}
	for i, route := range forms.Routes() {
		own, whole := forms.Normalize(route.Groups[len(route.Groups)-1]), forms.Normalize(strings.Join(route.Groups, ""))
		if p.norm == own || p.norm == whole {
			r.freshRoutes = append(r.freshRoutes, i)
			return true
		}
		if p.norm == forms.Normalize(route.Groups[0]) {
			return true // 行政诉讼, over two of them
		}
	}
	return false
}

// take assigns a run of figures to the cells its headings name; false when that cannot be told.
func (r *routesTable) take(run []int) bool {
	routes, results := len(r.freshRoutes) > 0, len(r.freshResults) > 0
	if !hasFigures(r.l, run) && (!routes && !results || !routes && r.routes == nil || !results && r.results == nil) {
		return true // an empty cell beside headings, or before some still to come
	}
	if len(r.freshRoutes) > 0 {
		r.routes, r.freshRoutes = r.freshRoutes, nil
	}
	if len(r.freshResults) > 0 {
		r.results, r.freshResults = r.freshResults, nil
	}
	cells := r.cells()
	if cells == nil {
		return false
	}
	f := filling{cells: run, places: make([]place, len(run))}
	if len(run) != len(cells) || !r.l.pieces[run[0]].ruled {
		f = fillByOrder(r.l, run, len(cells))
	}
	if len(f.spare) > 0 || slices.Contains(f.cells, noPiece) {
		return false
	}
	for i, c := range cells {
		if r.filling.cells[c] != noPiece {
			return false // twice the same cell
		}
		r.filling.cells[c], r.filling.places[c] = f.cells[i], f.places[i]
	}
	if f.doubt != "" {
		r.filling.doubt = f.doubt
	}
	r.filling.taken = append(r.filling.taken, f.taken...)
	if r.from < 0 {
		r.from = run[0]
	}
	r.runs, r.to = r.runs+1, run[len(run)-1]+1
	return true
}

// cells lists the cells of the form the headings in force name, in the order their figures stand; nil when they name none for certain.
func (r *routesTable) cells() (cells []int) {
	n := len(forms.Results())
	switch {
	case len(r.results) == 1:
		for _, route := range r.routes {
			cells = append(cells, route*n+r.results[0])
		}
	case len(r.results) == n && len(r.routes) > 1:
		return nil // one line of results, and figures of several routes in it
	case len(r.results) == n*len(r.routes):
		for i, result := range r.results {
			if slices.Contains(r.results[i-i%n:i], result) {
				return nil
			}
			cells = append(cells, r.routes[i/n]*n+result)
		}
	}
	return cells
}
