package pdf

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tongjian/data"
)

// drawing is a table to be drawn: where its lines run, which cells are merged, what stands in them.
type drawing struct {
	widths, heights []float64
	cells           []drawnCell
	left, top       float64 // distance from the left and upper end of the page
	size            float64 // of its characters
	line            string  // how lines are drawn
	breaks          int     // rows before the page break; 0 when there is none
}

type drawnCell struct {
	row, column, rowSpan, columnSpan int
	text                             string
	downwards                        bool
}

// drawings draws tables of any shape a report may have, lines drawn the way some program draws them.
func drawings(t *rapid.T) drawing {
	d := drawing{
		widths:  rapid.SliceOfN(rapid.Float64Range(24, 70), 2, 7).Draw(t, "widths"),
		heights: rapid.SliceOfN(rapid.Float64Range(30, 60), 2, 9).Draw(t, "heights"),
		left:    rapid.Float64Range(20, 80).Draw(t, "left"),
		top:     rapid.Float64Range(120, 200).Draw(t, "top"),
		size:    rapid.Float64Range(6, 9).Draw(t, "size"),
		line:    rapid.SampledFrom([]string{"strokes", "cells", "bars", "rectangles"}).Draw(t, "line"),
	}
	taken := map[[2]int]bool{}
	for row := range d.heights {
		for column := range d.widths {
			if taken[[2]int{row, column}] {
				continue
			}
			c := drawnCell{row: row, column: column, rowSpan: 1, columnSpan: 1}
			for c.column+c.columnSpan < len(d.widths) && !taken[[2]int{row, c.column + c.columnSpan}] && rapid.IntRange(0, 5).Draw(t, "wider") == 0 {
				c.columnSpan++
			}
			for c.row+c.rowSpan < len(d.heights) && !d.anyTaken(taken, c) && rapid.IntRange(0, 5).Draw(t, "taller") == 0 {
				c.rowSpan++
			}
			for r := row; r < row+c.rowSpan; r++ {
				for k := column; k < column+c.columnSpan; k++ {
					taken[[2]int{r, k}] = true
				}
			}
			c.text = rapid.SampledFrom([]string{"", "0", "0", "12", "4119", "7730.28", "11398889", "/", "—", "-3", "规章", "商业企业", "（一）予以公开", "2.重复申请", "社会公益组织"}).Draw(t, "text")
			c.downwards = utf8.RuneCountInString(c.text) <= 3 && strings.ContainsAny(c.text, "规") && rapid.Bool().Draw(t, "downwards")
			if width, height := d.extent(c); float64(len(d.lines(c, width)))*d.size*1.1 > height-4 {
				c.text = "" // no room
			}
			d.cells = append(d.cells, c)
		}
	}
	if at := rapid.IntRange(0, len(d.heights)-1).Draw(t, "break"); at > 0 && !d.crossed(at) {
		d.breaks = at
		for i := range d.cells {
			if d.cells[i].row == at { // a row of its own, as a figure shows
				d.cells[i].text, d.cells[i].downwards = "7", false
				break
			}
		}
	}
	return d
}

func (d drawing) anyTaken(taken map[[2]int]bool, c drawnCell) bool {
	for k := c.column; k < c.column+c.columnSpan; k++ {
		if taken[[2]int{c.row + c.rowSpan, k}] {
			return true
		}
	}
	return false
}

// crossed reports whether a merged cell reaches over a row's upper edge.
func (d drawing) crossed(row int) bool {
	for _, c := range d.cells {
		if c.row < row && c.row+c.rowSpan > row {
			return true
		}
	}
	return false
}

func sum(lengths []float64) float64 {
	total := 0.0
	for _, l := range lengths {
		total += l
	}
	return total
}

// draw draws the rows from one to another on a page.
func (d drawing) draw(s *sheet, from, to int) {
	top := s.height - d.top
	for _, c := range d.cells {
		if c.row < from || c.row >= to {
			continue
		}
		x, y := d.left+sum(d.widths[:c.column]), top-sum(d.heights[from:c.row])
		width, height := d.extent(c)
		d.border(s, x, y, width, height)
		d.fill(s, c, x, y, width, height)
	}
	if d.line == "strokes" {
		s.stroke(d.left, top, d.left, top-sum(d.heights[from:to]), 1)
		s.stroke(d.left, top, d.left+sum(d.widths), top, 1)
	}
}

