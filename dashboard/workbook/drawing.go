package workbook

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/dashboard/charts"
)

// drawing is what one panel of a chart draws, as its option says.
type drawing struct {
	shape      shape
	stacked    bool
	percent    bool     // values are percentages
	categories []string // of columns, bars and lines
	series     []series
	// min and max are the ends of the value axis where the page fixes them, so that panels share a scale; across is the
	// greatest value of the other axis of a scatter.
	min, max *decimal.Decimal
	across   *decimal.Decimal
	breaks   []string // marks between two years: 2021 年版式
}

type shape int

const (
	nothing shape = iota // no native chart shows it
	columns              // upright, lines among them
	bars                 // lying
	points               // both axes are of numbers
)

// series is a line, a layer of a stack, or a cloud of points.
type series struct {
	name   string
	kind   string // line, bar, scatter
	color  string // as the option names it: var(--series)
	dash   string // dashed, dotted
	across []decimal.Decimal
	values []*decimal.Decimal // nil is a gap
}

// option is as much of an ECharts option as is needed here.
type option struct {
	XAxis  axes `json:"xAxis"`
	YAxis  axes `json:"yAxis"`
	Series []struct {
		Type      string            `json:"type"`
		Name      string            `json:"name"`
		Stack     string            `json:"stack"`
		Axis      int               `json:"xAxisIndex"`
		Data      []json.RawMessage `json:"data"`
		ItemStyle paint             `json:"itemStyle"`
		LineStyle paint             `json:"lineStyle"`
		MarkLine  struct {
			Data []json.RawMessage `json:"data"`
		} `json:"markLine"`
	} `json:"series"`
}

type paint struct {
	Color       string `json:"color"`
	BorderColor string `json:"borderColor"`
	Type        string `json:"type"`
}

type axis struct {
	Type  string            `json:"type"`
	Data  []json.RawMessage `json:"data"`
	Min   json.RawMessage   `json:"min"`
	Max   json.RawMessage   `json:"max"`
	Label struct {
		Formatter string `json:"formatter"`
	} `json:"axisLabel"`
}

// axes is a list of axes, or one alone.
type axes []axis

func (a *axes) UnmarshalJSON(text []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")) {
		return json.Unmarshal(text, (*[]axis)(a))
	}
	var one axis
	err := json.Unmarshal(text, &one)
	*a = axes{one}
	return err
}

// first is the axis of the figures; an option without has an empty one.
func (a axes) first() axis {
	if len(a) == 0 {
		return axis{}
	}
	return a[0]
}

// item is a data item: a number, null, coordinates, or an object with one of these as its value.
type item struct {
	Name  string          `json:"name"`
	Value json.RawMessage `json:"value"`
	Style paint           `json:"itemStyle"`
	Label paint           `json:"label"`
}

func readItem(raw json.RawMessage) item {
	var it item
	if json.Unmarshal(raw, &it) != nil || it.Value == nil {
		it.Value = raw
	}
	return it
}

// coordinates gives a value's numbers; what is no number is nil.
func (it item) coordinates() []*decimal.Decimal {
	var list []json.RawMessage
	if json.Unmarshal(it.Value, &list) != nil {
		list = []json.RawMessage{it.Value}
	}
	out := make([]*decimal.Decimal, len(list))
	for i, raw := range list {
		out[i] = readNumber(raw)
	}
	return out
}

func readNumber(raw json.RawMessage) *decimal.Decimal {
	d, err := decimal.NewFromString(strings.Trim(string(raw), `"`))
	if err != nil {
		return nil
	}
	return &d
}

// readDrawing reads a panel's option. What has no native chart (a flow, a heat map) is a drawing of no shape.
func readDrawing(p charts.Panel) drawing {
	var o option
	if json.Unmarshal(p.Option, &o) != nil {
		return drawing{}
	}
	x, y := o.XAxis.first(), o.YAxis.first()
	d, value := drawing{}, y
	switch {
	case x.Type == "category" && y.Type == "category":
		return drawing{} // a heat map
	case x.Type == "category":
		d.shape, d.categories = columns, x.names()
	case y.Type == "category":
		d.shape, d.categories, value = bars, y.names(), x
	case x.Type == "value" && y.Type == "value":
		d.shape, d.across = points, readNumber(x.Max)
	default:
		return drawing{}
	}
	d.percent = strings.Contains(value.Label.Formatter, "%")
	d.min, d.max = readNumber(value.Min), readNumber(value.Max)
	for _, s := range o.Series {
		if s.Name == "" { // the marks of breaks, and notes in place of what is not drawn
			d.breaks = append(d.breaks, marks(s.MarkLine.Data, d.categories)...)
			continue
		}
		if len(s.Data) == 0 { // it only carries a mark, as the median of the peers
			continue
		}
		out := series{name: s.Name, kind: s.Type, color: s.ItemStyle.Color, dash: s.LineStyle.Type}
		if out.color == "var(--ground)" { // hollow: the year before, which Excel's bars show in a lighter colour
			out.color = "var(--person)"
		}
		if out.color == "" {
			out.color = s.LineStyle.Color
		}
		d.stacked = d.stacked || s.Stack != ""
		out.read(s.Data, d)
		if len(out.values) > 0 {
			d.series = append(d.series, out)
		}
	}
	if len(d.series) == 0 {
		return drawing{}
	}
	return d
}

