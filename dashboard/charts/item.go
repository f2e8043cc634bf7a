package charts

import (
	"encoding/json"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data/metrics"
	"tongjian/queries"
)

// item is a data item of a series, as static/charts.js reads it.
type item struct {
	Name  string `json:"name,omitempty"`
	Value any    `json:"value"` // json.Number, null for a gap, or coordinates
	// Text is the figure as the table prints it, with its unit.
	Text string `json:"t,omitempty"`
	// Notes tell about an interval, flags, or why there is no figure.
	Notes string `json:"n,omitempty"`
	// Head replaces the name as the first line of the tooltip.
	Head string `json:"h,omitempty"`
	Link string `json:"u,omitempty"`

	Style  *itemStyle `json:"itemStyle,omitempty"`
	Label  *itemLabel `json:"label,omitempty"`
	Symbol string     `json:"symbol,omitempty"`
}

// itemStyle is what go-echarts' own ItemStyle has no field for.
type itemStyle struct {
	Color       string `json:"color,omitempty"`
	BorderColor string `json:"borderColor,omitempty"`
	BorderWidth int    `json:"borderWidth,omitempty"`
	BorderType  string `json:"borderType,omitempty"`
	Decal       *decal `json:"decal,omitempty"`
}

type itemLabel struct {
	Show     bool   `json:"show"`
	Color    string `json:"color,omitempty"`
	Position string `json:"position,omitempty"`
	Weight   string `json:"fontWeight,omitempty"`
}

// number is a figure for drawing: the count, or the rate in its unit; null where a gap belongs.
func number(v metrics.Value) any {
	d := v.Scaled()
	if d == nil {
		return nil
	}
	return json.Number(d.String())
}

// Text is a figure as people read it, with its unit: 1,234 件; 15.0%（3/20）; 3/7; —.
func Text(v metrics.Value) string {
	text := v.Text()
	switch {
	case text == metrics.Gap:
		return text
	case v.Kind == metrics.KindCount:
		return strings.TrimSpace(text + " " + v.Unit)
	case v.Rate == nil:
		return text + " 件"
	case v.Unit == "%" && v.Kind == metrics.KindRatio:
		return text + "（" + v.Fraction() + "）"
	case v.Unit == "%":
		return text
	}
	return strings.TrimSpace(text + " " + v.Unit)
}

// Face is what a table shows of a cell, in words: its template, which comes by for each of a thousand cells, only writes them.
type Face struct {
	Text     string // the figure as [metrics.Value.Text] writes it, without the unit
	Gap      bool   // there is no figure
	Link     string // as [Cell].Link
	Flags    string // beside the figure
	Interval string // of a rate, below it; empty where a fraction stands
	Notes    string // as [Notes]
}

// Faces is what a table shows of a row's cells.
func Faces(cells []Cell) []Face {
	faces := make([]Face, len(cells))
	for i := range cells {
		c, face := &cells[i], &faces[i]
		face.Text, face.Link, face.Flags, face.Notes = c.Text(), c.Link, string(c.Flags), Notes(c.Figure)
		face.Gap = face.Text == metrics.Gap
		if c.Rate != nil {
			face.Interval = c.Interval()
		}
	}
	return faces
}

// Notes is what is to be said beside a figure; empty for most.
func Notes(f queries.Figure) string {
	var notes []string
	if f.Absent != "" {
		notes = append(notes, f.Absent.Label())
	}
	if in := f.Interval(); in != "" && f.N != nil && f.N.Sign() > 0 {
		notes = append(notes, "95% 区间 "+in)
	}
	if f.Doubtful > 0 {
		notes = append(notes, itoa(f.Doubtful)+" 份报告的这一数字有核验错误")
	}
	for _, m := range metrics.FlagMeanings() {
		// Why a figure is absent or in doubt has just been said.
		said := m.Flag == f.Absent.Flag() || m.Flag == metrics.FlagUnreliable && (f.Doubtful > 0 || len(f.Lacks) > 0)
		if f.Flags.Has(m.Flag) && !said {
			notes = append(notes, m.Name)
		}
	}
	if len(f.Lacks) > 0 {
		notes = append(notes, "缺原"+strings.Join(f.Lacks, "、")+"，只是一部分")
	}
	if f.Absent == "" && f.Reports > 1 && f.Partial() {
		notes = append(notes, partial(f))
	}
	return strings.Join(notes, "；")
}

func partial(f queries.Figure) string {
	return itoa(f.Reports) + " 份报告中 " + itoa(f.Reported) + " 份填写"
}

// point draws a cell at its place on a category axis.
func point(c Cell) item {
	return item{Value: number(c.Value), Text: Text(c.Value), Notes: Notes(c.Figure), Link: c.Link}
}

// share is what part a count is of a whole, by the same rules as every rate: nothing under ten cases.
func share(part, whole queries.Figure) queries.Figure {
	of := metrics.Metric{Kind: metrics.KindRatio, Unit: "%", Share: true,
		Numerator:   []metrics.Term{{Measure: "part", Sign: +1}},
		Denominator: []metrics.Term{{Measure: "whole", Sign: +1}}}
	v := metrics.Evaluate(of, func(t metrics.Term) metrics.Operand {
		f := part
		if t.Measure == "whole" {
			f = whole
		}
		return metrics.Operand{Value: f.K, Absent: f.Absent, Flags: f.Flags}
	})
	return queries.Figure{Value: v, Reports: part.Reports, Reported: part.Reported, Report: part.Report}
}

// jsonNumber is an exact number as it stands in an option.
func jsonNumber(d decimal.Decimal) json.Number { return json.Number(d.String()) }
