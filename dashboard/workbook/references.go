package workbook

import (
	"fmt"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"tongjian/dashboard/charts"
)

// reference is where a series of a native chart finds its name, its categories (of points: the places across) and values.
type reference struct{ name, categories, values string }

// references finds every series of a panel in the table; if one of them is not there, it writes all to a block of their own.
func (b *writer) references(at *layout, c Chart, p charts.Panel, d drawing, block *int) ([]reference, error) {
	var refs []reference
	for _, s := range d.series {
		where, ok := s.placeIn(c.Table, d, p.Title)
		if !ok || d.shape == points {
			return b.block(at, c, p, d, block)
		}
		last, width := rowHeads+len(c.Table.Rows), 1+len(c.Table.Columns)
		if where.column {
			column := where.index + 2
			refs = append(refs, reference{span(at.sheet, column, rowHeads, column, rowHeads),
				span(at.sheet, 1, rowFirst, 1, last), span(at.sheet, column, rowFirst, column, last)})
			continue
		}
		row := rowFirst + where.index
		refs = append(refs, reference{span(at.sheet, 1, row, 1, row),
			span(at.sheet, 2, rowHeads, width, rowHeads), span(at.sheet, 2, row, width, row)})
	}
	return refs, nil
}

// span writes a reference to a range, or to one cell.
func span(sheet string, column, row, lastColumn, lastRow int) string {
	from, err := excelize.CoordinatesToCellName(column, row, true)
	if err != nil {
		return ""
	}
	to, err := excelize.CoordinatesToCellName(lastColumn, lastRow, true)
	if err != nil {
		return ""
	}
	if from == to {
		return quoted(sheet) + "!" + from
	}
	return quoted(sheet) + "!" + from + ":" + to
}

// block writes the figures a panel draws that the table does not have: shares of a stack, places of points.
func (b *writer) block(at *layout, c Chart, p charts.Panel, d drawing, next *int) ([]reference, error) {
	heading := "作图数据"
	switch {
	case p.Title != "":
		heading += "　" + p.Title
	case d.stacked && d.percent:
		heading += "　各部分占总计的比例；不足 10 件的不算，留空"
	}
	if err := b.set(at.sheet, 1, *next, heading, look{bold: true, ink: inkMuted}); err != nil {
		return nil, err
	}
	head := *next + 1
	if d.shape == points {
		return b.pointBlock(at, d, head, next)
	}
	if err := b.set(at.sheet, 1, head, c.Table.Corner, look{heads: true}); err != nil {
		return nil, err
	}
	labels := d.categories
	if rowsAre(c.Table, d.categories) { // names in full
		for i, r := range c.Table.Rows {
			labels[i] = r.Label
		}
	}
	for i, label := range labels {
		if err := b.set(at.sheet, 1, head+1+i, label, look{rule: true}); err != nil {
			return nil, err
		}
	}
	last := head + len(labels)
	var refs []reference
	for j, s := range d.series {
		if err := b.set(at.sheet, 2+j, head, s.name, look{heads: true, align: "right"}); err != nil {
			return nil, err
		}
		for i, v := range s.values {
			if err := b.drawn(at.sheet, 2+j, head+1+i, v, d.percent); err != nil {
				return nil, err
			}
		}
		refs = append(refs, reference{span(at.sheet, 2+j, head, 2+j, head), span(at.sheet, 1, head+1, 1, last), span(at.sheet, 2+j, head+1, 2+j, last)})
	}
	at.right = max(at.right, 1+len(d.series))
	*next = last + 2
	return refs, nil
}

// pointBlock writes the points of a scatter: two columns a series.
func (b *writer) pointBlock(at *layout, d drawing, head int, next *int) ([]reference, error) {
	var refs []reference
	last := head
	if err := b.file.SetRowHeight(at.sheet, head, 32); err != nil { // room for names of two lines
		return nil, err
	}
	for j, s := range d.series {
		x, y := 1+2*j, 2+2*j
		for column, text := range map[int]string{x: "横轴", y: s.name} {
			if err := b.set(at.sheet, column, head, text, look{heads: true, align: "right"}); err != nil {
				return nil, err
			}
		}
		for i := range s.values {
			if err := b.drawn(at.sheet, x, head+1+i, &s.across[i], false); err != nil {
				return nil, err
			}
			if err := b.drawn(at.sheet, y, head+1+i, s.values[i], d.percent); err != nil {
				return nil, err
			}
		}
		end := head + len(s.values)
		refs = append(refs, reference{span(at.sheet, y, head, y, head), span(at.sheet, x, head+1, x, end), span(at.sheet, y, head+1, y, end)})
		last = max(last, end)
	}
	at.right = max(at.right, 2*len(d.series))
	*next = last + 2
	return refs, nil
}

// drawn writes a number of a block; a gap is an empty cell. Percentages are shown with all the decimals they were drawn with.
func (b *writer) drawn(sheet string, column, row int, v *decimal.Decimal, percent bool) error {
	l := look{rule: true, align: "right"}
	if v == nil {
		return b.set(sheet, column, row, nil, l)
	}
	x := *v
	l.format = numberFormat(x)
	if percent {
		l.format = fmt.Sprintf("%s%%", numberFormat(x))
		x = x.Shift(-2)
	}
	return b.set(sheet, column, row, cellValue(x), l)
}

// tableDrawing draws the one column of a table as bars.
func tableDrawing(t charts.Table) drawing {
	d := drawing{shape: bars, series: []series{{name: t.Columns[0], kind: "bar", color: "var(--series)"}}}
	for _, r := range t.Rows {
		d.categories = append(d.categories, r.Label)
		d.series[0].values = append(d.series[0].values, r.Cells[0].Scaled())
	}
	return d
}
