package workbook

import (
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

const (
	// measured is how many rows of a list decide the widths of its columns.
	measured = 200
	// widest is the greatest width of a column, in characters; longer text goes on in further lines.
	widest = 48.0
)

// listSheet streams rows under headings: the rows of a large list are never all in memory as cells.
func (b *writer) listSheet(sheet string, columns []string, rows [][]any) error {
	if _, err := b.file.NewSheet(sheet); err != nil {
		return err
	}
	if err := b.area(sheet, len(columns), len(rows)+1, 1); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(columns), len(rows)+1)
	if err != nil {
		return err
	}
	if err := b.file.SetSheetDimension(sheet, "A1:"+last); err != nil {
		return err
	}
	if err := b.file.AutoFilter(sheet, "A1:"+last, nil); err != nil {
		return err
	}
	if err := b.print(sheet, "landscape", 0); err != nil { // after the filter, which replaces some of it
		return err
	}
	out, err := b.file.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	for i, w := range listWidths(columns, rows) {
		if err := out.SetColWidth(i+1, i+1, w); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	cells := make([]any, len(columns))
	for i, name := range columns {
		l := look{heads: true, align: "left", indent: true}
		if numeric(rows, i) {
			l = look{heads: true, align: "right"}
		}
		id, err := b.style(l)
		if err != nil {
			return err
		}
		cells[i] = excelize.Cell{StyleID: id, Value: name}
	}
	if err := out.SetRow("A1", cells, excelize.RowOpts{Height: 22}); err != nil {
		return err
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, v := range row {
			if cells[j], err = b.listCell(v); err != nil {
				return err
			}
		}
		if err := out.SetRow("A"+itoa(i+2), cells); err != nil {
			return err
		}
	}
	return out.Flush()
}

// numeric reports whether a column holds numbers, as its first rows tell.
func numeric(rows [][]any, column int) bool {
	for _, row := range rows[:min(len(rows), measured)] {
		switch row[column].(type) {
		case int, decimal.Decimal:
			return true
		case string, bool:
			return false
		}
	}
	return false
}

// listCell is a value of a list as a cell; nil is an empty one.
func (b *writer) listCell(v any) (any, error) {
	l, value := look{align: "left", indent: true}, v
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		if v == "" {
			return nil, nil
		}
		value = cellText(v)
		l.wrap = len(v) > widest/2 && textWidth(v) > widest
	case bool:
		value = map[bool]string{true: "是", false: "否"}[v]
	case int:
		l = look{align: "right"}
	case decimal.Decimal:
		l, value = look{align: "right", format: numberFormat(v)}, cellValue(v)
	}
	id, err := b.style(l)
	return excelize.Cell{StyleID: id, Value: value}, err
}

// listWidths fits columns to their headings and first rows.
func listWidths(columns []string, rows [][]any) []float64 {
	widths := make([]float64, len(columns))
	for j, name := range columns {
		widths[j] = textWidth(name) + 4 // room for the filter's button
	}
	for _, row := range rows[:min(len(rows), measured)] {
		for j, v := range row {
			switch v := v.(type) {
			case string:
				widths[j] = max(widths[j], textWidth(v)+2)
			case decimal.Decimal:
				widths[j] = max(widths[j], float64(len(v.String()))*1.34+2)
			}
		}
	}
	for j := range widths {
		widths[j] = min(widths[j], widest)
	}
	return widths
}
