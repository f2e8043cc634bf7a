package consolidated

import (
	"fmt"
	"io"

	"tongjian/data/forms"

	"tongjian/dashboard/xlsx"
)

// WriteSheets writes the working papers: what the sums rest on, every part's figure in every cell, and who is not in which sum.
func (r *Report) WriteSheets(w io.Writer) error {
	title := fmt.Sprintf("%s%d年汇总底册", Short(r.Region.Name), r.Year)
	sheets := []xlsx.Sheet{r.listSheet(title), r.cellSheet(title)}
	if s := r.withoutSheet(title); len(s.Rows) > 0 {
		sheets = append(sheets, s)
	}
	if s := r.openSheet(title); len(s.Rows) > 0 {
		sheets = append(sheets, s)
	}
	if err := xlsx.Write(w, title, sheets...); err != nil {
		return fmt.Errorf("working papers of %s on %d: %w", r.Region.Name, r.Year, err)
	}
	return nil
}

// listSheet is who is in and who is missing.
func (r *Report) listSheet(title string) xlsx.Sheet {
	s := xlsx.Sheet{Name: "单位名单", Title: title + "：单位名单", Remarks: r.Summary(), Frozen: 3, Columns: []xlsx.Column{
		{Head: "序号", Width: 6}, {Head: "地区", Width: 14}, {Head: "单位", Width: 34, Left: true}, {Head: "情形", Width: 14}, {Head: "版式", Width: 12},
		{Head: "错误", Width: 8}, {Head: "提醒", Width: 8}, {Head: "报告编号", Width: 10}, {Head: "备注", Width: 24, Left: true}}}
	for _, m := range r.Missing {
		s.Rows = append(s.Rows, []any{len(s.Rows) + 1, Short(m.RegionName), Short(m.Name), "缺报", nil, nil, nil, nil, nil})
	}
	for _, p := range r.Parts {
		state := "已计入"
		if !p.Roster {
			state = "已计入（册外）"
		}
		s.Rows = append(s.Rows, []any{len(s.Rows) + 1, Short(p.RegionName), Short(p.Name), state, editions(p), p.Errors, p.Warnings, p.Report, nil})
	}
	return s
}

// cellSheet has a row a cell and a column a part: the number, or in brackets why there is none.
func (r *Report) cellSheet(title string) xlsx.Sheet {
	s := xlsx.Sheet{Name: "逐格底册", Title: title + "：逐格", Remarks: []string{"一行是表中的一格，一列是一个单位；【】里是没有数字的原因，不计入合计，也不当作零。"},
		Frozen: 4, Columns: []xlsx.Column{{Head: "表", Width: 7}, {Head: "格", Width: 44, Left: true}, {Head: "合计", Width: 12}, {Head: "未计入", Width: 8}}}
	for _, p := range r.Parts {
		s.Columns = append(s.Columns, xlsx.Column{Head: Short(p.Name), Width: 13})
	}
	for _, t := range r.Edition.Tables {
		for _, c := range t.Cells() {
			sum := r.Sums[c.CellID]
			row := []any{forms.TableName(t.ID), c.Label(), nil, len(sum.Without)}
			if sum.Value != nil {
				row[2] = *sum.Value
			}
			for part := range r.Parts {
				value, why := r.figure(part, t.ID, c.CellID)
				if value != nil {
					row = append(row, *value)
				} else {
					row = append(row, "【"+why+"】")
				}
			}
			s.Rows = append(s.Rows, row)
		}
	}
	return s
}

// withoutSheet names everybody who is not in a sum.
func (r *Report) withoutSheet(title string) xlsx.Sheet {
	s := xlsx.Sheet{Name: "未计入", Title: title + "：没有给出数字的单位", Frozen: 2, Columns: []xlsx.Column{{Head: "表", Width: 7}, {Head: "格", Width: 50, Left: true},
		{Head: "单位", Width: 34, Left: true}, {Head: "格里是什么", Width: 34, Left: true}, {Head: "报告编号", Width: 10}}}
	for _, t := range r.Edition.Tables {
		for _, c := range t.Cells() {
			for _, w := range r.Sums[c.CellID].Without {
				s.Rows = append(s.Rows, []any{forms.TableName(t.ID), c.Label(), Short(w.Agency), w.Why, w.Report})
			}
		}
	}
	return s
}

// openSheet lists the identities that fail, and figures no cell takes in.
func (r *Report) openSheet(title string) xlsx.Sheet {
	s := xlsx.Sheet{Name: "待处理", Title: title + "：待处理", Columns: []xlsx.Column{{Head: "事项", Width: 14}, {Head: "内容", Width: 110, Left: true}}}
	for _, u := range r.Uneven {
		s.Rows = append(s.Rows, []any{"勾稽不符", u.Sentence()})
	}
	for _, f := range r.Leftover {
		s.Rows = append(s.Rows, []any{"版式不同", f.Sentence()})
	}
	return s
}
