package ingest

// cover finds the piece that owns a place of a ruled grid, through merged cells. The zero value covers nothing.
type cover struct {
	near [][]int32     // by line and column: the piece's index and one; 0 for none
	far  map[place]int // beyond the columns of near, where a sheet may have one cell in a line of thousands
}

// nearColumns is how many columns of a line are kept side by side: more than any form has.
const nearColumns = 64

// place is a row and column of a ruled grid; row is the line number.
type place struct{ line, col int }

// set makes a piece the owner of a place.
func (c *cover) set(line, col, index int) {
	if col >= nearColumns {
		if c.far == nil {
			c.far = map[place]int{}
		}
		c.far[place{line, col}] = index
		return
	}
	for len(c.near) <= line {
		c.near = append(c.near, nil)
	}
	row := c.near[line]
	if len(row) <= col {
		row = append(row, make([]int32, col+1-len(row))...)
		c.near[line] = row
	}
	row[col] = int32(index) + 1 //nolint:gosec // a document has far fewer pieces
}

// at gives the piece that owns a place.
func (c *cover) at(line, col int) (index int, ok bool) {
	if col >= nearColumns {
		index, ok = c.far[place{line, col}]
		return index, ok
	}
	if line < 0 || line >= len(c.near) || col < 0 || col >= len(c.near[line]) || c.near[line][col] == 0 {
		return 0, false
	}
	return int(c.near[line][col]) - 1, true
}
