package workbook

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"tongjian/dashboard/charts"
	"tongjian/data/metrics"
)

// Palette gives the colours of a page by the name of the custom property they stand in: series → 1d5c9c.
type Palette map[string]string

// color resolves var(--series); a colour it does not know is a dark grey.
func (p Palette) color(name string) string {
	name = strings.TrimSuffix(strings.TrimPrefix(name, "var(--"), ")")
	if hex, ok := strings.CutPrefix(name, "#"); ok && len(hex) == 6 {
		return strings.ToUpper(hex)
	}
	if hex, ok := p[name]; ok {
		return strings.ToUpper(hex)
	}
	return "52606D"
}

// look is how a cell looks; equal looks are one style of the workbook.
type look struct {
	format string // number format
	size   float64
	bold   bool
	ink    string
	fill   string
	heads  bool // a heading of a column
	rule   bool // a line under it
	align  string
	wrap   bool
	link   bool
	indent bool
}

const (
	songti = "宋体"
	heiti  = "黑体"
	body   = 10.0 // size of text, in points

	inkText  = "1A2430"
	inkMuted = "64707D"
	inkLink  = "1B4F91"
	inkHead  = "1D3C63"
	shade    = "EEF2F6"
	ruleLine = "C9D1D9"
)

// style gives the number of a look's style.
func (b *writer) style(l look) (int, error) {
	if id, ok := b.styles[l]; ok {
		return id, nil
	}
	s := excelize.Style{
		Font:      &excelize.Font{Family: songti, Size: l.size, Bold: l.bold, Color: l.ink},
		Alignment: &excelize.Alignment{Vertical: "center", Horizontal: l.align, WrapText: l.wrap || l.heads},
	}
	if l.indent {
		s.Alignment.Indent = 1
	}
	if s.Font.Size == 0 {
		s.Font.Size = body
	}
	if s.Font.Color == "" {
		s.Font.Color = inkText
	}
	if l.wrap {
		s.Alignment.Vertical = "top"
	}
	if l.link {
		s.Font.Color, s.Font.Underline = inkLink, "single"
	}
	if l.heads {
		s.Font.Family, s.Font.Color = heiti, inkHead
		s.Border = []excelize.Border{{Type: "top", Color: inkHead, Style: 2}, {Type: "bottom", Color: inkHead, Style: 1}}
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{shade}}
	}
	if l.rule {
		s.Border = []excelize.Border{{Type: "bottom", Color: ruleLine, Style: 1}}
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	id, err := b.file.NewStyle(&s)
	if err != nil {
		return 0, fmt.Errorf("make style: %w", err)
	}
	b.styles[l] = id
	return id, nil
}

// numberFormat writes a number with thousands separators and as many decimals as it has.
func numberFormat(d decimal.Decimal) string {
	if d.IsInteger() {
		return "#,##0"
	}
	_, fraction, _ := strings.Cut(d.String(), ".")
	return "#,##0." + strings.Repeat("0", len(strings.TrimRight(fraction, "0")))
}

// cellValue is a number as a cell holds it. A cell has 15 digits; a longer number stays text, so that none is lost.
func cellValue(d decimal.Decimal) any {
	if digits := strings.Trim(strings.NewReplacer("-", "", ".", "").Replace(d.String()), "0"); len(digits) > 15 {
		return d.String()
	}
	// The shortest text of the nearest double is the number itself again, up to 15 digits.
	return d.InexactFloat64()
}

// figureValue gives a figure for a cell with its number format; nil where there is none. Rates are computed from their exact
// counts, so that what Excel shows is rounded once.
func figureValue(c charts.Cell) (value any, format string) {
	if !c.Shown() {
		return nil, ""
	}
	if c.Kind == metrics.KindCount {
		return cellValue(*c.K), numberFormat(*c.K)
	}
	rate := c.K.DivRound(*c.N, 15)
	switch {
	case c.Kind == metrics.KindGrowth:
		return rate.InexactFloat64(), "+0.0%;-0.0%;0.0%"
	case c.Unit == "%":
		return rate.InexactFloat64(), "0.0%"
	}
	// What a plain ratio is multiplied by to be in its unit stands in package metrics; the scaled figure tells it.
	scaled := rate
	if !c.Rate.IsZero() {
		scaled = rate.Mul(c.Scaled().DivRound(*c.Rate, 0))
	}
	if _, fraction, _ := strings.Cut(c.Text(), "."); len(fraction) == 1 {
		return scaled.InexactFloat64(), "#,##0.0"
	}
	return scaled.InexactFloat64(), "#,##0.00"
}
