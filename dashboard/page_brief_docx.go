package dashboard

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data/metrics"

	"tongjian/dashboard/charts"
	"tongjian/dashboard/docx"
	"tongjian/dashboard/workbook"
)

// briefFile writes 简报 as a document of one page, its charts native.
func (s *server) briefFile(ctx context.Context, q query, a *attachment) error {
	p, err := newBrief(ctx, q)
	if err != nil {
		return err
	}
	a.name = p.Title
	return p.document(paletteOf(s.looks["light"])).Write(&a.body)
}

// document is the sheet as a document.
func (p Brief) document(colors workbook.Palette) *docx.Document {
	d := docx.NewSheet(p.Title)
	d.Add(docx.SheetTitle, p.Title)
	lede := p.lede
	if p.Sample {
		lede = "示例数据，含虚构的地区和单位。" + lede
	}
	d.Add(docx.Small, lede)
	for i, s := range p.Sentences {
		d.Add(docx.Point, strconv.Itoa(i+1)+". "+s.Text)
		if s.Note != "" {
			d.Add(docx.Small, "　　"+s.Note+"。")
		}
	}
	if p.Nothing != "" {
		d.Add(docx.Point, p.Nothing)
	}
	t := docx.Table{Rows: [][]string{nil, nil}}
	for _, tile := range p.Tiles {
		t.Columns = append(t.Columns, docx.Column{Head: tile.Label, Width: 10})
		value := tile.Value
		if tile.Unit != "" {
			value += " " + tile.Unit
		}
		t.Rows[0] = append(t.Rows[0], value)
		t.Rows[1] = append(t.Rows[1], cmp.Or(tile.Change, tile.Also))
	}
	d.Table(t)
	var list []docx.Chart
	for _, f := range p.Figures {
		list = append(list, nativeChart(f.Chart, colors))
	}
	for i := 0; i+1 < len(list); i += 2 {
		d.Charts(list[i], list[i+1])
	}
	text := p.Filing.Line
	for _, n := range []struct {
		word string
		briefNames
	}{{p.Filing.Word, p.Filing.Missing}, {"迟报", p.Filing.Late}} {
		if n.Total == 0 {
			continue
		}
		var names []string
		for _, l := range n.Links {
			names = append(names, l.Label)
		}
		text += fmt.Sprintf("%s %d 份：%s", n.word, n.Total, strings.Join(names, "、"))
		if n.More() > 0 {
			text += "等"
		}
		text += "。"
	}
	d.Add(docx.Small, text+p.Checked.Label+"。")
	d.Add(docx.Small, p.Rules()+fmt.Sprintf("数字取自快照 %d（%s 发布）。", p.q.snapshot.Number, clock(p.q.snapshot.PublishedAt)))
	return d
}

// nativeChart makes a chart of a table: a line for each row of years, or a column for each year with its parts.
func nativeChart(c charts.Chart, colors workbook.Palette) docx.Chart {
	out := docx.Chart{Title: c.Title, Height: 54}
	for _, p := range c.Panels {
		for _, m := range workbook.Marks(p) {
			out.Breaks = append(out.Breaks, docx.Break{Before: m.Before, Name: m.Name})
		}
	}
	color := func(i int) string {
		if i < len(c.Legend) {
			class := strings.TrimPrefix(strings.TrimPrefix(c.Legend[i].Class, "line-"), "dash-") // of the line that stands for it
			return cmp.Or(colors[class], "666666")
		}
		return "666666"
	}
	if c.Name == "outcomes-years" { // a row a year, the total last
		out.Stacked = true
		for i, name := range c.Table.Columns[:max(0, len(c.Table.Columns)-1)] {
			out.Series = append(out.Series, docx.Series{Name: name, Color: color(i)})
		}
		for _, row := range c.Table.Rows {
			out.Labels = append(out.Labels, row.Label)
			total := row.Cells[len(row.Cells)-1].K
			few := total == nil || total.LessThan(decimal.NewFromInt(metrics.MinCases)) // no shares of so few
			for i := range out.Series {
				value := row.Cells[i].K
				if few {
					value = nil
				}
				out.Series[i].Values = append(out.Series[i].Values, value)
			}
		}
		return out
	}
	out.Labels = c.Table.Columns
	for i, row := range c.Table.Rows {
		s := docx.Series{Name: row.Label, Color: color(i), Dashed: i%2 == 1}
		for _, cell := range row.Cells {
			out.Percent = out.Percent || cell.Unit == "%"
			s.Values = append(s.Values, cell.Scaled())
		}
		out.Series = append(out.Series, s)
	}
	return out
}