// border draws the lines of a cell whose upper left corner is given.
func (d drawing) border(s *sheet, x, y, width, height float64) {
	switch d.line {
	case "strokes": // each line once, to the right of a cell and below it
		s.stroke(x+width, y, x+width, y-height, 0.7)
		s.stroke(x, y-height, x+width, y-height, 0.7)
	case "cells": // every cell its own four, beside its neighbours'
		s.op("0.5 w %g %g %g %g re S", x+0.4, y-height+0.4, width-0.8, height-0.8)
	case "bars": // thin areas between small squares at the corners
		const thick = 0.5
		s.bar(x, y, thick, -thick)
		s.bar(x+thick, y, width-thick, -thick)
		s.bar(x, y-thick, thick, thick-height)
		s.bar(x+width, y, thick, -height)
		s.bar(x, y-height, width, thick)
	case "rectangles": // in a coordinate system of its own, ten times as fine
		s.op("q 0.1 0 0 0.1 %g %g cm 4 w 0 0 m %g 0 l %g %g l 0 %g l h S Q", x, y-height, width*10, width*10, height*10, height*10)
	}
}

func (d drawing) extent(c drawnCell) (width, height float64) {
	return sum(d.widths[c.column : c.column+c.columnSpan]), sum(d.heights[c.row : c.row+c.rowSpan])
}

// lines breaks the text of a cell so that it fits the cell's width.
func (d drawing) lines(c drawnCell, width float64) []string {
	const margin = 5
	var lines []string
	for _, r := range c.text {
		last := len(lines) - 1
		if last < 0 || c.downwards || textWidth(lines[last]+string(r), d.size) > width-2*margin {
			lines = append(lines, "")
			last++
		}
		lines[last] += string(r)
	}
	return lines
}

// fill writes the text of a cell, in as many lines as it takes, in the middle.
func (d drawing) fill(s *sheet, c drawnCell, x, y, width, height float64) {
	lines := d.lines(c, width)
	below := y - (height-float64(len(lines))*d.size*1.1)/2 - d.size*0.9
	for _, l := range lines {
		s.text(x+(width-textWidth(l, d.size))/2, below, d.size, l)
		below -= d.size * 1.1
	}
}

// sheets draws the table under a heading, on two pages when it is broken.
func (d drawing) sheets() []*sheet {
	first := newSheet()
	first.text(90, first.height-90, 12, "二、主动公开政府信息情况")
	if d.breaks == 0 {
		d.draw(first, 0, len(d.heights))
		return []*sheet{first}
	}
	d.draw(first, 0, d.breaks)
	first.text(290, 40, 10, "- 1 -")
	second := newSheet()
	second.text(290, 40, 10, "- 2 -")
	d.draw(second, d.breaks, len(d.heights))
	return []*sheet{first, second}
}

// rows is what reading the drawing must give.
func (d drawing) rows() [][]data.DocCell {
	rows := make([][]data.DocCell, len(d.heights))
	for _, c := range d.cells {
		at := data.Position{Page: 1, Grid: 1, Line: c.row + 1, Cell: c.column + 1}
		if d.breaks > 0 && c.row >= d.breaks {
			at.Page, at.Line = 2, c.row-d.breaks+1
		}
		rows[c.row] = append(rows[c.row], data.DocCell{Text: c.text, Col: c.column, ColSpan: c.columnSpan, RowSpan: c.rowSpan, At: at})
	}
	return rows
}

// everyEdge reports whether each column and row has some cell that begins there, on either side of a page break: an edge that
// no cell has cannot be seen.
func (d drawing) everyEdge() bool {
	columns, rows := map[int]bool{}, map[int]bool{}
	for _, c := range d.cells {
		columns[c.column], rows[c.row] = true, true
	}
	return len(columns) == len(d.widths) && len(rows) == len(d.heights)
}

