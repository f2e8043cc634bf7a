package dashboard

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"tongjian/dashboard/charts"
	"tongjian/dashboard/svg"
)

// The parameters of a picture beside those of its page: /volumes.svg?region=…&chart=volumes-trend is a chart with title,
// legend and source to take away; with panel, width and look it is what stands in the page.
const (
	paramChart = "chart"
	paramPanel = "panel"
	paramWidth = "width"
	paramLook  = "look"
)

// pictureWidths are the widths pictures are drawn at: those the columns of a page have on an office display, of a page on a
// tablet and a phone. Only these, so that nobody can ask for more drawings than there are charts times a few.
func pictureWidths() []int { return []int{180, 250, 360, 420, 530, 640, 750, 860, 1300} }

// looks are the colours a picture can have; on paper is for a white sheet whatever the reader's screen is.
func looks() []option { return []option{{"light", "浅色"}, {"dark", "深色"}, {"print", "打印"}} }

// pictured is a page with charts.
type pictured interface{ figures() []figure }

func (p ChartPage) figures() []figure  { return p.Figures }
func (p Overview) figures() []figure   { return p.Figures }
func (p Compare) figures() []figure    { return p.Figures }
func (p AgencyPage) figures() []figure { return p.Figures }

// drawable is what of a page its pictures need.
type drawable struct {
	figures []figure // without tables
	query   query    // without lease
}

// drawableOf keeps the charts of a page and lets go of the rest.
func drawableOf(p any, q query) *drawable {
	d := &drawable{query: q}
	d.query.lease = nil
	if page, ok := p.(pictured); ok {
		for _, f := range page.figures() {
			f.Table, f.Definitions = charts.Table{}, nil
			d.figures = append(d.figures, f)
		}
	}
	return d
}

func (d *drawable) size() int {
	n := 1 << 10
	for _, f := range d.figures {
		n += 1 << 10
		for _, p := range f.Panels {
			n += len(p.Option) + 200
		}
	}
	return n
}

// pageValues are the parameters of the page a picture stands in.
func pageValues(values url.Values) url.Values {
	return with(values, paramChart, "", paramPanel, "", paramWidth, "", paramLook, "")
}

// wholePicture reports whether the parameters of a picture ask for a whole chart to save, and not for a panel in a page.
func wholePicture(values url.Values) bool {
	return values.Get(paramPanel) == "" && values.Get(paramWidth) == ""
}

// sendPicture answers with one picture of a page.
func (s *server) sendPicture(ctx context.Context, w http.ResponseWriter, d *drawable, values url.Values) error {
	q := d.query
	q.values = values
	name, err := chosenChart(q, d.figures)
	if err != nil {
		return err
	}
	if name == "" {
		return chartNeeded(q, d.figures)
	}
	f := d.figures[slices.IndexFunc(d.figures, func(f figure) bool { return f.Name == name })]
	if len(f.Panels) == 0 {
		return notFound("“"+f.Title+"”没有图", cmp.Or(f.Empty, "这一项只有表格。"), Link{Label: "表格", URL: f.Link})
	}
	look, err := oneOf(values, paramLook, "配色", looks(), "light")
	if err != nil {
		return err
	}
	var drawing []byte
	if wholePicture(values) {
		if drawing, err = s.sheet(ctx, f, look); err != nil {
			return err
		}
		w.Header().Set("Content-Disposition", `attachment; filename="`+fileName(q)+"-"+name+`.svg"`)
	} else if drawing, err = s.panel(ctx, f, values, look); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "image/svg+xml")
	h.Set("Content-Security-Policy", picturePolicy)
	_, err = w.Write(drawing)
	return err
}

// chartNeeded asks which picture of a page is meant.
func chartNeeded(q query, list []figure) error {
	var there []Link
	for _, f := range list {
		if len(f.Panels) > 0 {
			there = append(there, Link{Label: f.Title, URL: address(q.path+".svg", with(q.values, paramChart, f.Name))})
		}
	}
	if len(there) == 0 {
		return notFound("这一页没有图", "", Link{Label: "回到页面", URL: address(q.path, q.values)})
	}
	return badRequest("要哪一张图？", "用 chart 指明，这一页的图是：", there...)
}

// panel draws one panel as it stands in the page.
func (s *server) panel(ctx context.Context, f figure, values url.Values, look string) ([]byte, error) {
	i, _, err := number(values, paramPanel)
	if err != nil {
		return nil, err
	}
	width, _, err := number(values, paramWidth)
	if err != nil {
		return nil, err
	}
	if i >= len(f.Panels) {
		return nil, notFound(fmt.Sprintf("“%s”没有第 %d 幅图", f.Title, i), fmt.Sprintf("编号从 0 到 %d。", len(f.Panels)-1))
	}
	if !slices.Contains(pictureWidths(), width) {
		return nil, badRequest("图没有这一宽度", fmt.Sprintf("可以选的是：%v。", pictureWidths()))
	}
	return s.draw(ctx, svg.Picture{Option: f.Panels[i].Option, Width: width, Height: f.Panels[i].Height, Look: s.looks[look]})
}

// draw gives a picture from those kept, or draws it. A picture depends on nothing but its option, its size and its look.
func (s *server) draw(ctx context.Context, p svg.Picture) ([]byte, error) {
	sum := sha256.Sum256(p.Option)
	key := hex.EncodeToString(sum[:]) + " " + strconv.Itoa(p.Width) + " " + strconv.Itoa(p.Height) + " " + p.Look.Name
	return s.drawn.get(key, func() ([]byte, error) { return s.drawer.Draw(ctx, p) })
}

// sheet draws a whole chart to take away.
func (s *server) sheet(ctx context.Context, f figure, look string) ([]byte, error) {
	sheet := svg.Sheet{Title: f.Title, Unit: "单位：" + f.Unit, Reading: f.Reading, Look: s.looks[look],
		Source: "来源：" + f.Source.line() + "。通鉴"}
	for _, l := range f.Legend {
		sheet.Legend = append(sheet.Legend, svg.Key{Label: l.Label, Class: l.Class, Decal: l.Decal})
	}
	columns, width := 1, 760
	if f.Small {
		columns, width = 3, 960
	} else if f.Columns > 8 {
		width = 960
	}
	sheet.Width = width
	for _, p := range f.Panels {
		w := max(sheet.PanelWidth(columns), p.MinWidth)
		if columns == 1 {
			sheet.Width = max(sheet.Width, w+2*svg.Margin)
		}
		drawing, err := s.draw(ctx, svg.Picture{Option: p.Option, Width: w, Height: p.Height, Look: sheet.Look})
		if err != nil {
			return nil, err
		}
		sheet.Panels = append(sheet.Panels, svg.Panel{Title: p.Title, Note: p.Note, Width: w, Height: p.Height, Drawing: drawing})
	}
	return sheet.Draw(columns)
}
