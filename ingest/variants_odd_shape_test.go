package ingest

import (
	"slices"

	"tongjian/data/forms"
)

// More ways tables change: columns and rows left out, added or put elsewhere.

// repeated writes merged cells as single ones that all hold the text.
func (p *printedTable) repeated() *printedTable {
	out := &printedTable{rows: p.rows, cols: p.cols}
	for _, c := range p.cells {
		for r := range c.rows {
			for k := range c.cols {
				one := c
				one.row, one.col, one.rows, one.cols = c.row+r, c.col+k, 1, 1
				out.cells = append(out.cells, one)
			}
		}
	}
	out.sort()
	return out
}

// transposed turns a table on its side.
func transposed(_ *baseReport, _ forms.Table, p *printedTable) *printedTable {
	out := &printedTable{rows: p.cols, cols: p.rows}
	for _, c := range p.cells {
		c.row, c.col, c.rows, c.cols = c.col, c.row, c.cols, c.rows
		out.cells = append(out.cells, c)
	}
	out.sort()
	return out
}

// columnsOrdered prints the columns of figures of table 三 in another order; -1 stands for a new blank column.
func columnsOrdered(order ...int) func(_ *baseReport, p *printedTable) *printedTable {
	return func(_ *baseReport, p *printedTable) *printedTable {
		left := p.labelColumns()
		var columns []int
		for c := range left {
			columns = append(columns, c)
		}
		for _, c := range order {
			columns = append(columns, left+c)
		}
		return p.pick(columns)
	}
}

// flatHead prints the headings of table 三 in one line.
func flatHead(_ *baseReport, p *printedTable) *printedTable {
	left, head := p.labelColumns(), p.headRows()
	out := &printedTable{rows: p.rows - head + 1, cols: p.cols}
	names := []string{"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"}
	out.cells = append(out.cells, printedCell{row: 0, col: 0, rows: 1, cols: left, text: "申请人情况"})
	for i, name := range names {
		out.cells = append(out.cells, printedCell{row: 0, col: left + i, rows: 1, cols: 1, text: name})
	}
	for _, c := range p.cells {
		if c.row >= head {
			c.row += 1 - head
			out.cells = append(out.cells, c)
		}
	}
	out.sort()
	return out
}

// withColumn puts a column with a heading and figures of its own before a column of the table.
func (p *printedTable) withColumn(at int, heading string, figure func(row int) string) *printedTable {
	out := p.clone()
	head := p.headRows()
	for i := range out.cells {
		c := &out.cells[i]
		switch {
		case c.col >= at:
			c.col++
		case c.col+c.cols > at:
			c.cols++
		}
	}
	out.cols++
	covered := map[int]bool{}
	for _, c := range out.cells {
		if c.col <= at && c.col+c.cols > at {
			for r := range c.rows {
				covered[c.row+r] = true
			}
		}
	}
	first := true
	for row := range out.rows {
		if covered[row] {
			continue
		}
		c := printedCell{row: row, col: at, rows: 1, cols: 1}
		if row < head {
			if first {
				c.text, first = heading, false
			}
		} else {
			c.text = figure(row)
		}
		out.cells = append(out.cells, c)
	}
	out.sort()
	return out
}

func extraColumn(from int, heading string, figure func(row int) string) func(b *baseReport, t forms.Table, p *printedTable) *printedTable {
	return func(_ *baseReport, t forms.Table, p *printedTable) *printedTable {
		if !isTable3(t) {
			return p
		}
		at := from
		if at < 0 {
			at = p.cols + 1 + from
		} else {
			at += p.labelColumns()
		}
		return p.withColumn(at, heading, figure)
	}
}

// without leaves rows out.
func (p *printedTable) without(rows ...int) *printedTable {
	out := p.clone()
	for _, row := range slices.Backward(rows) {
		kept := out.cells[:0]
		for _, c := range out.cells {
			switch {
			case c.row == row && c.rows == 1:
				continue
			case c.row == row:
				c.rows--
			case c.row > row:
				c.row--
			case c.row+c.rows > row:
				c.rows--
			}
			kept = append(kept, c)
		}
		out.cells = kept
		out.rows--
	}
	out.sort()
	return out
}

// figureRows lists the rows with figures.
func (p *printedTable) figureRows() (rows []int) {
	for _, c := range p.cells {
		if c.id != nil && !slices.Contains(rows, c.row) {
			rows = append(rows, c.row)
		}
	}
	slices.Sort(rows)
	return rows
}

// rowsLost leaves every n-th row of figures out.
func rowsLost(n, from int) func(b *baseReport, t forms.Table, p *printedTable) *printedTable {
	return func(_ *baseReport, t forms.Table, p *printedTable) *printedTable {
		rows := p.figureRows()
		if len(rows) < 3 {
			return p
		}
		var lost []int
		for i, r := range rows {
			if i%n == from {
				lost = append(lost, r)
			}
		}
		return p.without(lost...)
	}
}

// withRow puts a row before another: a label over the label columns, then figures.
func (p *printedTable) withRow(at int, label string, figure func(col int) string) *printedTable {
	out := p.clone()
	out.insertRow(at)
	left := p.labelColumns()
	labelled := false
	for i := range out.cells {
		c := &out.cells[i]
		if c.row != at || c.rows != 1 {
			continue
		}
		if c.col < left {
			if !labelled {
				c.text, labelled = label, true
			}
			continue
		}
		c.text = figure(c.col - left)
	}
	return out
}

// oneGrid puts all tables with their headings into one.
func oneGrid(b *baseReport) written {
	tables := b.tables()
	out := &printedTable{}
	for _, p := range tables {
		out.cols = max(out.cols, p.cols)
	}
	for i, p := range tables {
		out.cells = append(out.cells, printedCell{row: out.rows, rows: 1, cols: out.cols, text: b.edition.Tables[i].Heading()})
		out.rows++
		for _, c := range p.cells {
			c.row += out.rows
			out.cells = append(out.cells, c)
		}
		for row := range p.rows {
			if p.cols < out.cols {
				out.cells = append(out.cells, printedCell{row: out.rows + row, col: p.cols, rows: 1, cols: out.cols - p.cols})
			}
		}
		out.rows += p.rows
	}
	out.sort()
	w := b.page()
	return written{items: slices.Insert(w.items, 3, writtenItem{table: out})}
}
