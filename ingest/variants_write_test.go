package ingest

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// written is a report as paragraphs and tables, ready for any format.
type written struct {
	items []writtenItem
}

type writtenItem struct {
	text  string
	table *printedTable
}

// pageStyle is how a web page sets its tables.
type pageStyle struct {
	css string
	// nested puts every table in a cell of another that arranges the page; boxed puts every figure in a table of its own.
	nested, boxed bool
	// bare leaves the lines away.
	bare bool
	// heads marks the rows above the figures as what a browser prints again on every page.
	heads bool
}

func (w written) html(style pageStyle) []byte {
	var b strings.Builder
	lines := "table{border-collapse:collapse}td{border:1px solid #000;padding:2px 4px;font-size:10pt}"
	if style.bare {
		lines = "td{padding:2px 8px;font-size:10pt}"
	}
	fmt.Fprintf(&b, "<!doctype html><html><head><meta charset=utf-8><style>%s%s</style></head><body>\n", lines, style.css)
	for _, item := range w.items {
		if item.table == nil {
			fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(item.text))
			continue
		}
		if style.nested {
			b.WriteString("<table><tr><td>　</td><td>")
		}
		b.WriteString("<table>\n")
		for i, row := range item.table.lines() {
			switch {
			case style.heads && i == 0:
				b.WriteString("<thead>")
			case style.heads && i == item.table.headRows():
				b.WriteString("</thead>")
			}
			b.WriteString("<tr>")
			for _, c := range row {
				b.WriteString("<td")
				if c.cols > 1 {
					fmt.Fprintf(&b, ` colspan="%d"`, c.cols)
				}
				if c.rows > 1 {
					fmt.Fprintf(&b, ` rowspan="%d"`, c.rows)
				}
				text := html.EscapeString(c.text)
				if style.boxed && c.id != nil && c.text != "" {
					text = "<table><tr><td>" + text + "</td></tr></table>"
				}
				fmt.Fprintf(&b, ">%s</td>", text)
			}
			b.WriteString("</tr>\n")
		}
		b.WriteString("</table>\n")
		if style.nested {
			b.WriteString("</td></tr></table>\n")
		}
	}
	b.WriteString("</body></html>\n")
	return []byte(b.String())
}

// text writes paragraphs and rows a line each, the cells of a row joined as told.
func (w written) text(join func(cells []string) string) []byte {
	var b strings.Builder
	for _, item := range w.items {
		if item.table == nil {
			b.WriteString(item.text + "\n")
			continue
		}
		for _, row := range item.table.lines() {
			var cells []string
			for _, c := range row {
				cells = append(cells, c.text)
			}
			b.WriteString(join(cells) + "\n")
		}
	}
	return []byte(b.String())
}

// workbook writes everything on one sheet, or each table on one of its own.
func (w written) workbook(t testing.TB, sheets bool) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	sheet, row, n := "Sheet1", 1, 1
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, item := range w.items {
		if item.table == nil {
			check(f.SetCellStr(sheet, fmt.Sprintf("A%d", row), item.text))
			row++
			continue
		}
		for _, c := range item.table.cells {
			at, err := excelize.CoordinatesToCellName(c.col+1, row+c.row)
			check(err)
			if c.text != "" {
				check(f.SetCellStr(sheet, at, c.text))
			}
			if c.rows*c.cols > 1 {
				end, err := excelize.CoordinatesToCellName(c.col+c.cols, row+c.row+c.rows-1)
				check(err)
				check(f.MergeCell(sheet, at, end))
			}
		}
		row += item.table.rows
		if sheets {
			n++
			sheet, row = fmt.Sprintf("Sheet%d", n), 1
			_, err := f.NewSheet(sheet)
			check(err)
		}
	}
	var b bytes.Buffer
	check(f.Write(&b))
	return b.Bytes()
}
