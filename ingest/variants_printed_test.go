package ingest

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongjian/data"
	"tongjian/data/forms"
)

// paper is how a workbook is set up for printing.
type paper struct {
	lines, wrap bool // every cell of a table ruled, labels wrapped in their cells
	landscape   bool
	fit         bool // shrunk to the width of the page
	over        bool // columns that go on are on the next page, before the rows that do
	heads       bool // running head and page numbers
	general     bool // words to the left, numbers to the right, as spread sheets set them
	label, cell float64
}

// printed sets a workbook of one sheet up for printing.
func (w written) printed(t testing.TB, p paper) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(w.workbook(t, false)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	const sheet = "Sheet1"
	style := &excelize.Style{Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: p.wrap}, Font: &excelize.Font{Size: 10}}
	if p.lines {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			style.Border = append(style.Border, excelize.Border{Type: side, Color: "000000", Style: 1})
		}
	}
	if p.general {
		style.Alignment.Horizontal = ""
	}
	ruled, err := f.NewStyle(style)
	check(err)
	row, cols := 1, 0
	for _, item := range w.items {
		if item.table == nil {
			row++
			continue
		}
		end, err := excelize.CoordinatesToCellName(item.table.cols, row+item.table.rows-1)
		check(err)
		check(f.SetCellStyle(sheet, fmt.Sprintf("A%d", row), end, ruled))
		for _, c := range item.table.cells {
			if n, err := strconv.Atoi(c.text); err == nil && p.general {
				at, err := excelize.CoordinatesToCellName(c.col+1, row+c.row)
				check(err)
				check(f.SetCellInt(sheet, at, int64(n)))
			}
		}
		row, cols = row+item.table.rows, max(cols, item.table.cols)
	}
	last, err := excelize.ColumnNumberToName(cols)
	check(err)
	check(f.SetColWidth(sheet, "A", "C", p.label))
	check(f.SetColWidth(sheet, "D", last, p.cell))
	if p.wrap {
		for r := 1; r < row; r++ {
			check(f.SetRowHeight(sheet, r, 30))
		}
	}
	page := excelize.PageLayoutOptions{Size: new(int), Orientation: new(string)}
	*page.Size, *page.Orientation = 9, "portrait"
	if p.landscape {
		*page.Orientation = "landscape"
	}
	if p.over {
		order := "overThenDown"
		page.PageOrder = &order
	}
	if p.fit {
		yes, wide, high := true, 1, 0
		page.FitToWidth, page.FitToHeight = &wide, &high
		check(f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}))
	}
	check(f.SetPageLayout(sheet, &page))
	if p.heads {
		check(f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: "&C政府信息公开年度报告", OddFooter: "&C第 &P 页，共 &N 页"}))
	}
	var b bytes.Buffer
	check(f.Write(&b))
	return b.Bytes()
}