// read places a series' items.
func (s *series) read(data []json.RawMessage, d drawing) {
	if d.shape != points {
		s.values = make([]*decimal.Decimal, len(d.categories))
	}
	for i, raw := range data {
		at := readItem(raw).coordinates()
		switch {
		case d.shape == points && len(at) >= 2 && at[0] != nil && at[1] != nil:
			s.across, s.values = append(s.across, *at[0]), append(s.values, at[1])
		case d.shape == points:
		case len(at) == 1 && i < len(s.values):
			s.values[i] = at[0]
		case len(at) >= 2 && at[1] != nil: // a point on a district's line: value and number of the line
			figure, place := at[0], at[1]
			if d.shape == columns {
				figure, place = place, figure
			}
			if place == nil || !place.IsInteger() {
				continue
			}
			if n := place.IntPart(); n >= 0 && n < int64(len(s.values)) {
				s.values[n] = figure
			}
		}
	}
}

// names gives the categories of an axis.
func (a axis) names() []string {
	var list []string
	for _, raw := range a.Data {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			var object struct {
				Value string `json:"value"`
			}
			_ = json.Unmarshal(raw, &object) // an unnamed category
			text = object.Value
		}
		list = append(list, text)
	}
	return list
}

// Mark is a break a panel draws between two of its categories.
type Mark struct {
	Before int // the number of the category it stands left of
	Name   string
}

// Marks gives the breaks a panel draws.
func Marks(p charts.Panel) []Mark {
	var o option
	if json.Unmarshal(p.Option, &o) != nil {
		return nil
	}
	var list []Mark
	for _, s := range o.Series {
		if s.Name == "" {
			list = append(list, marksOf(s.MarkLine.Data, len(o.XAxis.first().names()))...)
		}
	}
	return list
}

// marks names the breaks of a chart with the year each falls before.
func marks(data []json.RawMessage, categories []string) []string {
	var list []string
	for _, m := range marksOf(data, len(categories)) {
		list = append(list, categories[m.Before]+" 年起："+m.Name)
	}
	return list
}

func marksOf(data []json.RawMessage, categories int) []Mark {
	var list []Mark
	for _, raw := range data {
		var m struct {
			Name string   `json:"name"`
			At   *float64 `json:"xAxis"`
		}
		if json.Unmarshal(raw, &m) != nil || m.Name == "" || m.At == nil {
			continue
		}
		if i := int(*m.At + 0.5); i >= 0 && i < categories {
			list = append(list, Mark{i, m.Name})
		}
	}
	return list
}

// shades gives the colours of a heat map's fields by column and row: of the field and of the text on it.
func shades(p charts.Panel) map[[2]int][2]string {
	var o option
	if json.Unmarshal(p.Option, &o) != nil || o.XAxis.first().Type != "category" || o.YAxis.first().Type != "category" {
		return nil
	}
	out := map[[2]int][2]string{}
	for _, s := range o.Series {
		for _, raw := range s.Data {
			it := readItem(raw)
			if at := it.coordinates(); len(at) >= 2 && at[0] != nil && at[1] != nil {
				out[[2]int{int(at[0].IntPart()), int(at[1].IntPart())}] = [2]string{it.Style.Color, it.Label.Color}
			}
		}
	}
	return out
}

// place tells where in the chart's table a series stands; ok is false when it is drawn from other figures.
type place struct {
	column bool // it is a column under the table's rows, else a row under its columns
	index  int
}

// placeIn finds the table's cells a series draws: those of its name whose figures are the ones drawn.
func (s series) placeIn(t charts.Table, d drawing, panel string) (place, bool) {
	if slices.Equal(t.Columns, d.categories) {
		for i, row := range t.Rows {
			if !slices.Contains([]string{s.name, panel, panel + "：" + s.name}, row.Label) {
				continue
			}
			if s.draws(row.Cells) {
				return place{false, i}, true
			}
		}
	}
	if j := slices.Index(t.Columns, s.name); j >= 0 && rowsAre(t, d.categories) {
		cells := make([]charts.Cell, len(t.Rows))
		for i, row := range t.Rows {
			cells[i] = row.Cells[j]
		}
		if s.draws(cells) {
			return place{true, j}, true
		}
	}
	return place{}, false
}

// rowsAre reports whether categories are a table's rows, in their order; an axis may leave out what names begin with.
func rowsAre(t charts.Table, categories []string) bool {
	if len(categories) != len(t.Rows) {
		return false
	}
	for i, row := range t.Rows {
		if !strings.HasSuffix(row.Label, categories[i]) {
			return false
		}
	}
	return true
}

// draws reports whether the figures drawn are those of cells.
func (s series) draws(cells []charts.Cell) bool {
	return slices.EqualFunc(s.values, cells, func(d *decimal.Decimal, c charts.Cell) bool {
		want := c.Scaled()
		return d == nil && want == nil || d != nil && want != nil && d.Equal(*want)
	})
}
