package pdf

import (
	"testing"

	"tongjian/data"
)

// wide draws two pages of a table of six columns, as a spreadsheet program prints it: the columns for which there is no room on
// pages of their own.
func wide() (leftTop, leftBelow, rightTop, rightBelow *sheet) {
	leftTop, leftBelow, rightTop, rightBelow = newSheet(), newSheet(), newSheet(), newSheet()
	lattice(leftTop, 50, 780, 120, 30, []string{"行名", "甲栏", "乙栏", "丙栏"}, []string{"一、新收", "1", "2", "3"})
	lattice(rightTop, 50, 780, 120, 30, []string{"丁栏", "总计"}, []string{"4", "10"})
	lattice(leftBelow, 50, 780, 120, 30, []string{"二、结转", "5", "6", "7"}, []string{"三、其他", "0", "", "0"}, []string{"四、总计", "5", "6", "7"})
	lattice(rightBelow, 50, 780, 120, 30, []string{"8", "26"}, []string{"0", "0"}, []string{"8", "26"})
	return leftTop, leftBelow, rightTop, rightBelow
}

func TestAcross(t *testing.T) {
	tests := []struct {
		name  string
		pages func() []*sheet
		rows  string // of the first grid
		grids int
	}{
		{
			name: "down, then over",
			pages: func() []*sheet {
				a, b, c, d := wide()
				return []*sheet{a, b, c, d}
			},
			rows: "行名 甲栏 乙栏 丙栏 丁栏 总计|一、新收 1 2 3 4 10|二、结转 5 6 7 8 26|三、其他 0  0 0 0|四、总计 5 6 7 8 26|", grids: 1,
		},
		{
			name: "over, then down",
			pages: func() []*sheet {
				a, b, c, d := wide()
				return []*sheet{a, c, b, d}
			},
			rows: "行名 甲栏 乙栏 丙栏 丁栏 总计|一、新收 1 2 3 4 10|二、结转 5 6 7 8 26|三、其他 0  0 0 0|四、总计 5 6 7 8 26|", grids: 1,
		},
		{
			name: "a last column alone",
			pages: func() []*sheet {
				a, _, _, _ := wide()
				d := newSheet()
				lattice(d, 50, 780, 120, 30, []string{"总计"}, []string{"10"})
				return []*sheet{a, d}
			},
			rows: "行名 甲栏 乙栏 丙栏 总计|一、新收 1 2 3 10|", grids: 1,
		},
		{
			name: "a page that could go on two others stays apart",
			pages: func() []*sheet {
				a, _, c, _ := wide()
				b, _, _, _ := wide()
				return []*sheet{a, b, c}
			},
			rows: "行名 甲栏 乙栏 丙栏|一、新收 1 2 3|行名 甲栏 乙栏 丙栏|一、新收 1 2 3|", grids: 2,
		},
		{
			name: "a table with labels of its own stays apart",
			pages: func() []*sheet {
				a, _, _, _ := wide()
				b := newSheet()
				lattice(b, 50, 780, 120, 30, []string{"行名", "总计"}, []string{"二、结转", "3"})
				return []*sheet{a, b}
			},
			rows: "行名 甲栏 乙栏 丙栏|一、新收 1 2 3|", grids: 2,
		},
		{
			name: "the same heads again go below",
			pages: func() []*sheet {
				a, b := newSheet(), newSheet()
				for _, s := range []*sheet{a, b} {
					lattice(s, 50, 780, 120, 30, []string{"维持", "纠正", "其他", "总计"}, []string{"1", "2", "3", "6"})
				}
				return []*sheet{a, b}
			},
			rows: "维持 纠正 其他 总计|1 2 3 6|维持 纠正 其他 总计|1 2 3 6|", grids: 1,
		},
		{
			name: "a table that ends before the edge of its page is whole",
			pages: func() []*sheet {
				_, _, c, _ := wide()
				a := newSheet()
				lattice(a, 50, 780, 60, 30, []string{"行名", "甲栏"}, []string{"一、新收", "1"})
				return []*sheet{a, c}
			},
			rows: "行名 甲栏|一、新收 1|", grids: 2,
		},
		{
			name: "rows of another height are of another table",
			pages: func() []*sheet {
				a, _, _, _ := wide()
				b := newSheet()
				lattice(b, 50, 780, 120, 20, []string{"丁栏", "总计"}, []string{"4", "10"}, []string{"4", "10"})
				return []*sheet{a, b}
			},
			rows: "行名 甲栏 乙栏 丙栏|一、新收 1 2 3|", grids: 2,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, err := Read(document(test.pages()...))
			if err != nil {
				t.Fatal(err)
			}
			rows, grids := "", 0
			for _, b := range doc.Blocks {
				if b.Grid == nil {
					continue
				}
				if grids++; grids > 1 {
					continue
				}
				for _, row := range b.Grid.Rows {
					for i, c := range row {
						if i > 0 {
							rows += " "
						}
						rows += c.Text
					}
					rows += "|"
				}
			}
			if rows != test.rows || grids != test.grids {
				t.Errorf("read %d grids, the first\n%s\nwant %d\n%s", grids, rows, test.grids, test.rows)
			}
		})
	}
}