// official is the report on the workbook this program gives out.
func official(t testing.TB, b *baseReport) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := forms.WriteWorkbook(&out, b.edition, forms.WorkbookOptions{
		Title:  fmt.Sprintf("%s%d年政府信息公开工作年度报告", b.agency, b.year),
		Values: func(id data.CellID) (string, bool) { return b.text(id), b.want[id] != nil },
	}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// printWithHeads prints pages as people do: with the date and the title above, the address and the page's number below.
var printWithHeads = step{"html", "pdf", func(ctx context.Context, dir string, files []string) error {
	for _, f := range files {
		if err := command(ctx, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+dir+"/chromium",
			"--print-to-pdf="+strings.TrimSuffix(f, ".html")+".pdf", "file://"+f); err != nil {
			return err
		}
	}
	return nil
}}

// printings are the ways reports become PDF files.
func printings() []conversion {
	var out []conversion
	for _, p := range []struct {
		name  string
		paper paper
	}{
		{"lines, cut by column", paper{lines: true, wrap: true, label: 14, cell: 12}},
		{"lines, over then down", paper{lines: true, wrap: true, over: true, heads: true, label: 14, cell: 12}},
		{"lines, heads, not wrapped", paper{lines: true, heads: true, label: 14, cell: 12}},
		{"lines, landscape", paper{lines: true, wrap: true, landscape: true, label: 14, cell: 10}},
		{"lines, fit", paper{lines: true, wrap: true, fit: true, label: 14, cell: 12}},
		{"lines, landscape, fit", paper{lines: true, wrap: true, landscape: true, fit: true, heads: true, label: 14, cell: 12}},
		{"no lines, wrapped, cut by column", paper{wrap: true, label: 14, cell: 12}},
		{"no lines, fit", paper{wrap: true, fit: true, label: 14, cell: 12}},
		{"no lines, numbers right", paper{general: true, label: 14, cell: 12}},
		{"no lines, numbers right, wrapped, fit", paper{general: true, wrap: true, fit: true, label: 14, cell: 12}},
		{"no lines, numbers right, landscape, fit", paper{general: true, landscape: true, fit: true, heads: true, label: 14, cell: 12}},
		{"narrow columns", paper{lines: true, wrap: true, landscape: true, fit: true, label: 9, cell: 4}},
	} {
		out = append(out, conversion{name: "xlsx→pdf, " + p.name, shape: as, steps: []step{xlsxToPDF},
			book: func(t testing.TB, b *baseReport) []byte { return as(b).printed(t, p.paper) }})
	}
	out = append(out, conversion{name: "official xlsx→pdf", shape: as, steps: []step{xlsxToPDF}, book: official})
	marks := func(css string) pageStyle { return pageStyle{css: css} }
	for _, c := range []struct {
		name  string
		style pageStyle
		shape func(b *baseReport) written
	}{
		{"running heads", pageStyle{}, as},
		{"heads repeated", pageStyle{heads: true}, as},
		{"heads repeated, A5", pageStyle{heads: true, css: "@page{size:A5 landscape}"}, as},
		{"page turned", marks("@page{size:A4 landscape;page-orientation:rotate-left}"), as},
		{"written downwards", marks("@page{size:A4 landscape}body{transform:rotate(90deg);transform-origin:50% 45%}"), as},
		{"watermark", marks("body::before{content:'某区人民政府 内部资料';position:fixed;top:35%;left:0;transform:rotate(-30deg);font-size:60pt;color:#ddd}"), as},
		{"level watermark", marks("body::before{content:'2024';position:fixed;top:50%;left:30%;font-size:60pt;color:#ddd}"), as},
		{"small watermarks", marks("body::before{content:'张三 2024-01-15 张三 2024-01-15 张三 2024-01-15';position:fixed;top:30%;left:5%;transform:rotate(-15deg);font-size:12pt;color:#ddd}"), as},
		{"digits apart", marks("td{letter-spacing:3px}"), as},
		{"digits far apart", marks("td{letter-spacing:6px;font-size:8pt}"), as},
		{"full-width digits", pageStyle{}, rewritten(fullDigits)},
		{"drawn twice", marks("td,p{text-shadow:.4px 0 #000}"), as},
		{"shadows", marks("td,p{text-shadow:1px 1px #999}"), as},
		{"dotted lines", marks("td{border:1px dotted #000}"), as},
		{"dashed lines", marks("td{border:1px dashed #000}"), as},
		{"double lines", marks("td{border:3px double #000}"), as},
		{"lines apart", marks("table{border-collapse:separate;border-spacing:2px}"), as},
		{"level lines only", marks("td{border:0;border-bottom:1px solid #000;padding:3px 6px}"), as},
		{"three lines", marks("td{border:0;padding:3px 6px}table{border-top:2px solid;border-bottom:2px solid}"), as},
		{"shaded cells", marks("table{border-collapse:separate;border-spacing:2px;background:#fff}td{border:0;background:#dde6f0}"), as},
		{"frame only", marks("td{border:0;padding:3px 6px}table{border:2px solid #000}"), as},
		{"upright lines only", marks("td{border:0;border-left:1px solid #000;border-right:1px solid #000;padding:3px 6px}"), as},
		{"lines left between areas", marks("table{border-collapse:separate;border-spacing:1px;background:#000}td{border:0;background:#fff}"), as},
		{"labels downwards", marks("td[rowspan]{writing-mode:vertical-rl}"), as},
		{"labels a character a line", marks("td[rowspan]{width:1em;word-break:break-all}"), as},
		{"no lines", pageStyle{bare: true}, as},
		{"no lines, centred", pageStyle{bare: true, css: "td{text-align:center}"}, as},
		{"no lines, right", pageStyle{bare: true, css: "td{text-align:right}"}, as},
		{"narrow", marks("table{width:100%;table-layout:fixed}td{font-size:9pt;word-break:break-all}"), as},
		{"large print", marks("td{font-size:16pt}"), as},
		{"notes between", pageStyle{css: "@page{size:A4 landscape}", heads: true}, splitTable3(14, true)},
	} {
		out = append(out, conversion{name: "html→pdf heads, " + c.name, style: c.style, shape: c.shape, steps: []step{printWithHeads}})
	}
	return append(out,
		conversion{name: "html→pdf→pdf, cairo", shape: as, steps: []step{printPage, {"pdf", "out.pdf", func(ctx context.Context, _ string, files []string) error {
			for _, f := range files {
				if err := command(ctx, "pdftocairo", "-pdf", f, strings.TrimSuffix(f, "pdf")+"out.pdf"); err != nil {
					return err
				}
			}
			return nil
		}}}},
		conversion{name: "html→docx→pdf, heads repeated", style: pageStyle{heads: true}, shape: as, steps: []step{htmlToDocx, docxToPDF}},
		conversion{name: "html→docx→pdf, no lines", style: pageStyle{bare: true}, shape: as, steps: []step{htmlToDocx, docxToPDF}},
	)
}
