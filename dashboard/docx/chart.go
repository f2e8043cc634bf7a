package docx

import (
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"
)

// Chart is a chart the office program draws itself, in its own fonts: sharp at any size, and to be restyled.
type Chart struct {
	Title  string
	Labels []string // of the category axis
	Series []Series
	// Stacked draws columns that fill up to 100 %, else lines.
	Stacked bool
	// Percent marks the value axis with percent signs.
	Percent bool
	Breaks  []Break
	Height  int // in millimetres
}

// Break is a mark between two labels: what is left of it and what is right of it do not compare.
type Break struct {
	Before int // the number of the label it stands left of
	Name   string
}

// Series is a series of a chart. A nil value is a gap.
type Series struct {
	Name   string
	Color  string // RRGGBB
	Dashed bool
	Values []*decimal.Decimal
}

// Charts adds charts side by side, each as wide as its part of the line.
func (d *Document) Charts(list ...Chart) { d.body = append(d.body, block{charts: list}) }

// emu are the units drawings are measured in, in a millimetre.
const emu = 36000

const drawingNamespaces = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"` +
	` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// charts writes charts in one row; first is the number of the first of them in the document.
func (b *writer) charts(list []Chart, first, line int) {
	wide := line * 635 / len(list) // twentieths of a point to drawing units
	b.raw(`<w:p><w:pPr><w:pStyle w:val="` + string(chartRow) + `"/></w:pPr>`)
	for i, c := range list {
		n := strconv.Itoa(first + i)
		fmt.Fprintf(b, `<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">`+
			`<wp:extent cx="%d" cy="%d"/><wp:docPr id="%s" name="图 %s" descr="`, wide, c.Height*emu, n, n)
		b.escape(c.Title)
		b.raw(`"/><wp:cNvGraphicFramePr/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">` +
			`<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="chart` + n + `"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`)
	}
	b.raw(`</w:p>`)
}

// allCharts are the charts of the document in order.
func (d *Document) allCharts() []Chart {
	var list []Chart
	for _, block := range d.body {
		list = append(list, block.charts...)
	}
	return list
}

// part is a chart as a part of the document.
func (c Chart) part() []byte {
	var b writer
	b.raw(xmlHead + `<c:chartSpace ` + drawingNamespaces + `><c:roundedCorners val="0"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr algn="l"><a:defRPr sz="1050" b="1"/></a:pPr><a:r><a:rPr lang="zh-CN" sz="1050" b="1"/><a:t>`)
	b.escape(c.Title)
	b.raw(`</a:t></a:r></a:p>`)
	b.raw(`</c:rich></c:tx>` + titlePlace + `<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea>`)
	b.raw(c.plot().xml())
	if c.Stacked {
		b.raw(`<c:barChart><c:barDir val="col"/><c:grouping val="percentStacked"/><c:varyColors val="0"/>`)
	} else {
		b.raw(`<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>`)
	}
	for i, s := range c.Series {
		c.series(&b, i, s)
	}
	if c.Stacked {
		b.raw(`<c:gapWidth val="60"/><c:overlap val="100"/><c:axId val="1"/><c:axId val="2"/></c:barChart>`)
	} else {
		b.raw(`<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>`)
	}
	const grey = `<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="BFC5CC"/></a:solidFill></a:ln></c:spPr>`
	format := "#,##0"
	if c.Stacked {
		format = "0%"
	} else if c.Percent {
		format = `0"%"`
	}
	b.raw(`<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/>` +
		`<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>` + grey + `<c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>` +
		`<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines>` + grey + `</c:majorGridlines>` +
		`<c:numFmt formatCode="`)
	b.escape(format)
	b.raw(`" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:crossAx val="1"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx></c:plotArea>` +
		`<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>` +
		`<c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="800"/></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>`)
	b.raw(`<c:userShapes r:id="rId1"/></c:chartSpace>`)
	return b.Bytes()
}

// series writes a series with its values in it: there is no workbook behind the chart.
func (c Chart) series(b *writer, i int, s Series) {
	fmt.Fprintf(b, `<c:ser><c:idx val="%d"/><c:order val="%d"/><c:tx><c:v>`, i, i)
	b.escape(s.Name)
	b.raw(`</c:v></c:tx>`)
	fill := `<a:solidFill><a:srgbClr val="` + s.Color + `"/></a:solidFill>`
	if c.Stacked {
		b.raw(`<c:spPr>` + fill + `</c:spPr><c:invertIfNegative val="0"/>`)
	} else {
		dash := ""
		if s.Dashed {
			dash = `<a:prstDash val="dash"/>`
		}
		b.raw(`<c:spPr><a:ln w="19050">` + fill + dash + `</a:ln></c:spPr><c:marker><c:symbol val="circle"/><c:size val="4"/><c:spPr>` + fill + `<a:ln><a:noFill/></a:ln></c:spPr></c:marker>`)
	}
	fmt.Fprintf(b, `<c:cat><c:strLit><c:ptCount val="%d"/>`, len(c.Labels))
	for n, label := range c.Labels {
		fmt.Fprintf(b, `<c:pt idx="%d"><c:v>`, n)
		b.escape(label)
		b.raw(`</c:v></c:pt>`)
	}
	fmt.Fprintf(b, `</c:strLit></c:cat><c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="%d"/>`, len(s.Values))
	for n, v := range s.Values {
		if v != nil {
			fmt.Fprintf(b, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, n, v)
		}
	}
	b.raw(`</c:numLit></c:val>`)
	if !c.Stacked {
		b.raw(`<c:smooth val="0"/>`)
	}
	b.raw(`</c:ser>`)
}
