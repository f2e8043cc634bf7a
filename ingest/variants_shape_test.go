package ingest

import (
	"slices"
	"strings"
	"unicode"

	"tongjian/data"
	"tongjian/data/forms"
)

// The ways tables change between the form and the office: each takes a table as the form prints it and gives what an agency's
// program made of it.

// clone copies the table.
func (p *printedTable) clone() *printedTable {
	return &printedTable{rows: p.rows, cols: p.cols, cells: slices.Clone(p.cells)}
}

// headRows is how many rows stand above the first row of figures.
func (p *printedTable) headRows() int {
	for _, c := range p.cells {
		if c.id != nil {
			return c.row
		}
	}
	return p.rows
}

// repeatHead prints the head again before a row, as programs do on a new page.
func (p *printedTable) repeatHead(before int) *printedTable {
	head := p.headRows()
	out := p.clone()
	for i := range out.cells {
		c := &out.cells[i]
		switch {
		case c.row >= before:
			c.row += head
		case c.row+c.rows > before: // a merged label goes on below the head
			rest := *c
			rest.row, rest.rows = before+head, c.row+c.rows-before
			c.rows = before - c.row
			out.cells = append(out.cells, rest)
		}
	}
	for _, c := range p.cells {
		if c.row < head {
			c.row += before
			out.cells = append(out.cells, c)
		}
	}
	out.rows += head
	out.sort()
	return out
}

// cut takes the rows from one to another as a table of their own.
func (p *printedTable) cut(from, to int) *printedTable {
	out := &printedTable{rows: to - from, cols: p.cols}
	for _, c := range p.cells {
		top, bottom := max(c.row, from), min(c.row+c.rows, to)
		if top >= bottom {
			continue
		}
		if c.row < from {
			c.text, c.id = "", nil // what is left of a merged label
		}
		c.row, c.rows = top-from, bottom-top
		out.cells = append(out.cells, c)
	}
	out.sort()
	return out
}

// pick keeps columns of single cells in a new order; a heading over several keeps as many of its own as are left, which must
// stand together.
func (p *printedTable) pick(columns []int) *printedTable {
	out := &printedTable{rows: p.rows, cols: len(columns)}
	for _, c := range p.cells {
		first, n := -1, 0
		for at, col := range columns {
			if col >= c.col && col < c.col+c.cols {
				if first < 0 {
					first = at
				}
				n++
			}
		}
		if n > 0 {
			c.col, c.cols = first, n
			out.cells = append(out.cells, c)
		}
	}
	out.sort()
	return out
}

// plain writes merged cells as single ones: the text in the first, the others blank.
func (p *printedTable) plain() *printedTable {
	out := &printedTable{rows: p.rows, cols: p.cols}
	for _, c := range p.cells {
		for r := range c.rows {
			for k := range c.cols {
				one := printedCell{row: c.row + r, col: c.col + k, rows: 1, cols: 1}
				if r+k == 0 {
					one.text, one.id = c.text, c.id
				}
				out.cells = append(out.cells, one)
			}
		}
	}
	out.sort()
	return out
}

// beside puts another table to the right, so many columns apart.
func (p *printedTable) beside(other *printedTable, apart int) *printedTable {
	out := p.clone()
	for _, c := range other.cells {
		c.col += p.cols + apart
		out.cells = append(out.cells, c)
	}
	out.cols += apart + other.cols
	out.rows = max(p.rows, other.rows)
	for row := range out.rows {
		for k := range apart {
			out.cells = append(out.cells, printedCell{row: row, col: p.cols + k, rows: 1, cols: 1})
		}
	}
	out.sort()
	return out
}

// under puts a heading over all columns.
func (p *printedTable) under(heading string) *printedTable {
	out := p.clone()
	for i := range out.cells {
		out.cells[i].row++
	}
	out.rows++
	out.cells = append(out.cells, printedCell{row: 0, col: 0, rows: 1, cols: p.cols, text: heading})
	out.sort()
	return out
}

// labelColumns is how many columns stand to the left of the figures.
func (p *printedTable) labelColumns() int {
	n := p.cols
	for _, c := range p.cells {
		if c.id != nil {
			n = min(n, c.col)
		}
	}
	return n
}

// figures gives the table without its labels: the second of two blocks that share them.
func (p *printedTable) figures() *printedTable {
	var columns []int
	for c := p.labelColumns(); c < p.cols; c++ {
		columns = append(columns, c)
	}
	return p.pick(columns)
}

// paired prints each figure of this table beside the same of another, under a second line of headings: 本年, 上年.
func (p *printedTable) paired(other map[data.CellID]string, heads [2]string, others bool) *printedTable {
	left := p.labelColumns()
	out := &printedTable{cols: left + 2*(p.cols-left)}
	out.rows = p.rows
	heading := map[int]bool{}
	for _, c := range p.cells {
		if c.col < left {
			out.cells = append(out.cells, c)
			continue
		}
		c.col, c.cols = left+2*(c.col-left), 2*c.cols
		if c.id == nil {
			out.cells = append(out.cells, c)
			continue
		}
		if !heading[c.row] && c.col == left {
			heading[c.row] = true
		}
		one, two := c, c
		one.cols = c.cols / 2
		two.cols, two.col = c.cols/2, c.col+c.cols/2
		two.text, two.id = other[*c.id], nil
		if others {
			one, two = two, one
			one.col, two.col = c.col, c.col+c.cols/2
		}
		out.cells = append(out.cells, one, two)
	}
	// The line of headings goes before each row of figures that follows a row without.
	for row := p.rows - 1; row > 0; row-- {
		if !heading[row] || heading[row-1] {
			continue
		}
		for i := range out.cells {
			c := &out.cells[i]
			if c.row >= row {
				c.row++
			} else if c.row+c.rows > row || c.col < left && c.row+c.rows == row {
				c.rows++
			}
		}
		out.rows++
		var widths [][2]int
		for _, c := range out.cells {
			if c.row == row+1 && c.col >= left {
				widths = append(widths, [2]int{c.col, c.cols})
			}
		}
		slices.SortFunc(widths, func(a, b [2]int) int { return a[0] - b[0] })
		for i, w := range widths {
			out.cells = append(out.cells, printedCell{row: row, col: w[0], rows: 1, cols: w[1], text: heads[i%2]})
		}
	}
	out.sort()
	return out
}

// mapText rewrites the text of every cell; figure tells those of figures.
func (p *printedTable) mapText(rewrite func(text string, figure bool) string) *printedTable {
	out := p.clone()
	for i := range out.cells {
		out.cells[i].text = rewrite(out.cells[i].text, out.cells[i].id != nil)
	}
	return out
}

// fullDigits writes digits and commas in full width.
func fullDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) || r == ',' {
			return r + 0xfee0
		}
		return r
	}, s)
}

// thousands puts commas into whole numbers: 12345 → 12,345.
func thousands(s string) string {
	digits, rest, point := strings.Cut(s, ".")
	if strings.ContainsFunc(digits, func(r rune) bool { return !unicode.IsDigit(r) }) {
		return s
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if point {
		return digits + "." + rest
	}
	return digits
}

// isTable3 tells the table of applications.
func isTable3(t forms.Table) bool { return t.ID == "3" }
