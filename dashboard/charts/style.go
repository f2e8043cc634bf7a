package charts

import (
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// paint is how a class of things looks in every chart. Colours are names of custom properties of static/app.css, where the
// light and the dark value stand; charts.js resolves them.
type paint struct {
	class string
	color string
	decal *decal
}

// decal is a pattern laid over a colour, so that neighbours can be told apart in grey print and without colour vision.
type decal struct {
	Symbol     string    `json:"symbol,omitempty"`
	SymbolSize float64   `json:"symbolSize,omitempty"`
	DashArrayX []float64 `json:"dashArrayX,omitempty"`
	DashArrayY []float64 `json:"dashArrayY,omitempty"`
	Rotation   float64   `json:"rotation,omitempty"`
	Color      string    `json:"color,omitempty"`

	name string // of the same pattern in a legend
}

// mark names the pattern for a legend.
func (d *decal) mark() string {
	if d == nil {
		return ""
	}
	return d.name
}

const (
	white   = "rgba(255,255,255,0.38)"
	quarter = 0.7853981634 // of pi: 45 degrees
)

func stripes(color string, turn float64) *decal {
	name := "rising"
	if turn > 0 {
		name = "falling"
	}
	return &decal{Symbol: "rect", DashArrayX: []float64{1, 0}, DashArrayY: []float64{1.2, 5}, Rotation: turn, Color: color, name: name}
}

func dots(color string) *decal {
	return &decal{Symbol: "circle", SymbolSize: 0.5, DashArrayX: []float64{5, 3}, DashArrayY: []float64{5, 3}, Color: color, name: "dots"}
}

// hatch marks what was not reported.
func hatch() *decal {
	return &decal{Symbol: "rect", DashArrayX: []float64{1, 0}, DashArrayY: []float64{1, 5}, Rotation: -quarter, Color: "var(--axis)", name: "hatch"}
}

// outcomePaint gives each of the six outcomes its look, by key.
func outcomePaint(key string) paint {
	switch key {
	case "outcome.granted":
		return paint{"granted", "var(--granted)", nil}
	case "outcome.partial":
		return paint{"partial", "var(--partial)", nil}
	case "outcome.refused":
		return paint{"refused", "var(--refused)", stripes(white, -quarter)}
	case "outcome.unavailable":
		return paint{"unavailable", "var(--unavailable)", dots(white)}
	case "outcome.not_processed":
		return paint{"not-processed", "var(--not-processed)", stripes(white, quarter)}
	}
	return paint{"other", "var(--other)", nil}
}

// resultPaint gives each result of a review or suit its look, by the last part of its key.
func resultPaint(key string) paint {
	switch key {
	case "upheld":
		return paint{"upheld", "var(--upheld)", nil}
	case "corrected":
		return paint{"corrected", "var(--corrected)", stripes(white, -quarter)}
	case "other":
		return paint{"result-other", "var(--result-other)", stripes(white, quarter)}
	}
	return paint{"pending", "var(--pending)", hatch()}
}

// seriesPaint gives lines that are told apart by label a colour each; districts never are.
func seriesPaint(i int) paint {
	names := []string{"series", "series-4", "series-5", "series-3", "series-6", "series-2"}
	name := names[i%len(names)]
	return paint{name, "var(--" + name + ")", nil}
}

// heatColor is one of eight steps, 0 the lightest.
func heatColor(step int) string { return "var(--heat-" + itoa(step) + ")" }

// heatInk is the colour of text on such a step.
func heatInk(step int) string {
	if step >= 5 {
		return "var(--heat-ink)"
	}
	return "var(--ink)"
}

// ink is the colour of text on it.
func (p paint) ink() string {
	switch p.class {
	case "partial", "not-processed", "result-other":
		return "var(--bright-ink)"
	case "other", "pending", "person":
		return "var(--ink)"
	}
	return "var(--heat-ink)"
}

func (p paint) item() *opts.ItemStyle { return &opts.ItemStyle{Color: p.color} }

// grid leaves room for the marks of breaks at the top.
func grid(top int) opts.Grid {
	return opts.Grid{Left: "6", Right: "18", Top: itoa(top), Bottom: "4", ContainLabel: opts.Bool(true)}
}

// axisTooltip shows all series of a year at once; itemTooltip the thing pointed at.
func axisTooltip() opts.Tooltip { return opts.Tooltip{Show: opts.Bool(true), Trigger: "axis"} }

func itemTooltip() opts.Tooltip { return opts.Tooltip{Show: opts.Bool(true), Trigger: "item"} }

// hiddenLegend lets the page's own legend switch series on and off.
func hiddenLegend() opts.Legend { return opts.Legend{Show: opts.Bool(false)} }

// percentAxis labels an axis of percentages. Axes of counts need nothing: the library groups their digits.
func percentAxis() *opts.AxisLabel {
	return &opts.AxisLabel{Formatter: types.FuncStr("{value}%")}
}
