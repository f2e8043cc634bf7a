package pdf

import (
	"math"
	"testing"
)

// clipped writes a text of which only what lies in a box is shown.
func (s *sheet) clipped(x, y, width, height, from, base float64, text string) {
	s.op("q %g %g %g %g re W n", x, y, width, height)
	s.text(from, base, 9, text)
	s.op("Q")
}

// slanted writes a text that runs upwards across the page.
func (s *sheet) slanted(x, y, size float64, text string) {
	const by = math.Pi / 6
	s.op("BT /F1 %g Tf %g %g %g %g %g %g Tm <%s> Tj ET", size, math.Cos(by), math.Sin(by), -math.Sin(by), math.Cos(by), x, y, hex(text))
}

// What is drawn over a table, again, or beyond the edges of a cell is not taken for what the cells say.
func TestOverlaid(t *testing.T) {
	table := func(s *sheet) {
		lattice(s, 50, 780, 80, 20, []string{"项目", "制发", "废止", "有效"}, []string{"规章", "7", "", "12"}, []string{"文件", "0", "3", "5"})
	}
	const plain = "p1,t1,1:1 [项目] [制发] [废止] [有效]\np1,t1,2:1 [规章] [7] [] [12]\np1,t1,3:1 [文件] [0] [3] [5]\n"
	readBack(t, []drawnPage{
		{"a mark across the page", func(s *sheet) {
			table(s)
			s.slanted(60, 700, 30, "内部资料2024")
			s.slanted(140, 730, 10, "张三2024")
		}, plain},
		{"a mark in large letters", func(s *sheet) { s.text(100, 735, 50, "2024"); table(s) }, plain},
		{"drawn again a little aside", func(s *sheet) {
			table(s)
			s.op("q 1 0 0 1 0.5 -0.6 cm")
			table(s)
			s.op("Q")
		}, plain},
		{"a label shown over the blank cell beside it", func(s *sheet) {
			lattice(s, 72, 700, 64, 20, []string{"1.要求行政机关确认", "", "3"}, []string{"2.其他", "5", "6"})
		}, "p1,t1,1:1 [1.要求行政机关确认] [] [3]\np1,t1,2:1 [2.其他] [5] [6]\n"},
		{"figures beside a label whose last character is drawn over the line between them", func(s *sheet) {
			lattice(s, 72, 700, 56, 20, []string{"1.重复申请”", "", "3"}, []string{"2.其他", "5", "6"})
			s.text(132.5, 688, 9, "70")
		}, "p1,t1,1:1 [1.重复申请”] [70] [3]\np1,t1,2:1 [2.其他] [5] [6]\n"},
		{"two figures in one place", func(s *sheet) { table(s); s.text(136, 748, 9, "1") }, "p1,t1,1:1 [项目] [制发] [废止] [有效]\np1,t1,2:1 [规章] [7\ufffd] [] [12]\np1,t1,3:1 [文件] [0] [3] [5]\n"},
		{"a long label cut off at its cell", func(s *sheet) {
			lattice(s, 50, 780, 80, 20, []string{"", "0", "3"}, []string{"", "1", "2"})
			s.clipped(50, 760, 80, 20, 54, 768, "1.其他法律行政法规禁止公开")
			s.clipped(50, 740, 80, 20, 54, 748, "2.其他")
		}, "p1,t1,1:1 [1.其他法律行政法规禁止公开] [0] [3]\np1,t1,2:1 [2.其他] [1] [2]\n"},
		{"a figure cut off at its cell", func(s *sheet) {
			lattice(s, 50, 780, 40, 20, []string{"甲", "", "3"}, []string{"乙", "1", "2"})
			s.clipped(90, 760, 40, 20, 100, 768, "1234567890")
		}, "p1,t1,1:1 [甲] [1234567\ufffd] [3]\np1,t1,2:1 [乙] [1] [2]\n"},
		{"a figure set apart and broken for want of room", func(s *sheet) {
			s.op("3 Tc")
			rows := [][]string{{"规章", "123\n4", "10"}}
			for range 7 {
				rows = append(rows, []string{"行政", "许可", "处罚"})
			}
			lattice(s, 50, 780, 36, 24, rows...)
		}, "p1,t1,1:1 [规章] [1234] [10]\np1,t1,2:1 [行政] [许可] [处罚]\np1,t1,3:1 [行政] [许可] [处罚]\np1,t1,4:1 [行政] [许可] [处罚]\n" +
			"p1,t1,5:1 [行政] [许可] [处罚]\np1,t1,6:1 [行政] [许可] [处罚]\np1,t1,7:1 [行政] [许可] [处罚]\np1,t1,8:1 [行政] [许可] [处罚]\n"},
		{"characters set apart", func(s *sheet) {
			s.op("4 Tc")
			lattice(s, 50, 780, 120, 20, []string{"信息内容", "本年制发件数", "总计"}, []string{"行政规范性文件", "1234", "10"},
				[]string{"行政处罚决定", "0", "0"}, []string{"行政许可决定", "8", "9"})
		}, "p1,t1,1:1 [信息内容] [本年制发件数] [总计]\np1,t1,2:1 [行政规范性文件] [1234] [10]\np1,t1,3:1 [行政处罚决定] [0] [0]\np1,t1,4:1 [行政许可决定] [8] [9]\n"},
		{"figures of several columns in one cell stay apart", func(s *sheet) {
			lattice(s, 50, 780, 120, 20, []string{"规章项目", "0 0 0", "1 2"}, []string{"文件项目", "0", "7"})
		}, "p1,t1,1:1 [规章项目] [0 0 0] [1 2]\np1,t1,2:1 [文件项目] [0] [7]\n"},
	})
}
