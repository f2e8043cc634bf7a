package pdf

import (
	"strings"
	"testing"

	"tongjian/data"
)

// drawnPage is a page as it is drawn, and what reading it must give.
type drawnPage struct {
	name string
	draw func(s *sheet)
	want string
}

// readBack draws each page and compares what is read.
func readBack(t *testing.T, pages []drawnPage) {
	t.Helper()
	for _, p := range pages {
		t.Run(p.name, func(t *testing.T) {
			s := newSheet()
			p.draw(s)
			doc, err := Read(document(s))
			if err != nil {
				t.Fatal(err)
			}
			if got := describe(doc); got != p.want {
				t.Errorf("read\n%s\nwant\n%s", got, p.want)
			}
		})
	}
}

// Tables without lines whose cells stand close together: what stands above and below tells them apart.
func TestUnlined(t *testing.T) {
	columns := []float64{250, 300, 350, 400}
	row := func(s *sheet, y float64, label string, figures ...string) {
		if label != "" {
			s.text(120, y, 10, label)
		}
		for i, f := range figures {
			if f != "" {
				s.text(columns[i], y, 10, f)
			}
		}
	}
	heads := func(s *sheet) {
		for i, h := range []string{"甲栏", "乙栏", "丙栏", "总计"} {
			s.text(columns[i], 740, 10, h)
		}
	}
	readBack(t, []drawnPage{
		{
			name: "labels and figures that leave no gap before the next cell",
			draw: func(s *sheet) {
				row(s, 700, "1.信访举报投诉类申请数量合", "5471234", "25902345", "0", "7")
				row(s, 680, "2.重复申请", "1", "2", "3", "6")
				row(s, 660, "3.其他", "0", "0", "0", "0")
			},
			want: "p1,1:1 [1.信访举报投诉类申请数量合] [5471234] [25902345] [0] [7]\n" +
				"p1,2:1 [2.重复申请] [1] [2] [3] [6]\n" +
				"p1,3:1 [3.其他] [0] [0] [0] [0]\n",
		},
		{
			name: "a wrapped label with its figures in the middle, beside the label of several rows",
			draw: func(s *sheet) {
				row(s, 700, "1.重复申请", "1", "2", "3", "6")
				row(s, 680, "2.要求行政机关确认")
				row(s, 673, "", "4", "0", "1", "5")
				row(s, 666, "已获取信息")
				s.text(72, 673, 10, "不予处")
				s.text(72, 659, 10, "理")
				row(s, 646, "3.其他", "0", "0", "0", "0")
			},
			want: "p1,1:1 [1.重复申请] [1] [2] [3] [6]\n" +
				"p1,3:1 [不予处理]\n" +
				"p1,3:1 [2.要求行政机关确认已获取信息] [4] [0] [1] [5]\n" +
				"p1,6:1 [3.其他] [0] [0] [0] [0]\n",
		},
		{
			name: "headings tell the columns in which no row has a figure, and rows may be blank",
			draw: func(s *sheet) {
				heads(s)
				row(s, 720, "1.重复申请", "12", "", "3", "15")
				row(s, 700, "2.要求提供公开出版物")
				row(s, 680, "3.其他", "4")
				row(s, 660, "4.合计", "16", "", "3", "19")
			},
			want: "p1,1:1 [甲栏] [乙栏] [丙栏] [总计]\n" +
				"p1,2:1 [1.重复申请] [12] [] [3] [15]\n" +
				"p1,3:1 [2.要求提供公开出版物] [] [] [] []\n" +
				"p1,4:1 [3.其他] [4] [] [] []\n" +
				"p1,5:1 [4.合计] [16] [] [3] [19]\n",
		},
		{
			name: "headings stand in the order of their columns, whatever their height; a wrapped one is one, and so is a wrapped label",
			draw: func(s *sheet) {
				s.text(360, 775, 10, "其他组织合计")
				s.text(250, 757, 10, "甲栏")
				s.text(500, 757, 10, "总计")
				for i, h := range []string{"乙类", "丙类", "丁类", "戊类"} {
					s.text(300+50*float64(i), 750, 10, h)
					s.text(300+50*float64(i), 737, 10, "单位")
				}
				for i, y := range []float64{720, 688, 661} {
					for c := range 6 {
						s.text(250+50*float64(c), y, 10, string(rune('0'+i+c)))
					}
				}
				s.text(120, 720, 10, "1.重复申请")
				s.text(120, 697, 10, "2.要求行政机关")
				s.text(120, 679, 10, "确认")
				s.text(120, 661, 10, "3.其他")
			},
			want: "p1,2:1 [甲栏] [乙类单位] [丙类单位] [丁类单位] [戊类单位] [总计]\n" +
				"p1,1:1 [其他组织合计]\n" +
				"p1,5:1 [1.重复申请] [0] [1] [2] [3] [4] [5]\n" +
				"p1,7:1 [2.要求行政机关确认] [1] [2] [3] [4] [5] [6]\n" +
				"p1,9:1 [3.其他] [2] [3] [4] [5] [6] [7]\n",
		},
		{
			name: "in one row of figures each is under its heading, and where a heading has none the cell is blank",
			draw: func(s *sheet) {
				s.text(72, 790, 10, "行政复议")
				for i, h := range []string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"} {
					s.text(72+50*float64(i), 770, 10, h)
				}
				s.text(72, 750, 10, "5")
				s.text(222, 750, 10, "2")
				s.text(272, 750, 10, "7")
			},
			want: "p1,2:1 [结果维持] [结果纠正] [其他结果] [尚未审结] [总计]\np1,1:1 [行政复议]\np1,3:1 [5] [] [] [2] [7]\n",
		},
		{
			name: "figures that stand under no heading by themselves stay as they are",
			draw: func(s *sheet) {
				for i, h := range []string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"} {
					s.text(72+50*float64(i), 770, 10, h)
				}
				s.text(83, 750, 10, "5")
				s.text(222, 750, 10, "2")
				s.text(272, 750, 10, "7")
			},
			want: "p1,1 结果维持结果纠正其他结果尚未审结总计\np1,2:1 [5] [2] [7]\n",
		},
		{
			name: "a label may reach over the blank cells beside it",
			draw: func(s *sheet) {
				row(s, 720, "1.重复申请", "12", "1", "3", "16")
				row(s, 700, "2.要求提供公开出版物或者其他材料的申请一律不再处理")
				row(s, 680, "3.其他", "4")
				row(s, 660, "4.合计", "16", "1", "3", "20")
			},
			want: "p1,1:1 [1.重复申请] [12] [1] [3] [16]\n" +
				"p1,2:1 [2.要求提供公开出版物或者其他材料的申请一律不再处理] [] [] [] []\n" +
				"p1,3:1 [3.其他] [4] [] [] []\n" +
				"p1,4:1 [4.合计] [16] [1] [3] [20]\n",
		},
		{
			name: "lines of a wrapped label are told from the label beside them by the gap before where labels begin",
			draw: func(s *sheet) {
				row(s, 720, "1.重复申请", "1", "2", "3", "6")
				row(s, 700, "2.公开出版", "0", "0", "1", "1")
				row(s, 680, "3.要求行政机关")
				row(s, 668, "确认已获", "4", "0", "1", "5")
				s.text(72, 656, 10, "（五）不")
				row(s, 656, "取信息")
				s.text(72, 644, 10, "予处理")
				row(s, 630, "4.其他", "0", "0", "0", "0")
			},
			want: "p1,1:1 [1.重复申请] [1] [2] [3] [6]\n" +
				"p1,2:1 [2.公开出版] [0] [0] [1] [1]\n" +
				"p1,4:1 [3.要求行政机关确认已获取信息] [4] [0] [1] [5]\n" +
				"p1,5:1 [（五）不予处理]\n" +
				"p1,7:1 [4.其他] [0] [0] [0] [0]\n",
		},
		{
			name: "a heading of three lines beside some of two, its lines a little higher or lower than theirs",
			draw: func(s *sheet) {
				for i, h := range []string{"自", "然", "人"} {
					s.text(250, 764-12*float64(i), 10, h)
				}
				for i, h := range []string{"商业", "科研", "社会", "其他"} {
					s.text(300+50*float64(i), 755, 10, h)
					s.text(300+50*float64(i), 743, 10, []string{"企业", "机构", "组织", "组织"}[i])
				}
				for i, y := range []float64{720, 700, 680} {
					row(s, y, []string{"1.重复申请", "2.公开出版", "3.其他"}[i], "0", "1", "2", "3")
					s.text(450, y, 10, "4")
				}
			},
			want: "p1,3:1 [自然人] [商业企业] [科研机构] [社会组织] [其他组织]\n" +
				"p1,4:1 [1.重复申请] [0] [1] [2] [3] [4]\np1,5:1 [2.公开出版] [0] [1] [2] [3] [4]\np1,6:1 [3.其他] [0] [1] [2] [3] [4]\n",
		},
		{
			name: "a heading right behind what stands beside the headings",
			draw: func(s *sheet) {
				s.text(72, 740, 10, "本列数据的勾稽关系为第一项加第二")
				s.text(240, 740, 10, "甲乙栏")
				for i, h := range []string{"丙栏", "丁栏", "戊栏", "总计"} {
					s.text(300+50*float64(i), 740, 10, h)
				}
				for i, y := range []float64{720, 700, 680} {
					row(s, y, []string{"1.重复申请", "2.公开出版", "3.其他"}[i], "0", "1", "2", "3")
					s.text(450, y, 10, "4")
				}
			},
			want: "p1,1:1 [本列数据的勾稽关系为第一项加第二]\np1,1:2 [甲乙栏] [丙栏] [丁栏] [戊栏] [总计]\n" +
				"p1,2:1 [1.重复申请] [0] [1] [2] [3] [4]\np1,3:1 [2.公开出版] [0] [1] [2] [3] [4]\np1,4:1 [3.其他] [0] [1] [2] [3] [4]\n",
		},
		{
			name: "a heading right behind what is shown as far as the edge of its cell, or over that",
			draw: func(s *sheet) {
				s.op("q 120 730 128 20 re W n")
				s.text(120, 740, 10, "本列数据的勾稽关系为第一项")
				s.op("Q")
				s.text(249, 740, 10, "甲栏")
				for i, h := range []string{"乙栏", "丙栏", "总计"} {
					s.text(300+50*float64(i), 740, 10, h)
				}
				row(s, 720, "1.重复申请", "1", "2", "3", "6")
				row(s, 700, "2.要求提供公开出版物一", "0", "0", "1", "1")
				s.text(116, 680, 10, "3.要求行政机关确认或重新出具")
				row(s, 680, "", "0", "0", "0", "0")
			},
			want: "p1,1:1 [本列数据的勾稽关系为第一项] [甲栏] [乙栏] [丙栏] [总计]\n" +
				"p1,2:1 [1.重复申请] [1] [2] [3] [6]\np1,3:1 [2.要求提供公开出版物一] [0] [0] [1] [1]\n" +
				"p1,4:1 [3.要求行政机关确认或重新出具] [0] [0] [0] [0]\n",
		},
		{
			name: "a figure broken over two lines is no blank cell",
			draw: func(s *sheet) {
				heads(s)
				row(s, 720, "1.重复申请", "1", "2", "3", "6")
				row(s, 700, "2.公开出版", "4", "0", "1", "5")
				row(s, 680, "3.总计", "4", "0", "1")
				row(s, 686, "", "", "", "", "2712")
				row(s, 674, "", "", "", "", "3")
			},
			want: "p1,1:1 [甲栏] [乙栏] [丙栏] [总计]\np1,2:1 [1.重复申请] [1] [2] [3] [6]\n" +
				"p1,3:1 [2.公开出版] [4] [0] [1] [5]\np1,5:1 [3.总计] [4] [0] [1] [2712 3]\n",
		},
		{
			name: "a heading over several columns is neither one of its own nor part of the heading below it",
			draw: func(s *sheet) {
				s.text(150, 790, 10, "行政复议")
				s.text(355, 790, 10, "行政诉讼")
				s.text(222, 778, 10, "未经复议直接起诉")
				s.text(422, 778, 10, "复议后起诉")
				for block := range 2 {
					for i, h := range []string{"结果维持", "结果纠正", "其他结果", "总计"} {
						s.text(72+200*float64(block)+50*float64(i), 765, 10, h)
					}
				}
				for i := range 8 {
					if i != 6 {
						s.text(72+50*float64(i), 750, 10, string(rune('0'+i)))
					}
				}
			},
			want: "p1,3:1 [结果维持] [结果纠正] [其他结果] [总计] [结果维持] [结果纠正] [其他结果] [总计]\n" +
				"p1,1:1 [行政复议] [行政诉讼] [复议后起诉]\np1,2:1 [未经复议直接起诉]\np1,4:1 [0] [1] [2] [3] [4] [5] [] [7]\n",
		},
		{
			name: "rows as close as the lines of one label: a label with room left is not wrapped, and headings beside one begin it and end it",
			draw: func(s *sheet) {
				row(s, 720, "规章", "1", "2", "3")
				row(s, 708, "行政规范性文件", "4", "5", "6")
				row(s, 696, "第二十条第（五）项")
				row(s, 684, "信息内容")
				s.text(200, 684, 10, "处理数量")
				row(s, 672, "行政许可", "", "", "7")
				row(s, 660, "其他对外管理服", "", "", "8")
				row(s, 648, "务事项")
			},
			want: "p1,1:1 [规章] [1] [2] [3]\np1,2:1 [行政规范性文件] [4] [5] [6]\np1,3:1 [第二十条第（五）项] [] [] []\n" +
				"p1,4:1 [信息内容]\np1,4:1 [处理数量] [] [] []\n" +
				"p1,5:1 [行政许可] [] [] [7]\np1,6:1 [其他对外管理服务事项] [] [] [8]\n",
		},
		{
			name: "thousands set apart stay one figure",
			draw: func(s *sheet) {
				s.text(120, 700, 10, "行政许可")
				s.text(250, 700, 10, "1 234")
				s.text(120, 680, 10, "行政处罚")
				s.text(250, 680, 10, "5 678")
			},
			want: "p1,1:1 [行政许可] [1 234]\np1,2:1 [行政处罚] [5 678]\n",
		},
		{
			name: "a row of figures at the top of a page is no page number",
			draw: func(s *sheet) {
				row(s, 815, "", "9", "0", "0", "9")
				row(s, 700, "1.重复申请", "1", "2", "3", "6")
			},
			want: "p1,1:1 [9] [0] [0] [9]\np1,2:1 [1.重复申请] [1] [2] [3] [6]\n",
		},
	})
}