// Rows without lines are put together by their height, and a figure keeps its place.
func TestAcrossRows(t *testing.T) {
	left, right := newSheet(), newSheet()
	for i, y := range []float64{700, 680, 660, 640} {
		left.text(55, y, 10, []string{"1.重复申请", "2.信访举报", "3.公开出版物", "4.合计"}[i])
		for c := range 4 {
			left.text(200+90*float64(c), y, 10, string(rune('0'+c)))
		}
		right.text(55, y, 10, "4")
		right.text(145, y, 10, "10")
	}
	doc, err := Read(document(left, right))
	if err != nil {
		t.Fatal(err)
	}
	const want = "p1,1:1 [1.重复申请] [0] [1] [2] [3] [4] [10]\n" + "p1,2:1 [2.信访举报] [0] [1] [2] [3] [4] [10]\n" +
		"p1,3:1 [3.公开出版物] [0] [1] [2] [3] [4] [10]\n" + "p1,4:1 [4.合计] [0] [1] [2] [3] [4] [10]\n"
	if got := describe(doc); got != want {
		t.Fatalf("read\n%s\nwant\n%s", got, want)
	}
	if got, want := doc.Blocks[0].Grid.Rows[1][6].At, (data.Position{Page: 2, Line: 2, Cell: 2}); got != want {
		t.Errorf("the last figure of the second row is at %v, want %v", got, want)
	}
}

// wideUnlined draws four pages of a table without lines, the columns for which there is no room on pages of their own, and headings there
// that stand beside nothing.
func wideUnlined() (leftTop, leftBelow, rightTop, rightBelow *sheet) {
	leftTop, leftBelow, rightTop, rightBelow = newSheet(), newSheet(), newSheet(), newSheet()
	for c, h := range []string{"自然人", "企业"} {
		leftTop.text(350+100*float64(c), 120, 10, h)
	}
	rightTop.text(155, 160, 10, "申请人情况")
	for c, h := range []string{"机构", "组织", "总计"} {
		rightTop.text(55+100*float64(c), 120, 10, h)
	}
	for i, y := range []float64{100, 780, 760} {
		left, right := leftBelow, rightBelow
		if i == 0 {
			left, right = leftTop, rightTop
		}
		left.text(55, y, 10, []string{"一、新收", "二、结转", "三、总计"}[i])
		for c := range 2 {
			left.text(350+100*float64(c), y, 10, string(rune('1'+c)))
		}
		for c := range 3 {
			right.text(55+100*float64(c), y, 10, string(rune('3'+c)))
		}
	}
	return leftTop, leftBelow, rightTop, rightBelow
}

