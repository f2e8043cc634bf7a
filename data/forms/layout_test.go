package forms

import (
	"testing"

	"tongjian/data"
)

func TestLayoutCoversEveryPositionOnce(t *testing.T) {
	for _, e := range All() {
		for _, table := range e.Tables {
			l := table.Layout()
			covered := make([]int, l.Rows*l.Cols)
			figures := map[data.CellID]bool{}
			last := LayoutCell{Col: -1}
			for _, c := range l.Cells {
				if c.Row < last.Row || c.Row == last.Row && c.Col <= last.Col {
					t.Errorf("%s 表%s: %q at %d,%d out of reading order", e.Name, table.ID, c.Text, c.Row, c.Col)
				}
				last = c
				for row := c.Row; row < c.Row+c.RowSpan; row++ {
					for col := c.Col; col < c.Col+c.ColSpan; col++ {
						if row >= l.Rows || col >= l.Cols {
							t.Fatalf("%s 表%s: %q reaches %d,%d outside %d×%d", e.Name, table.ID, c.Text, row, col, l.Rows, l.Cols)
						}
						covered[row*l.Cols+col]++
					}
				}
				if c.Cell == nil && c.Text == "" {
					t.Errorf("%s 表%s: an empty label at %d,%d", e.Name, table.ID, c.Row, c.Col)
				}
				if c.Cell != nil {
					figures[c.Cell.CellID] = true
				}
			}
			for i, n := range covered {
				if n != 1 {
					t.Errorf("%s 表%s: position %d,%d is covered %d times", e.Name, table.ID, i/l.Cols, i%l.Cols, n)
				}
			}
			for _, c := range table.Cells() {
				if !figures[c.CellID] {
					t.Errorf("%s 表%s: %v is not printed", e.Name, table.ID, c.CellID)
				}
			}
		}
	}
}

// The places below are read off the printed form.
func TestLayoutIsThatOfThePrintedForm(t *testing.T) {
	for _, tc := range []struct {
		edition, table, text            string
		row, col, rowSpan, colSpan, nth int
	}{
		{"2021", "2", "第二十条第（一）项", 0, 0, 1, 4, 0},
		{"2021", "2", "信息内容", 1, 0, 1, 1, 0},
		{"2021", "2", "现行有效件数", 1, 3, 1, 1, 0},
		{"2021", "2", "本年处理决定数量", 5, 1, 1, 3, 0},
		{"2021", "2", "本年收费金额（单位：万元）", 12, 1, 1, 3, 0},
		{"2019", "2", "处理决定数量", 5, 5, 1, 2, 0},
		{"2019", "2", "采购总金额", 16, 4, 1, 3, 0},
		{"2021", "3", Balance, 0, 0, 3, 3, 0},
		{"2021", "3", "申请人情况", 0, 3, 1, 7, 0},
		{"2021", "3", "自然人", 1, 3, 2, 1, 0},
		{"2021", "3", "法人或其他组织", 1, 4, 1, 5, 0},
		{"2021", "3", "商业企业", 2, 4, 1, 1, 0},
		{"2021", "3", "总计", 1, 9, 2, 1, 0},
		{"2021", "3", "一、本年新收政府信息公开申请数量", 3, 0, 1, 3, 0},
		{"2021", "3", "三、本年度办理结果", 5, 0, 22, 1, 0},
		{"2019", "3", "三、本年度办理结果", 5, 0, 20, 1, 0},
		{"2021", "3", "（一）予以公开", 5, 1, 1, 2, 0},
		{"2021", "3", "（三）不予公开", 7, 1, 8, 1, 0},
		{"2021", "3", "1.属于国家秘密", 7, 2, 1, 1, 0},
		{"2021", "3", "（六）其他处理", 23, 1, 3, 1, 0},
		{"2019", "3", "（六）其他处理", 23, 1, 1, 2, 0},
		{"2021", "3", "（七）总计", 26, 1, 1, 2, 0},
		{"2014", "1", "统计指标", 0, 0, 1, 1, 0},
		{"2014", "1", "单位", 0, 1, 1, 1, 0},
		{"2014", "1", "统计数", 0, 2, 1, 1, 0},
		{"2014", "1", "一、主动公开情况", 1, 0, 1, 3, 0},
		{"2014", "1", "　（二）通过不同渠道和方式公开政府信息的情况", 5, 0, 1, 3, 0},
		{"2014", "1", "　　1.政府公报公开政府信息数", 6, 0, 1, 1, 0},
		{"2014", "1", "篇", 18, 1, 1, 1, 0},
		{"2014", "1", "四、行政复议数量", 45, 0, 1, 1, 0},
		{"2014", "1", "　（三）其他情形数", 52, 0, 1, 1, 1},
		{"2021", "4", "行政复议", 0, 0, 1, 5, 0},
		{"2021", "4", "行政诉讼", 0, 5, 1, 10, 0},
		{"2021", "4", "未经复议直接起诉", 1, 5, 1, 5, 0},
		{"2021", "4", "复议后起诉", 1, 10, 1, 5, 0},
		{"2021", "4", "结果维持", 1, 0, 2, 1, 0},
		{"2021", "4", "结果维持", 2, 5, 1, 1, 1},
		{"2021", "4", "总计", 2, 14, 1, 1, 2},
	} {
		e, _ := Named(tc.edition)
		table, _ := e.Table(tc.table)
		var found []LayoutCell
		for _, c := range table.Layout().Cells {
			if c.Text == tc.text {
				found = append(found, c)
			}
		}
		if len(found) <= tc.nth {
			t.Errorf("%s 表%s: %q is printed %d times", tc.edition, tc.table, tc.text, len(found))
			continue
		}
		c := found[tc.nth]
		if c.Row != tc.row || c.Col != tc.col || c.RowSpan != tc.rowSpan || c.ColSpan != tc.colSpan {
			t.Errorf("%s 表%s %q: at %d,%d spanning %d×%d, want %d,%d %d×%d", tc.edition, tc.table, tc.text,
				c.Row, c.Col, c.RowSpan, c.ColSpan, tc.row, tc.col, tc.rowSpan, tc.colSpan)
		}
	}
}
