package pdf

import "testing"

// Headings and figures that stand beside each other in their columns, as spread sheets set words to the left and numbers to the right.
func TestUnlinedHeadsBeside(t *testing.T) {
	type set func(left, width float64, text string, size float64) float64
	var (
		left  set = func(left, _ float64, _ string, _ float64) float64 { return left + 1 }
		right set = func(left, width float64, text string, size float64) float64 {
			return left + width - 1 - textWidth(text, size)
		}
		centre set = func(left, width float64, text string, size float64) float64 {
			return left + (width-textWidth(text, size))/2
		}
	)
	const size = 6.0
	heads := []string{"自然人", "企业", "科研机构", "社会组织", "服务机构", "其他", "总计"}
	widths := []float64{60, 50, 40, 40, 30, 60, 50}
	draw := func(head, figure set, from int, heads []string, rows ...[]string) func(s *sheet) {
		return func(s *sheet) {
			line := func(y float64, how set, texts []string) {
				x := 200.0
				for c, width := range widths {
					if c < len(texts) && texts[c] != "" {
						s.text(how(x, width, texts[c], size), y, size, texts[c])
					}
					x += width
				}
			}
			line(740, head, append(make([]string, from), heads[from:]...))
			for r, figures := range rows {
				s.text(72, 725-9*float64(r), size, string(rune('1'+r))+".重复申请")
				line(725-9*float64(r), figure, figures)
			}
		}
	}
	full := [][]string{
		{"12", "0", "0", "3", "0", "1", "16"},
		{"5", "340", "0", "0", "0", "0", "345"},
		{"0", "0", "7", "0", "0", "0", "7"},
	}
	blank := [][]string{
		{"12", "", "", "", "", "1", "13"},
		{"", "340", "", "", "", "", "340"},
		{"5", "", "", "", "", "10", "15"},
	}
	noughts := [][]string{
		{"1", "0", "0", "0", "0", "0", "1"},
		{"0", "0", "0", "2", "0", "3", "5"},
		{"0", "0", "0", "0", "0", "0", "0"},
	}
	const (
		wantHeads = "p1,1:1 [自然人] [企业] [科研机构] [社会组织] [服务机构] [其他] [总计]\n"
		wantFull  = "p1,2:1 [1.重复申请] [12] [0] [0] [3] [0] [1] [16]\np1,3:1 [2.重复申请] [5] [340] [0] [0] [0] [0] [345]\n" +
			"p1,4:1 [3.重复申请] [0] [0] [7] [0] [0] [0] [7]\n"
		wantBlank = "p1,2:1 [1.重复申请] [12] [] [] [] [] [1] [13]\np1,3:1 [2.重复申请] [] [340] [] [] [] [] [340]\n" +
			"p1,4:1 [3.重复申请] [5] [] [] [] [] [10] [15]\n"
		wantNoughts = "p1,2:1 [1.重复申请] [1] [0] [0] [0] [0] [0] [1]\np1,3:1 [2.重复申请] [0] [0] [0] [2] [0] [3] [5]\n" +
			"p1,4:1 [3.重复申请] [0] [0] [0] [0] [0] [0] [0]\n"
	)
	// mixed sets the figures of the third row as words are.
	n := 0
	var mixed set = func(l, width float64, text string, size float64) float64 {
		if n++; n > 2*len(heads) {
			return left(l, width, text, size)
		}
		return right(l, width, text, size)
	}
	readBack(t, []drawnPage{
		{"headings left, figures on both sides", draw(left, mixed, 0, heads, full...), wantHeads + wantFull},
		{"headings left, figures right", draw(left, right, 0, heads, full...), wantHeads + wantFull},
		{"headings left, figures right, columns of blanks", draw(left, right, 0, heads, blank...), wantHeads + wantBlank},
		{"headings left, figures of one digit right", draw(left, right, 0, heads, noughts...), wantHeads + wantNoughts},
		{"headings in the middle, figures right", draw(centre, right, 0, heads, full...), wantHeads + wantFull},
		{"headings in the middle, figures right, columns of blanks", draw(centre, right, 0, heads, blank...), wantHeads + wantBlank},
		{"headings in the middle, figures left", draw(centre, left, 0, heads, full...), wantHeads + wantFull},
		{"headings in the middle, figures left, columns of blanks", draw(centre, left, 0, heads, blank...), wantHeads + wantBlank},
		{
			"the first heading lost: the others are not those of the columns before theirs", draw(left, right, 1, heads, full...),
			"p1,1:1 [企业] [科研机构] [社会组织] [服务机构] [其他] [总计]\n" + wantFull,
		},
		{
			"headings in the middle, figures of one digit right: which is whose cannot be told, and no column is made of a heading",
			draw(centre, right, 0, heads, noughts...),
			"p1,1:1 [自然人] [企业] [科研机构] [社会组织] [服务机构] [其他] [总计]\n" + wantNoughts,
		},
	})
}