func TestAcrossHeadings(t *testing.T) {
	tests := []struct {
		name string
		draw func(leftTop, leftBelow, rightTop, rightBelow *sheet)
		want string
	}{
		{
			name: "headings beside nothing",
			draw: func(_, _, _, _ *sheet) {},
			want: "p1,1:1 [自然人] [企业] [机构] [组织] [总计]\np3,1:1 [申请人情况]\np1,2:1 [一、新收] [1] [2] [3] [4] [5]\n" +
				"p2,1:1 [二、结转] [1] [2] [3] [4] [5]\np2,2:1 [三、总计] [1] [2] [3] [4] [5]\n",
		},
		{
			name: "a heading cut in two by the edge of the page",
			draw: func(leftTop, _, rightTop, _ *sheet) {
				leftTop.op("q 50 0 490 842 re W n")
				leftTop.text(515, 140, 10, "法人组织")
				leftTop.op("Q")
				rightTop.op("q 50 0 490 842 re W n")
				rightTop.text(25, 140, 10, "法人组织")
				rightTop.op("Q")
			},
			want: "p1,2:1 [自然人] [企业] [机构] [组织] [总计]\np3,1:1 [申请人情况]\np1,1:1 [法人组织]\np1,3:1 [一、新收] [1] [2] [3] [4] [5]\n" +
				"p2,1:1 [二、结转] [1] [2] [3] [4] [5]\np2,2:1 [三、总计] [1] [2] [3] [4] [5]\n",
		},
		{
			name: "rows that nothing goes on beside have no blank cells there",
			draw: func(_, _, _, rightBelow *sheet) { rightBelow.text(55, 500, 10, "本页没有内容。") },
			want: "p1,1:1 [自然人] [企业] [机构] [组织] [总计]\np3,1:1 [申请人情况]\np1,2:1 [一、新收] [1] [2] [3] [4] [5]\n" +
				"p2,1:1 [二、结转] [1] [2]\np2,2:1 [三、总计] [1] [2]\np4,1:1 [3] [4] [5]\np4,2:1 [3] [4] [5]\np4,3 本页没有内容。\n",
		},
		{
			name: "a row of figures beside nothing, below those beside which there are some",
			draw: func(leftTop, _, _, _ *sheet) {
				leftTop.text(55, 80, 10, "二、上年")
				leftTop.text(350, 80, 10, "7")
				leftTop.text(450, 80, 10, "8")
			},
			want: "p1,1:1 [自然人] [企业]\np1,2:1 [一、新收] [1] [2]\np1,3:1 [二、上年] [7] [8]\n" +
				"p2,1:1 [二、结转] [1] [2] [3] [4] [5]\np2,2:1 [三、总计] [1] [2] [3] [4] [5]\n" +
				"p3,1 申请人情况\np3,2:1 [机构] [组织] [总计]\np3,3:1 [3] [4] [5]\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a, b, c, d := wideUnlined()
			test.draw(a, b, c, d)
			doc, err := Read(document(a, b, c, d))
			if err != nil {
				t.Fatal(err)
			}
			if got := describe(doc); got != test.want {
				t.Errorf("read\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// A figure of a table put together from pages is found on the page it stands on.
func TestAcrossPlaces(t *testing.T) {
	a, b, c, d := wide()
	file := document(a, b, c, d)
	doc, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	row := doc.Blocks[0].Grid.Rows[2]
	if got, want := row[4].At, (data.Position{Page: 4, Grid: 1, Line: 1, Cell: 5}); row[4].Text != "8" || got != want {
		t.Fatalf("cell %q at %v, want 8 at %v", row[4].Text, got, want)
	}
	pages := laidOut(t, file)
	if box, ok := placed(pages, row[4].At); !ok || box.left < 45 || box.right > 175 {
		t.Errorf("found at %v, %v; want the first column of its page", box, ok)
	}
}
