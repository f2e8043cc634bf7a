package pdf

import "testing"

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
