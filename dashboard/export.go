package dashboard

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"tongjian/dashboard/svg"
	"tongjian/dashboard/workbook"
)

// sendXLSX answers with the page as a workbook: a cover, a sheet for each chart, a sheet for each list. site is the address of
// the site as the reader knows it, to which the cover leads back.
func (s *server) sendXLSX(ctx context.Context, w http.ResponseWriter, q query, p built, site string) error {
	book, err := s.book(ctx, q, p, site)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := workbook.Write(&b, book); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", documentTypes()["xlsx"])
	h.Set("Content-Disposition", `attachment; filename="`+fileName(q)+`.xlsx"`)
	_, _ = b.WriteTo(w) // fails when the reader has gone away: there is nobody to tell
	return nil
}

// listedPage is a page that shows lists beside what its records are.
type listedPage interface{ lists() []workbook.List }

// book is a page as a workbook. site is where its link leads back to.
func (s *server) book(ctx context.Context, q query, p built, site string) (workbook.Book, error) {
	head := p.head()
	book := workbook.Book{Title: head.Title, Made: q.snapshot.PublishedAt, Palette: paletteOf(s.looks["light"])}
	if head.Sample {
		book.Note = "示例数据：含虚构的示例地区和单位，数字由程序生成，不代表任何真实机关"
	}
	var figures []figure
	if d, ok := p.(pictured); ok {
		all := d.figures()
		if o, ok := p.(Overview); ok {
			all = append([]figure{o.tiles}, all...)
		}
		chosen := q.values.Get(paramChart)
		for _, f := range all {
			if chosen != "" && f.Name != chosen {
				continue
			}
			if f.Source.Snapshot == 0 { // the headline figures have no line of their own
				f.Source = Source{Snapshot: q.snapshot.Number, PublishedAt: clock(q.snapshot.PublishedAt)}
			}
			figures = append(figures, f)
			book.Charts = append(book.Charts, workbook.Chart{Chart: f.Chart, Source: "来源：" + f.Source.line()})
		}
	}
	r := p.records()
	book.Lists = []workbook.List{r.list(recordsName(p))}
	if l, ok := p.(listedPage); ok {
		book.Lists = append(book.Lists, l.lists()...)
	}
	cover, absent, err := q.cover(ctx, p, figures, site)
	if err != nil {
		return workbook.Book{}, err
	}
	book.Cover = cover
	if len(absent.Rows) > 0 {
		book.Lists = append(book.Lists, absent)
	}
	return book, nil
}

// list is records as a sheet.
func (r records) list(name string) workbook.List {
	l := workbook.List{Name: name, Rows: r.rows}
	for _, c := range r.columns {
		l.Columns = append(l.Columns, c.label)
	}
	return l
}

// paletteOf gives the colours of a look by the names workbooks know them by.
func paletteOf(look svg.Look) workbook.Palette {
	p := workbook.Palette{}
	for name, value := range look.Colors {
		hex := strings.TrimPrefix(value, "#")
		if len(hex) == 3 {
			hex = strings.Repeat(hex[:1], 2) + strings.Repeat(hex[1:2], 2) + strings.Repeat(hex[2:], 2)
		}
		if len(hex) == 6 {
			p[strings.TrimPrefix(name, "--")] = hex
		}
	}
	return p
}
