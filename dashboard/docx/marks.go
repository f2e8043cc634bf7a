package docx

import (
	"fmt"
	"strconv"
)

// The format knows no mark between two labels of an axis. Breaks are lines drawn over the chart; so that they stand where they
// should, the chart says itself where its plot is, and leaves it to no program. The keys of the series stand under the title, in
// their colours: programs differ in how much of a legend they show where room is small, and in whether a title has more than one look.

// box is a part of a chart, in parts of its width and height.
type box struct{ x, y, w, h float64 }

// Parts of a chart's height: its title, a line of keys, the names of breaks, the labels of the axis.
const titleHigh, keyHigh, breakHigh, labelHigh = 0.12, 0.075, 0.065, 0.11

// titlePlace is where the title begins.
const titlePlace = `<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0.02"/><c:y val="0.01"/></c:manualLayout></c:layout>`

// keysPerLine is how many characters of keys a line has room for.
const keysPerLine = 28

// keyLines are the series in the lines their keys stand in.
func (c Chart) keyLines() [][]Series {
	var lines [][]Series
	room := 0
	for _, s := range c.Series {
		wide := len([]rune(s.Name)) + 2
		if wide > room || len(lines) == 0 {
			lines, room = append(lines, nil), keysPerLine
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], s)
		room -= wide
	}
	return lines
}

// keys writes what each colour stands for.
func (c Chart) keys(b *writer) {
	for _, line := range c.keyLines() {
		b.raw(`<a:p><a:pPr algn="l"/>`)
		for _, s := range line {
			sign := "━"
			switch {
			case c.Stacked:
				sign = "■"
			case s.Dashed:
				sign = "┅"
			}
			b.raw(`<a:r><a:rPr lang="zh-CN" sz="800" b="0"><a:solidFill><a:srgbClr val="` + s.Color + `"/></a:solidFill></a:rPr><a:t>` + sign + `</a:t></a:r>`)
			b.raw(`<a:r><a:rPr lang="zh-CN" sz="800" b="0"/><a:t>`)
			b.escape(s.Name + "　")
			b.raw(`</a:t></a:r>`)
		}
		b.raw(`</a:p>`)
	}
}

// plot is where the figures are drawn, without the labels of the axes: there is room for the widest of those.
func (c Chart) plot() box {
	digits := 4 // 100%
	for _, s := range c.Series {
		for _, v := range s.Values {
			if v != nil && !c.Stacked && !c.Percent {
				whole := len(v.Truncate(0).String())
				digits = max(digits, whole+whole/3) // with the commas between them
			}
		}
	}
	p := box{x: 0.035 + 0.019*float64(digits), y: titleHigh + keyHigh*float64(len(c.keyLines())) + 0.02}
	if len(c.Breaks) > 0 {
		p.y += breakHigh
	}
	p.w, p.h = 0.985-p.x, 1-labelHigh-p.y
	return p
}

// xml is the box as the layout of a plot.
func (p box) xml() string {
	return fmt.Sprintf(`<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="%.4f"/><c:y val="%.4f"/><c:w val="%.4f"/><c:h val="%.4f"/></c:manualLayout></c:layout>`,
		p.x, p.y, p.w, p.h)
}

// breakInk is the colour of the marks.
const breakInk = "7A8591"

// marks is the part with the keys of the series, and the lines and names of the breaks.
func (c Chart) marks() []byte {
	var b writer
	b.raw(xmlHead + `<c:userShapes xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
		` xmlns:cdr="http://schemas.openxmlformats.org/drawingml/2006/chartDrawing">`)
	plot := c.plot()
	anchor := func(at box) {
		fmt.Fprintf(&b, `<cdr:relSizeAnchor><cdr:from><cdr:x>%.4f</cdr:x><cdr:y>%.4f</cdr:y></cdr:from><cdr:to><cdr:x>%.4f</cdr:x><cdr:y>%.4f</cdr:y></cdr:to>`,
			at.x, at.y, at.x+at.w, at.y+at.h)
	}
	const shape = `<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm>`
	words := func(id int, name, anchor string) {
		b.raw(`<cdr:sp macro="" textlink=""><cdr:nvSpPr><cdr:cNvPr id="` + strconv.Itoa(id) + `" name="` + name + `"/><cdr:cNvSpPr txBox="1"/></cdr:nvSpPr><cdr:spPr>` + shape +
			`<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></cdr:spPr><cdr:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="` + anchor + `"/><a:lstStyle/>`)
	}
	const ended = `</cdr:txBody></cdr:sp></cdr:relSizeAnchor>`
	anchor(box{0.02, titleHigh, 0.96, keyHigh * float64(len(c.keyLines()))})
	words(2, "图例", "t")
	c.keys(&b)
	b.raw(ended)
	for i, mark := range c.Breaks {
		x := plot.x + plot.w*float64(mark.Before)/float64(max(1, len(c.Labels)))
		anchor(box{x, plot.y, 0, plot.h})
		b.raw(`<cdr:cxnSp macro=""><cdr:nvCxnSpPr><cdr:cNvPr id="` + strconv.Itoa(2*i+3) + `" name="中断 ` + strconv.Itoa(i+1) + `"/><cdr:cNvCxnSpPr/></cdr:nvCxnSpPr><cdr:spPr>` + shape +
			`<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="` + breakInk + `"/></a:solidFill><a:prstDash val="dash"/></a:ln></cdr:spPr></cdr:cxnSp></cdr:relSizeAnchor>`)
		const half = 0.2
		left := min(max(0, x-half), 1-2*half)
		anchor(box{left, plot.y - breakHigh, 2 * half, breakHigh})
		words(2*i+4, "中断 "+strconv.Itoa(i+1)+" 的名称", "b")
		b.raw(`<a:p><a:pPr algn="ctr"/><a:r><a:rPr lang="zh-CN" sz="700"><a:solidFill><a:srgbClr val="` + breakInk + `"/></a:solidFill></a:rPr><a:t>`)
		b.escape(mark.Name)
		b.raw(`</a:t></a:r></a:p>` + ended)
	}
	b.raw(`</c:userShapes>`)
	return b.Bytes()
}

// marksRelations ties the chart of a number to the part with its marks.
func marksRelations(n string) []byte {
	return []byte(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relation +
		`chartUserShapes" Target="../drawings/drawing` + n + `.xml"/></Relationships>`)
}
