package ingest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// spansOf writes rows as words: each word is a cell, "2x3" spans two columns and three rows, a leading "^" joins the cell above, "v"
// begins what further cells join, "<" joins the cell to the left; a row that begins with "|" starts a group, dots leave columns out.
func spansOf(rows ...string) []spanRow {
	var out []spanRow
	for _, text := range rows {
		row := spanRow{startsGroup: strings.HasPrefix(text, "|")}
		for _, word := range strings.Fields(strings.TrimPrefix(text, "|")) {
			if word == "." {
				row.before++
				continue
			}
			s := &span{cols: 1, rows: 1}
			size := strings.TrimLeft(word, "^v<")
			s.joinsUp, s.startsDown, s.joinsLeft = strings.Contains(word, "^"), strings.Contains(word, "v"), strings.Contains(word, "<")
			if _, err := fmt.Sscanf(size, "%dx%d", &s.cols, &s.rows); err != nil && size != "c" {
				panic(size)
			}
			row.cells = append(row.cells, s)
		}
		out = append(out, row)
	}
	return out
}

// placesOf writes where the cells came to stand: column:columns×rows.
func placesOf(rows []spanRow) []string {
	var out []string
	for _, row := range rows {
		var words []string
		for _, c := range row.cells {
			if !c.covered {
				words = append(words, fmt.Sprintf("%d:%dx%d", c.col, c.cols, c.rows))
			}
		}
		out = append(out, strings.Join(words, " "))
	}
	return out
}

func TestResolveSpans(t *testing.T) {
	for _, tc := range []struct {
		name       string
		rows, want []string
	}{
		{"plain", []string{"c c", "c c"}, []string{"0:1x1 1:1x1", "0:1x1 1:1x1"}},
		{"the head of table 三", []string{"3x3 7x1", "1x2 5x1 1x2", "c c c c c", "3x1 c c c c c c c"},
			[]string{"0:3x3 3:7x1", "3:1x2 4:5x1 9:1x2", "4:1x1 5:1x1 6:1x1 7:1x1 8:1x1", "0:3x1 3:1x1 4:1x1 5:1x1 6:1x1 7:1x1 8:1x1 9:1x1"}},
		{"a row all covered", []string{"1x2 1x2", "", "c c"}, []string{"0:1x2 1:1x2", "", "0:1x1 1:1x1"}},
		{"more rows than there are", []string{"1x9 c", "c"}, []string{"0:1x2 1:1x1", "1:1x1"}},
		{"rows to the end of the group", []string{"1x0 c", "c", "| c c"}, []string{"0:1x2 1:1x1", "1:1x1", "0:1x1 1:1x1"}},
		{"no reach over a group's edge", []string{"1x3 c", "| c c"}, []string{"0:1x1 1:1x1", "0:1x1 1:1x1"}},
		{"all columns there are", []string{"1000000x1", "c c c", "c 9999x1"}, []string{"0:3x1", "0:1x1 1:1x1 2:1x1", "0:1x1 1:2x1"}},
		{"only absurd ones", []string{"5000x1", "5000x1"}, []string{"0:1x1", "0:1x1"}},
		{"the later of two that overlap gives way", []string{"c c 1x2", "5x1"}, []string{"0:1x1 1:1x1 2:1x2", "0:2x1"}},
		{"zero and less", []string{"0x1 -3x1"}, []string{"0:1x1 1:1x1"}},
		{"Word: downwards", []string{"v c", "^ c", "^ c", "c c"}, []string{"0:1x3 1:1x1", "1:1x1", "1:1x1", "0:1x1 1:1x1"}},
		{"Word: several at once", []string{"v2x1 v c", "^2x1 ^ c", "v2x1 ^ c"}, []string{"0:2x2 2:1x3 3:1x1", "3:1x1", "0:2x1 3:1x1"}},
		{"Word: joins nothing", []string{"^ c", "c ^"}, []string{"0:1x1 1:1x1", "0:1x1 1:1x1"}},
		{"Word: joins a cell of another width", []string{"v2x1 c", "^ c c"}, []string{"0:2x1 2:1x1", "0:1x1 1:1x1 2:1x1"}},
		{"Word: sideways", []string{"c < < c", "c c c c"}, []string{"0:3x1 3:1x1", "0:1x1 1:1x1 2:1x1 3:1x1"}},
		{"Word: columns left out", []string{"c c c", ". . c"}, []string{"0:1x1 1:1x1 2:1x1", "2:1x1"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for i, row := range tc.rows {
				tc.rows[i] = strings.NewReplacer("^ ", "^c ", "v ", "vc ", "< ", "<c ").Replace(row + " ")
			}
			rows := spansOf(tc.rows...)
			if err := resolveSpans(rows); err != nil {
				t.Fatal(err)
			}
			if got := placesOf(rows); !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// Whatever the spans claim, no place of the table belongs to two cells, and none lies outside.
func TestSpansNeverOverlap(t *testing.T) {
	size := rapid.OneOf(rapid.IntRange(1, 4), rapid.SampledFrom([]int{0, -1, 7, 101, 65535, 1 << 30}))
	rapid.Check(t, func(t *rapid.T) {
		rows := make([]spanRow, rapid.IntRange(1, 8).Draw(t, "rows"))
		word := rapid.Bool().Draw(t, "Word")
		for i := range rows {
			rows[i].before = rapid.SampledFrom([]int{0, 0, 0, 1, -1}).Draw(t, "before")
			rows[i].startsGroup = !word && rapid.IntRange(0, 4).Draw(t, "group") == 0
			for range rapid.IntRange(0, 6).Draw(t, "cells") {
				s := &span{cols: size.Draw(t, "cols"), rows: 1}
				if word {
					how := rapid.SampledFrom([]string{"", "", "v", "^", "<"}).Draw(t, "joins")
					s.startsDown, s.joinsUp, s.joinsLeft = how == "v", how == "^", how == "<"
				} else {
					s.rows = size.Draw(t, "rows")
				}
				rows[i].cells = append(rows[i].cells, s)
			}
		}
		if err := resolveSpans(rows); err != nil {
			if !errors.Is(err, errTooLarge) {
				t.Fatal(err)
			}
			return
		}
		owner := map[[2]int]*span{}
		for r, row := range rows {
			for _, c := range row.cells {
				if c.covered {
					continue
				}
				if c.cols < 1 || c.rows < 1 || c.col < 0 || c.col+c.cols > maxGridCols || r+c.rows > len(rows) {
					t.Fatalf("row %d: column %d spans %d×%d", r, c.col, c.cols, c.rows)
				}
				for y := range c.rows {
					for x := range c.cols {
						at := [2]int{r + y, c.col + x}
						if owner[at] != nil {
							t.Fatalf("row %d column %d belongs to two cells", at[0], at[1])
						}
						owner[at] = c
					}
				}
			}
		}
	})
}

func TestSpansTooLarge(t *testing.T) {
	wide := spansOf(strings.Repeat("c ", maxGridCols+1))
	var work, area []spanRow
	for range maxSpanWork/maxColSpan + 1 {
		work = append(work, spanRow{cells: []*span{{cols: maxColSpan, rows: 1}}})
	}
	for range maxMergedCells/100 + 1 {
		area = append(area, spanRow{cells: []*span{{cols: 100, rows: 1}}})
	}
	for name, rows := range map[string][]spanRow{"columns": wide, "work": work, "area": area} {
		if err := resolveSpans(rows); !errors.Is(err, errTooLarge) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