// A table is read back as it was drawn: every cell, its text, how far it reaches and where it stands.
func TestTableReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawings(t)
		oneColumn := false
		for _, part := range [][2]int{{0, d.breaks}, {d.breaks, len(d.heights)}} {
			narrow := true
			for _, c := range d.cells {
				narrow = narrow && (c.row < part[0] || c.row >= part[1] || c.columnSpan == len(d.widths))
			}
			oneColumn = oneColumn || narrow && part[0] < part[1]
		}
		if !d.everyEdge() || oneColumn {
			t.Skip("has an edge that cannot be seen")
		}
		doc, err := Read(document(d.sheets()...))
		if err != nil {
			t.Fatal(err)
		}
		if len(doc.Blocks) != 2 || doc.Blocks[0].Text != "二、主动公开政府信息情况" || doc.Blocks[1].Grid == nil || !doc.Blocks[1].Grid.Ruled {
			t.Fatalf("not a heading and a grid: %+v", doc.Blocks)
		}
		if diff := cmp.Diff(d.rows(), doc.Blocks[1].Grid.Rows); diff != "" {
			t.Fatal(diff)
		}
	})
}

// A row that a page break cuts in two is one row: a label wrapped over the break, a cell merged downwards that goes on below.
func TestRowCutByPage(t *testing.T) {
	tests := []struct {
		name  string
		lower []string
		want  string
	}{
		{"the rest of a label", []string{"行政机关不再处理", "", ""}, "" +
			"p1,t1,1:1 [（六）其他处理] [1.逾期不补正] [0] [0]\n" +
			"p1,t1,2:2 [2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理] [1106] [1113]\n" +
			"p2,t1,2:2 [3.其他] [2] [3]\n"},
		{"another row, all of it blank", []string{"3.属于行政查询", "", ""}, "" +
			"p1,t1,1:1 [（六）其他处理] [1.逾期不补正] [0] [0]\n" +
			"p1,t1,2:2 [2.申请人逾期未按收费通知要求缴纳费用、] [1106] [1113]\n" +
			"p2,t1,1:1 [] [3.属于行政查询] [] []\n" +
			"p2,t1,2:2 [3.其他] [2] [3]\n"},
		{"another row", []string{"行政机关不再处理", "0", "1"}, "" +
			"p1,t1,1:1 [（六）其他处理] [1.逾期不补正] [0] [0]\n" +
			"p1,t1,2:2 [2.申请人逾期未按收费通知要求缴纳费用、] [1106] [1113]\n" +
			"p2,t1,1:1 [] [行政机关不再处理] [0] [1]\n" +
			"p2,t1,2:2 [3.其他] [2] [3]\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			page := func(group string, rows ...[]string) *sheet {
				s := newSheet()
				s.op("0.5 w 72 %g 80 %g re S", 700-40*float64(len(rows)), 40*float64(len(rows)))
				s.text(76, 680, 9, group)
				for i, row := range rows {
					lattice(s, 152, 700-40*float64(i), 97, 40, row)
				}
				return s
			}
			b := document(
				page("（六）其他处理", []string{"1.逾期不补正", "0", "0"}, []string{"2.申请人逾期\n未按收费\n通知要求缴纳费用、", "1106", "1113"}),
				page("", test.lower, []string{"3.其他", "2", "3"}))
			doc, err := Read(b)
			if err != nil {
				t.Fatal(err)
			}
			if got := describe(doc); got != test.want {
				t.Errorf("read\n%s\nwant\n%s", got, test.want)
			}
			if group := doc.Blocks[0].Grid.Rows[0][0]; group.RowSpan != 3 && test.name == "the rest of a label" {
				t.Errorf("the group reaches over %d rows", group.RowSpan)
			}
		})
	}
}

// A table set sideways, on an upright page or on one that is turned for it, reads as if it stood upright.
func TestSideways(t *testing.T) {
	for _, turned := range []int{0, 90} {
		t.Run(fmt.Sprint(turned), func(t *testing.T) {
			s := newSheet()
			s.turned = turned
			for i := range 4 { // lines run up the page; columns follow one another upwards
				s.stroke(200, 100+float64(i)*80, 320, 100+float64(i)*80, 1)
				s.stroke(200+float64(i)*40, 100, 200+float64(i)*40, 340, 1)
			}
			for row := range 3 {
				for column := range 3 {
					s.upwards(225+float64(row)*40, 110+float64(column)*80, 10, fmt.Sprintf("列%d行%d", column, row))
				}
			}
			doc, err := Read(document(s))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, row := range doc.Blocks[0].Grid.Rows {
				for _, c := range row {
					got = append(got, c.Text)
				}
			}
			if want := "列0行0 列1行0 列2行0 列0行1 列1行1 列2行1 列0行2 列1行2 列2行2"; strings.Join(got, " ") != want {
				t.Errorf("read %q", got)
			}
		})
	}
}