// The columns of a table without lines are as real as ruled ones where each has its heading and each row of figures its label.
func TestUnlinedColumns(t *testing.T) {
	heads := []string{"甲栏", "乙栏", "丙栏", "丁栏", "总计"}
	tests := []struct {
		name   string
		labels []string
		above  string
		ruled  bool
	}{
		{"labels that begin as labels do", []string{"1.重复申请", "2.公开出版物", "3.其他"}, "申请人情况", true},
		{"a row without a label", []string{"1.重复申请", "", "3.其他"}, "申请人情况", false},
		{"the end of a label for a whole one", []string{"1.重复申请", "公开出版物", "3.其他"}, "申请人情况", false},
		{"two labels for one", []string{"1.重复申请", "（二）不予　 公开", "3.其他"}, "申请人情况", false},
		{"headings of years above", []string{"1.重复申请", "2.公开出版物", "3.其他"}, "2022年", false},
		{"headings of years above those of all columns", []string{"1.重复申请", "2.公开出版物", "3.其他"}, "\n2022年", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newSheet()
			if year, further := strings.CutPrefix(test.above, "\n"); further {
				s.text(320, 790, 10, year)
				s.text(72, 775, 10, "1.单位")
				s.text(320, 775, 10, "9")
			} else {
				s.text(320, 760, 10, test.above)
			}
			for c, h := range heads {
				s.text(250+50*float64(c), 740, 10, h)
			}
			for r, label := range test.labels {
				s.text(72, 720-20*float64(r), 10, label)
				for c := range heads {
					if r+c != 3 {
						s.text(250+50*float64(c), 720-20*float64(r), 10, string(rune('0'+r+c)))
					}
				}
			}
			doc, err := Read(document(s))
			if err != nil {
				t.Fatal(err)
			}
			var ruled *data.Grid
			for _, b := range doc.Blocks {
				if b.Grid != nil && b.Grid.Ruled {
					ruled = b.Grid
				}
			}
			if (ruled != nil) != test.ruled {
				t.Fatalf("ruled: %v, want %v\n%s", ruled != nil, test.ruled, describe(doc))
			}
			if ruled == nil {
				return
			}
			for c := range heads {
				head, figure := ruled.Rows[0][c], ruled.Rows[len(ruled.Rows)-1][c+1]
				if head.Col != c+1 || figure.Col != c+1 {
					t.Errorf("%s is in column %d, %q below it in %d", head.Text, head.Col, figure.Text, figure.Col)
				}
			}
		})
	}
}

