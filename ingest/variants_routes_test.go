package ingest

import "tongjian/data/forms"

// Ways table 四 is printed other than as one row, and table 三 on its side.

// onSide turns a table of the report.
func onSide(table string) func(b *baseReport) written {
	return everyTable(func(b *baseReport, t forms.Table, p *printedTable) *printedTable {
		if t.ID != table {
			return p
		}
		return transposed(b, t, p)
	})
}

// sideways prints table 三 on its side after another change to it.
func sideways(change func(b *baseReport, p *printedTable) *printedTable) func(b *baseReport) written {
	return everyTable(func(b *baseReport, t forms.Table, p *printedTable) *printedTable {
		if !isTable3(t) {
			return p
		}
		return transposed(b, t, change(b, p))
	})
}

// lastLabels moves the label nearest to each row's figures, and each heading over all labels, into the last column of labels.
func (p *printedTable) lastLabels() *printedTable {
	out := p.clone()
	left := p.labelColumns()
	for i := range out.cells {
		if c := &out.cells[i]; c.col < left && c.col+c.cols == left {
			c.col, c.cols = left-1, 1
		}
	}
	return out
}

// figuresOf lists the cells of figures.
func figuresOf(p *printedTable) (figures []printedCell) {
	for _, c := range p.cells {
		if c.id != nil {
			figures = append(figures, c)
		}
	}
	return figures
}

// table4As prints table 四 another way.
func table4As(print func(figures []printedCell) *printedTable) func(b *baseReport) written {
	return everyTable(func(_ *baseReport, t forms.Table, p *printedTable) *printedTable {
		if t.ID != "4" {
			return p
		}
		out := print(figuresOf(p))
		out.sort()
		return out
	})
}

// routeBlocks prints a block for each route under the other: its name, the results, the figures.
func routeBlocks(figures []printedCell) *printedTable {
	results := forms.Results()
	out := &printedTable{cols: len(results)}
	line := func(text string) {
		out.cells = append(out.cells, printedCell{row: out.rows, rows: 1, cols: out.cols, text: text})
		out.rows++
	}
	last := ""
	for i, route := range forms.Routes() {
		if route.Groups[0] != last {
			line(route.Groups[0])
		}
		if last = route.Groups[0]; len(route.Groups) > 1 {
			line(route.Groups[1])
		}
		for j, result := range results {
			figure := figures[i*len(results)+j]
			figure.row, figure.col, figure.rows, figure.cols = out.rows+1, j, 1, 1
			out.cells = append(out.cells, printedCell{row: out.rows, col: j, rows: 1, cols: 1, text: result.Label}, figure)
		}
		out.rows += 2
	}
	return out
}

// routeRows prints a row for each route under one line of results.
func routeRows(figures []printedCell) *printedTable {
	results := forms.Results()
	out := &printedTable{rows: 1 + len(forms.Routes()), cols: 2 + len(results)}
	out.cells = append(out.cells, printedCell{rows: 1, cols: 2})
	for j, result := range results {
		out.cells = append(out.cells, printedCell{col: 2 + j, rows: 1, cols: 1, text: result.Label})
	}
	for i, route := range forms.Routes() {
		name := printedCell{row: 1 + i, rows: 1, cols: 2, text: route.Groups[0]}
		switch {
		case len(route.Groups) > 1 && i == 1:
			name.cols, name.rows = 1, 2
			out.cells = append(out.cells, name)
			fallthrough
		case len(route.Groups) > 1:
			name = printedCell{row: 1 + i, col: 1, rows: 1, cols: 1, text: route.Groups[1]}
		}
		out.cells = append(out.cells, name)
		for j := range results {
			figure := figures[i*len(results)+j]
			figure.row, figure.col, figure.rows, figure.cols = 1+i, 2+j, 1, 1
			out.cells = append(out.cells, figure)
		}
	}
	return out
}

// routeColumns prints a line for each result under the routes side by side.
func routeColumns(figures []printedCell) *printedTable {
	results := forms.Results()
	out := &printedTable{rows: 1 + len(results), cols: 1 + len(forms.Routes())}
	out.cells = append(out.cells, printedCell{rows: 1, cols: 1})
	for i, route := range forms.Routes() {
		out.cells = append(out.cells, printedCell{col: 1 + i, rows: 1, cols: 1, text: route.Groups[len(route.Groups)-1]})
		for j, result := range results {
			if i == 0 {
				out.cells = append(out.cells, printedCell{row: 1 + j, rows: 1, cols: 1, text: result.Label})
			}
			figure := figures[i*len(results)+j]
			figure.row, figure.col, figure.rows, figure.cols = 1+j, 1+i, 1, 1
			out.cells = append(out.cells, figure)
		}
	}
	return out
}

func routeVariants() []variant {
	bare := pageStyle{bare: true}
	return []variant{
		{"html, table 三 on its side", asPage(onSide("3"), bare), 100},
		{"xlsx, table 三 on its side", sheet(onSide("3"), false), 100},
		{"xlsx, table 三 on its side, a sheet a table", sheet(onSide("3"), true), 100},
		{"html, table 三 on its side, two years", asPage(sideways(func(b *baseReport, p *printedTable) *printedTable {
			return p.paired(b.last, years(b), false)
		}), bare), 100},
		{"html, table 三 on its side, a line that is no applicant's", asPage(sideways(func(_ *baseReport, p *printedTable) *printedTable {
			return p.withColumn(p.labelColumns()+6, "法人小计", counting)
		}), bare), 100},
		{"txt, table 三 on its side under one line of heads", textFile(sideways(func(b *baseReport, p *printedTable) *printedTable {
			p = flatHead(b, p)
			left := p.labelColumns()
			columns := []int{left - 1}
			for c := left; c < p.cols; c++ {
				columns = append(columns, c)
			}
			return p.lastLabels().pick(columns)
		}), tabs), 100},
		{"html, table 四 on its side", asPage(onSide("4"), bare), 100},
		{"txt, table 四 on its side", textFile(onSide("4"), tabs), 100},
		{"html, table 四 in blocks", asPage(table4As(routeBlocks), bare), 100},
		{"xlsx, table 四 in blocks", sheet(table4As(routeBlocks), false), 100},
		{"txt, table 四 in blocks, tabs", textFile(table4As(routeBlocks), tabs), 100},
		{"txt, table 四 in blocks, pipes", textFile(table4As(routeBlocks), pipes), 100},
		{"txt, table 四 in blocks, one blank", textFile(table4As(routeBlocks), single), 100},
		{"txt, table 四 in blocks, one a line", textFile(table4As(routeBlocks), oneALine), 100},
		{"html, table 四 in rows", asPage(table4As(routeRows), bare), 100},
		{"txt, table 四 in rows, tabs", textFile(table4As(routeRows), tabs), 100},
		{"txt, table 四 in rows, one blank", textFile(table4As(routeRows), single), 100},
		{"html, table 四 in columns", asPage(table4As(routeColumns), bare), 100},
		{"txt, table 四 in columns, one blank", textFile(table4As(routeColumns), single), 100},
	}
}
