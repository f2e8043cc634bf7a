package pdf

import (
	"cmp"
	"slices"
	"sort"
)

// table is a region cut into cells.
type table struct {
	rect
	// columns and rows are the places of the lines between them; there is one more than columns and rows.
	columns, rows []float64
	cells         []cell // by row, then column
}

// cell is a cell of a table: where it starts, how far it reaches, and the characters in it.
type cell struct {
	row, column         int
	rowSpan, columnSpan int
	lines               []line
	rect
	place
	// openLeft and openRight are true where no line closes it.
	openLeft, openRight bool
	// moved is how far to the right of where it stands on its page it is counted in a table put together from several, and wider by
	// how much it reaches over onto another page.
	moved, wider float64
}

// place is where a cell stands: its page, the table on that and the row of that, each from 1.
type place struct{ page, ordinal, line int }

// tables cuts each region of a page that has so many columns into cells and takes the characters inside. What is left of the
// characters stands outside all tables.
func tables(p page, within []region, columns int) (found []table, rest []glyph) {
	for _, r := range within {
		if t, ok := cut(r); ok && len(t.columns) > columns {
			found = append(found, t)
		}
	}
	rest = slices.Clone(p.glyphs)
	for i := range found {
		rest = found[i].take(rest)
	}
	slices.SortStableFunc(found, func(a, b table) int { return cmp.Compare(a.top, b.top) })
	return found, rest
}

// cut finds the cells of a region. ok is false when it has none, or too many.
func cut(r region) (t table, ok bool) {
	t = table{
		rect:    r.rect,
		columns: edges(r.uprights, r.left, r.right),
		rows:    edges(r.levels, r.top, r.bottom),
	}
	width, height := len(t.columns)-1, len(t.rows)-1
	if width < 1 || height < 1 || width*height > maxGridSize {
		return table{}, false
	}
	first, last := covered(r.uprights, t.columns[0], t.rows), covered(r.uprights, t.columns[width], t.rows)
	// right[c][r] is true when a line closes column c to the right in row r, below[r][c] when one closes row r below.
	right := make([][]bool, width)
	for c := range right {
		right[c] = covered(r.uprights, t.columns[c+1], t.rows)
	}
	below := make([][]bool, height)
	for row := range below {
		below[row] = covered(r.levels, t.rows[row+1], t.columns)
	}
	taken := make([][]bool, height)
	for row := range taken {
		taken[row] = make([]bool, width)
	}
	for row := range height {
		for column := range width {
			if taken[row][column] {
				continue
			}
			c := t.grow(row, column, right, below, taken)
			c.openLeft = column == 0 && !first[row]
			c.openRight = column+c.columnSpan == width && !last[row]
			t.cells = append(t.cells, c)
		}
	}
	return t, true
}

// grow finds how far the cell that begins at a row and column reaches: to the right until a line closes it, then down while no
// line closes it below in any of its columns.
func (t *table) grow(row, column int, right, below, taken [][]bool) cell {
	width, height := len(t.columns)-1, len(t.rows)-1
	lastColumn := column
	for lastColumn+1 < width && !right[lastColumn][row] && !taken[row][lastColumn+1] {
		lastColumn++
	}
	lastRow := row
	for lastRow+1 < height && t.openBelow(lastRow, column, lastColumn, right, below, taken) {
		lastRow++
	}
	for r := row; r <= lastRow; r++ {
		for c := column; c <= lastColumn; c++ {
			taken[r][c] = true
		}
	}
	return cell{
		row: row, column: column, rowSpan: lastRow - row + 1, columnSpan: lastColumn - column + 1,
		rect: rect{t.columns[column], t.rows[row], t.columns[lastColumn+1], t.rows[lastRow+1]},
	}
}

// openBelow reports whether a cell of some columns goes on below a row.
func (t *table) openBelow(row, column, lastColumn int, right, below, taken [][]bool) bool {
	for c := column; c <= lastColumn; c++ {
		if below[row][c] || taken[row+1][c] || c < lastColumn && right[c][row+1] {
			return false
		}
	}
	return true
}

// take puts the characters that stand in the table into its cells and gives back the others.
func (t *table) take(glyphs []glyph) (rest []glyph) {
	owner := map[[2]int]int{}
	for i, c := range t.cells {
		for row := c.row; row < c.row+c.rowSpan; row++ {
			for column := c.column; column < c.column+c.columnSpan; column++ {
				owner[[2]int{row, column}] = i
			}
		}
	}
	var held []glyph
	for _, g := range glyphs {
		if t.holds(g.at()) {
			held = append(held, g)
			continue
		}
		rest = append(rest, g)
	}
	inside := make([][]glyph, len(t.cells))
	for n, at := range t.home(held, owner) {
		i := owner[t.place(at)]
		inside[i] = append(inside[i], held[n])
	}
	for i, glyphs := range inside {
		t.cells[i].lines = linesOf(unclear(shown(glyphs)))
	}
	t.setApart()
	return rest
}

// place gives the row and column of a place in the table.
func (t *table) place(at point) [2]int {
	return [2]int{between(t.rows, at.y), between(t.columns, at.x)}
}

// between gives the index of the stretch between two edges that a place lies in.
func between(edges []float64, at float64) int {
	i := sort.SearchFloat64s(edges, at) - 1
	return max(0, min(i, len(edges)-2))
}
