package workbook

import (
	"fmt"
	"math"
	"slices"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"tongjian/dashboard/charts"
)

// Sizes in pixels.
const (
	rowHeight  = 20
	chartWidth = 760
	smallWidth = 300
	smallTall  = 190
	stackTall  = 270 // of a small one with a legend
	standard   = 64  // width of a column nobody has set
	gap        = 12
)

// draw puts the chart's native charts on its sheet, and what they need that is not in the table.
func (b *writer) draw(at *layout, c Chart) error {
	var list []drawing
	for _, p := range c.Panels {
		d := readDrawing(p)
		if d.shape == nothing && shades(p) == nil && len(c.Table.Columns) == 1 {
			d = tableDrawing(c.Table) // a flow: its figures as bars
		}
		list = append(list, d)
	}
	at.drawAt = at.next
	if at.beside = len(c.Table.Rows) > tallTable && len(list) == 1; at.beside {
		at.drawAt = rowFirst
	}
	left, bottom := b.left(at), 0
	wide, tall := min(max(chartWidth, at.tableWidth()), 1000), 340
	if len(list) > 1 {
		wide, tall = smallWidth, smallTall
		if len(list[0].series) > 1 {
			tall = stackTall
		}
	}
	perRow := max(1, (960+gap)/(wide+gap))
	block := at.next // where the next block of figures goes
	if !at.beside {
		rows := (len(list) + perRow - 1) / perRow
		block += rows*(cells(tall)+1) + 1
	}
	var marks []string
	for i, d := range list {
		if d.shape == nothing {
			continue
		}
		if len(marks) == 0 {
			marks = d.breaks
		}
		if d.shape == bars && len(list) == 1 {
			tall = max(tall, 90+24*len(d.categories))
			if !at.beside {
				block = max(block, at.drawAt+cells(tall)+2)
			}
		}
		chart, err := b.native(at, c, c.Panels[i], d, &block)
		if err != nil {
			return err
		}
		if len(list) > 1 && len(d.categories) > 5 {
			chart.XAxis.TickLabelSkip = 2
		}
		chart.Dimension = excelize.ChartDimension{Width: uint(wide), Height: uint(tall)}
		top := at.drawAt + (i/perRow)*(cells(tall)+1)
		if i%perRow == 0 && len(list) > 1 {
			at.tops = append(at.tops, top)
		}
		cell, offset, err := at.anchor(left+(i%perRow)*(wide+gap), top)
		if err != nil {
			return err
		}
		chart.Format.OffsetX = offset
		if err := b.file.AddChart(at.sheet, cell, chart); err != nil {
			return fmt.Errorf("draw: %w", err)
		}
		bottom = max(bottom, top+cells(tall))
		at.right = max(at.right, at.columnAt(left+min(len(list), perRow)*(wide+gap)))
	}
	if len(c.Panels) == 0 && c.Empty != "" {
		if err := b.set(at.sheet, 1, at.next, c.Empty, look{ink: inkMuted}); err != nil {
			return err
		}
		bottom = at.next
	}
	at.rows = max(at.rows, bottom, block-2)
	for _, mark := range marks {
		at.rows++
		if err := b.set(at.sheet, 1, at.rows+1, "口径中断　"+mark, look{ink: inkMuted}); err != nil {
			return err
		}
	}
	if len(marks) > 0 {
		at.rows++
	}
	return nil
}

// cells is how many rows of the sheet a height takes.
func cells(height int) int { return (height + rowHeight - 1) / rowHeight }

// left is where charts begin, in pixels from the left edge of the sheet.
func (b *writer) left(at *layout) int {
	if !at.beside {
		return 0
	}
	x := 0
	for _, w := range at.widths {
		x += pixels(w)
	}
	return x + 2*gap
}

// pixels is how wide a column of so many characters is.
func pixels(chars float64) int { return int(math.Ceil(chars*7+0.5)) + 5 }

// pixelsOf is the width of a column, counted from 0.
func (at *layout) pixelsOf(column int) int {
	if column < len(at.widths) {
		return pixels(at.widths[column])
	}
	return standard
}

// tableWidth is how wide the figures of the table are, without the columns of text beside them.
func (at *layout) tableWidth() int {
	width := 0
	for column := range min(len(at.widths), 1+len(at.table.Columns)) {
		width += at.pixelsOf(column)
	}
	return width
}

// anchor is the cell a place lies in, and how far from the cell's left edge.
func (at *layout) anchor(x, row int) (cell string, offset int, err error) {
	column := 0
	for ; x >= at.pixelsOf(column); column++ {
		x -= at.pixelsOf(column)
	}
	cell, err = excelize.CoordinatesToCellName(column+1, row)
	return cell, x, err
}