// A table without lines goes on over the page in the columns that the headings and figures of both pages tell, and a figure keeps its place.
func TestUnlinedOverPages(t *testing.T) {
	columns := []float64{250, 300, 350, 400, 450}
	draw := func(s *sheet, y float64, label string, figures ...string) {
		s.text(72, y, 10, label)
		for i, f := range figures {
			if f != "" {
				s.text(columns[i], y, 10, f)
			}
		}
	}
	first, second := newSheet(), newSheet()
	draw(first, 120, "", "自然人", "企业", "机构", "其他", "总计")
	draw(first, 100, "一、新收", "12", "3", "", "", "15")
	second.text(270, 820, 10, "- 2 -")
	draw(second, 780, "1.重复申请", "4", "1")
	draw(second, 760, "2.公开出版物")
	draw(second, 740, "3.总计", "4", "1", "", "", "5")
	second.text(72, 700, 10, "四、政府信息公开行政复议、行政诉讼情况，本年度没有发生有关案件。")
	doc, err := Read(document(first, second))
	if err != nil {
		t.Fatal(err)
	}
	const want = "p1,1:1 [自然人] [企业] [机构] [其他] [总计]\n" +
		"p1,2:1 [一、新收] [12] [3] [] [] [15]\n" +
		"p2,2:1 [1.重复申请] [4] [1] [] [] []\n" +
		"p2,3:1 [2.公开出版物] [] [] [] [] []\n" +
		"p2,4:1 [3.总计] [4] [1] [] [] [5]\n" +
		"p2,5 四、政府信息公开行政复议、行政诉讼情况，本年度没有发生有关案件。\n"
	if got := describe(doc); got != want {
		t.Fatalf("read\n%s\nwant\n%s", got, want)
	}
	pages := laidOut(t, document(first, second))
	last := doc.Blocks[0].Grid.Rows[4][5]
	if box, ok := placed(pages, last.At); last.Text != "5" || !ok || box.left < 440 || box.top < -750 || box.bottom > -730 {
		t.Errorf("%q at %v found at %v, %v; want it at 450, 740 on the second page", last.Text, last.At, box, ok)
	}
}

