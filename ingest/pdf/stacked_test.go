package pdf

import (
	"fmt"
	"testing"
)

// A table right below another whose columns stand elsewhere is one of its own; rows of one table whose lines are a little out of place
// are not. So it is at the top of the next page.
func TestStackedTables(t *testing.T) {
	rows := func(s *sheet, top float64, rows int, columns []float64) {
		const height = 20.0
		for r := range rows + 1 {
			s.stroke(columns[0], top-height*float64(r), columns[len(columns)-1], top-height*float64(r), 0.5)
		}
		for c, x := range columns {
			s.stroke(x, top, x, top-height*float64(rows), 0.5)
			for r := range rows {
				if c == 0 {
					s.text(x+3, top-14-height*float64(r), 8, fmt.Sprintf("%d.申请", r+1))
				} else if c < len(columns)-1 {
					s.text(x+3, top-14-height*float64(r), 8, fmt.Sprint(r+c))
				}
			}
		}
	}
	first := []float64{70, 200, 260, 320, 380, 440}
	for _, test := range []struct {
		name   string
		second []float64
		grids  int
	}{
		{"other columns", []float64{70, 280, 310, 350, 400, 440}, 2},
		{"lines a little out of place", []float64{70, 205, 258, 325, 378, 440}, 1},
		{"fewer columns", []float64{70, 280, 350, 440}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			one, upper, lower := newSheet(), newSheet(), newSheet()
			rows(one, 700, 2, first)
			rows(one, 660, 3, test.second)
			rows(upper, 100, 2, first)
			rows(lower, 790, 3, test.second)
			for _, pages := range [][]*sheet{{one}, {upper, lower}} {
				doc, err := Read(document(pages...))
				if err != nil {
					t.Fatal(err)
				}
				if len(doc.Blocks) != test.grids {
					t.Fatalf("on %d pages: %d grids, want %d\n%s", len(pages), len(doc.Blocks), test.grids, describe(doc))
				}
				last := doc.Blocks[test.grids-1].Grid.Rows
				if row := last[len(last)-1]; len(row) != len(test.second)-1 || row[1].Text != "3" || test.grids == 2 && row[1].Col != 1 {
					t.Errorf("on %d pages: read\n%s", len(pages), describe(doc))
				}
			}
		})
	}
}