// columnAt is the column that ends at or right of a place.
func (at *layout) columnAt(x int) int {
	column := 0
	for ; x > 0; column++ {
		x -= at.pixelsOf(column)
	}
	return column
}

// native makes a panel's chart. It refers to the table where it draws the table's figures, else to a block written at row
// *block, which it moves on.
func (b *writer) native(at *layout, c Chart, p charts.Panel, d drawing, block *int) (*excelize.Chart, error) {
	title := p.Title
	if title == "" {
		title = c.Title
	}
	chart := &excelize.Chart{ShowBlanksAs: "gap", Legend: excelize.ChartLegend{Position: "bottom"},
		Title:  excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Family: heiti, Size: 11, Color: inkHead}}}},
		Format: excelize.GraphicOptions{AltText: title, Positioning: "oneCell"},
		Border: excelize.LineOptions{Type: excelize.LineNone},
	}
	small := excelize.Font{Size: 9, Color: "44515F"}
	chart.XAxis.Font, chart.YAxis.Font = small, small
	chart.Legend.Font = &small
	format := "General"
	switch {
	case d.percent:
		format = "0%"
	case d.large():
		format = "#,##0"
	}
	chart.YAxis.MajorGridLines = true
	chart.YAxis.NumFmt = excelize.ChartNumFmt{CustomNumFmt: format}
	chart.YAxis.Minimum, chart.YAxis.Maximum = d.end(d.min), d.end(d.max)
	if len(d.series) == 1 {
		chart.Legend.Position = "none"
	}
	refs, err := b.references(at, c, p, d, block)
	if err != nil {
		return nil, err
	}
	width, overlap := uint(60), 100
	switch d.shape {
	case points:
		chart.Type = excelize.Scatter
		chart.XAxis.NumFmt = excelize.ChartNumFmt{CustomNumFmt: "General"}
		zero := 0.0
		chart.XAxis.Minimum = &zero
		if d.across != nil {
			most := d.across.InexactFloat64()
			chart.XAxis.Maximum = &most
		}
	case bars:
		chart.Type, chart.GapWidth = excelize.Bar, &width
		if d.stacked {
			chart.Type, chart.Overlap = excelize.BarStacked, &overlap
		}
		chart.XAxis.ReverseOrder = true // the first on top
		chart.YAxis.TickLabelPosition = excelize.ChartTickLabelHigh
	case columns:
		chart.Type = excelize.Line
		if d.series[0].kind == "bar" {
			chart.Type, chart.GapWidth = excelize.Col, &width
			if d.stacked {
				chart.Type, chart.Overlap = excelize.ColStacked, &overlap
			}
		}
	}
	for i, s := range d.series {
		chart.Series = append(chart.Series, b.seriesLook(s, refs[i], chart.Type))
	}
	return chart, nil
}

// large reports whether the values are so great that their digits are grouped and their decimals do not matter.
func (d drawing) large() bool {
	return slices.ContainsFunc(d.series, func(s series) bool {
		return slices.ContainsFunc(s.values, func(v *decimal.Decimal) bool { return v != nil && v.Abs().GreaterThan(decimal.NewFromInt(100)) })
	})
}

// end is an end of the value axis as the sheet counts: percentages are parts of one.
func (d drawing) end(v *decimal.Decimal) *float64 {
	if v == nil {
		return nil
	}
	x := *v
	if d.percent {
		x = x.Shift(-2)
	}
	f := x.InexactFloat64()
	return &f
}

// seriesLook gives a series its references and the page's colours.
func (b *writer) seriesLook(s series, r reference, kind excelize.ChartType) excelize.ChartSeries {
	color := b.book.Palette.color(s.color)
	out := excelize.ChartSeries{Name: r.name, Categories: r.categories, Values: r.values,
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}}
	switch {
	case kind == excelize.Scatter && s.kind == "scatter":
		out.Line = excelize.LineOptions{Type: excelize.LineNone}
		out.Marker = excelize.ChartMarker{Symbol: "circle", Size: 7, Fill: out.Fill}
	case kind == excelize.Scatter:
		out.Line = excelize.LineOptions{Type: excelize.LineSolid, Width: 1}
		out.Marker = excelize.ChartMarker{Symbol: "none"}
	case kind == excelize.Line:
		out.Line = excelize.LineOptions{Type: excelize.LineSolid, Width: 2}
		out.Marker = excelize.ChartMarker{Symbol: "circle", Size: 6, Fill: out.Fill}
	}
	switch s.dash {
	case "dashed":
		out.Line.Dash = excelize.LineDashDash
	case "dotted":
		out.Line.Dash = excelize.LineDashSysDot
	}
	return out
}