// Headings printed again on the next page are those of the same table.
func TestUnlinedHeadsAgain(t *testing.T) {
	var pages []*sheet
	for n := range 2 {
		s := newSheet()
		s.text(300, 740, 10, "申请人情况")
		for c, h := range []string{"自然人", "企业", "机构", "其他", "总计"} {
			s.text(250+50*float64(c), 720, 10, h)
		}
		for r := range 3 {
			y := 700 - 20*float64(r)
			s.text(72, y, 10, string(rune('1'+3*n+r))+".申请")
			for c := range 5 {
				if n+r+c != 1 {
					s.text(250+50*float64(c), y, 10, string(rune('0'+r+c)))
				}
			}
		}
		pages = append(pages, s)
	}
	doc, err := Read(document(pages...))
	if err != nil {
		t.Fatal(err)
	}
	const want = "p1,2:1 [自然人] [企业] [机构] [其他] [总计]\np1,1:1 [申请人情况]\n" +
		"p1,3:1 [1.申请] [0] [] [2] [3] [4]\np1,4:1 [2.申请] [] [2] [3] [4] [5]\np1,5:1 [3.申请] [2] [3] [4] [5] [6]\n" +
		"p2,3:1 [4.申请] [] [1] [2] [3] [4]\np2,4:1 [5.申请] [1] [2] [3] [4] [5]\np2,5:1 [6.申请] [2] [3] [4] [5] [6]\n"
	if got := describe(doc); got != want {
		t.Errorf("read\n%s\nwant\n%s", got, want)
	}
}
