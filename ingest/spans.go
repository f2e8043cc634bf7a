package ingest

import "fmt"

// span is how far a cell of an HTML or Word table reaches, as its source says and, after resolveSpans, as it is.
type span struct {
	// cols and rows are what the source says; rows 0 means down to the end of the rows' group, as in HTML. Resolved, they are at
	// least 1, lie within the table and overlap no other cell.
	cols, rows int
	// joinsLeft and joinsUp mark what Word writes in place of the further cells of a merged one.
	joinsLeft, joinsUp bool
	// startsDown marks the first cell of what Word merges downwards.
	startsDown bool

	// col is the zero-based column the cell starts at.
	col int
	// covered cells are part of another and are not there for themselves.
	covered bool
}

// spanRow is a row of cells in source order.
type spanRow struct {
	// before is the number of columns left empty before the first cell.
	before int
	cells  []*span
	// startsGroup marks the first row of a thead, tbody or tfoot, over whose edge no cell reaches.
	startsGroup bool
}

// Limits on spans. HTML itself cuts colspan at 1000; a cell that claims more than plausibleSpan columns means "all there are".
const (
	maxColSpan    = 1000
	plausibleSpan = 100
	maxSpanWork   = 4_000_000 // columns laid out in one table, taken over all cells
)

// carried is the cell that fills a column in the rows below the one it starts in.
type carried struct {
	cell *span
	// until is the row after the last the cell is known to reach.
	until int
}

// continuesIn reports whether a cell that joins what is above it, in this column, is a further part of the carried one.
func (a carried) continuesIn(c *span, col int) bool {
	return a.cell != nil && a.cell.startsDown && a.cell.col == col && a.cell.cols == c.cols
}

// resolveSpans places the cells of a table: it finds the column each starts at and cuts the spans to what is there. A cell goes to
// the first free column of its row, as browsers place it; where two would overlap, the later one gives way. Time and memory
// are bounded whatever the spans claim.
func resolveSpans(rows []spanRow) error {
	ends := groupEnds(rows)
	var columns []carried
	work, width := 0, 0
	for r, row := range rows {
		col := min(max(row.before, 0), maxGridCols)
		var left *span
		for _, c := range row.cells {
			c.cols = min(max(c.cols, 1), maxColSpan)
			if work += c.cols; work > maxSpanWork {
				return fmt.Errorf("合并单元格覆盖的列数%w", errTooLarge)
			}
			if c.joinsLeft && left != nil {
				c.covered = true
				left.cols = min(left.cols+c.cols, maxGridCols-left.col)
				col += c.cols
				continue
			}
			if c.joinsUp && col < len(columns) {
				if above := columns[col]; above.until == r && above.continuesIn(c, col) {
					c.covered = true
					above.cell.rows++
					columns[col].until = r + 1
					left, col = nil, col+c.cols
					continue
				}
			}
			for col < len(columns) && columns[col].until > r {
				col++
			}
			if col >= maxGridCols {
				return fmt.Errorf("表格有 %d 列以上，%w %d 列", col, errTooLarge, maxGridCols)
			}
			c.col = col
			columns = c.place(columns, r, ends[r])
			if c.cols <= plausibleSpan {
				width = max(width, col+c.cols)
			} else {
				width = max(width, col+1)
			}
			left, col = c, col+c.cols
		}
	}
	return cutSpans(rows, width)
}

// place lets the cell take its columns, as far as they are free, in this row and those below.
func (c *span) place(columns []carried, row, end int) []carried {
	c.cols = min(c.cols, maxGridCols-c.col)
	for k := 1; k < c.cols; k++ {
		if c.col+k < len(columns) && columns[c.col+k].until > row {
			c.cols = k
			break
		}
	}
	if c.rows <= 0 || c.rows > end-row {
		c.rows = end - row
	}
	if c.startsDown || c.joinsUp {
		c.rows = 1 // grows with each cell that joins it
	}
	for len(columns) < c.col+c.cols {
		columns = append(columns, carried{})
	}
	for k := range c.cols {
		columns[c.col+k] = carried{c, row + c.rows}
	}
	return columns
}

// groupEnds gives, for each row, the row after the last of its group.
func groupEnds(rows []spanRow) []int {
	ends := make([]int, len(rows))
	end := len(rows)
	for r := len(rows) - 1; r >= 0; r-- {
		ends[r] = end
		if rows[r].startsGroup {
			end = r
		}
	}
	return ends
}

// cutSpans ends every cell with the last column of the table and bounds the area all cells cover together.
func cutSpans(rows []spanRow, width int) error {
	area := 0
	for _, row := range rows {
		for _, c := range row.cells {
			if c.covered {
				continue
			}
			if c.cols > plausibleSpan {
				c.cols = max(1, min(c.cols, width-c.col))
			}
			if c.cols > 1 || c.rows > 1 {
				area += c.cols * c.rows
			}
			if area > maxMergedCells {
				return fmt.Errorf("合并单元格覆盖的面积%w %d 格", errTooLarge, maxMergedCells)
			}
		}
	}
	return nil
}
