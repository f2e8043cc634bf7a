package dashboard

import (
	"context"
	"errors"
	"strconv"

	"tongjian/data/forms"
	"tongjian/queries"

	"tongjian/dashboard/consolidated"
)

// ConsolidatedPage is 汇总: the tables of a government's own report, added up from the own reports of its agencies.
type ConsolidatedPage struct {
	Head
	Year    int
	Summary []string
	// Nothing says why there is nothing to add up; the rest is empty then.
	Nothing  string
	Tables   []consolidatedTable
	Uneven   []string
	Leftover []consolidated.Leftover
	Missing  []Link
	Parts    []consolidatedPart
	Files    []Link // the report on the form, and the working papers
	report   *consolidated.Report
	q        query
}

// consolidatedTable is a table of the form with the sums in it.
type consolidatedTable struct {
	ID, Name, Title string
	Lines           [][]consolidatedCell
}

// consolidatedCell is a printed cell.
type consolidatedCell struct {
	forms.LayoutCell
	Figure bool
	Value  string // the sum; empty where there is none
	Link   string // to the reports it is made of
	Remark string // who is not in it
	Class  string
	Anchor string
}

// consolidatedPart is a report that is in.
type consolidatedPart struct {
	queries.ConsolidationPart
	Link, Wrong string
}

// records has a row a cell of the form: the sum, how many parts gave a number, and who did not.
func (p ConsolidatedPage) records() records {
	r := records{columns: []column{{"table", "表"}, {"measure", "指标代码"}, {"column", "列"}, {"label", "格"}, {"value", "合计"}, {"unit", "单位"},
		{"reports", "报告数"}, {"reported", "其中填写"}, {"without", "没有给出数字的单位"}}}
	if p.report == nil {
		return r
	}
	for _, t := range p.report.Edition.Tables {
		for _, c := range t.Cells() {
			s := p.report.Sums[c.CellID]
			m, _ := forms.MeasureOf(c.CellID.Key)
			without := ""
			for i, w := range s.Without {
				if i > 0 {
					without += "、"
				}
				without += consolidated.Short(w.Agency) + "（" + w.Why + "）"
			}
			r.rows = append(r.rows, []any{t.ID, c.CellID.Key, c.CellID.Column, c.Label(), optional(s.Value), m.Unit, len(p.report.Parts), s.Given, without})
		}
	}
	return r
}

// errNothingToAdd says that a region has no reports of its own to add up.
var errNothingToAdd = errors.New("no own reports to add up")

// consolidate adds up the reports of the region and year chosen.
func (q query) consolidate(ctx context.Context) (*consolidated.Report, error) {
	if len(q.choice.nav.Parents) == 0 { // the country: no government, and too many reports to be listed
		return nil, errNothingToAdd
	}
	c, err := queries.ConsolidationOf(ctx, q.lease.DB(), q.choice.Filter)
	if err != nil {
		return nil, err
	}
	if len(c.Parts) == 0 {
		return nil, errNothingToAdd
	}
	return consolidated.Add(c)
}

func newConsolidated(ctx context.Context, q query) (ConsolidatedPage, error) {
	p := ConsolidatedPage{Year: q.choice.To, q: q}
	title := q.choice.nav.Name + " " + strconv.Itoa(p.Year) + " 年汇总报告"
	r, err := q.consolidate(ctx)
	switch {
	case errors.Is(err, errNothingToAdd):
		p.Nothing = "这个地区在 " + strconv.Itoa(p.Year) + " 年没有可以汇总的各单位本级报告。汇总按一级政府进行：请选省、市、县（区）或乡镇。"
		p.Head = q.head("consolidated", title, "")
		return p, nil
	case err != nil:
		return p, err
	}
	p.report, p.Summary, p.Leftover = r, r.Summary(), r.Leftover
	for _, t := range r.Edition.Tables {
		p.Tables = append(p.Tables, q.consolidatedTable(r, t))
	}
	for _, u := range r.Uneven {
		p.Uneven = append(p.Uneven, u.Sentence())
	}
	for _, m := range r.Missing {
		p.Missing = append(p.Missing, Link{Label: short(m.Name), URL: address("/agencies/"+strconv.Itoa(m.ID), q.choice.given)})
	}
	for _, part := range r.Parts {
		line := consolidatedPart{ConsolidationPart: part, Link: "/reports/" + strconv.Itoa(part.Report)}
		if part.Errors > 0 {
			line.Wrong = address("/findings", with(q.choice.given, paramRegion, part.Region, paramFrom, strconv.Itoa(p.Year), paramTo, strconv.Itoa(p.Year)))
		}
		p.Parts = append(p.Parts, line)
	}
	all := q.choice.explicit()
	p.Files = q.doors.only(q.reader, []Link{{Label: "Excel（官方版式）", URL: address("/consolidated/report.xlsx", all)},
		{Label: "Word（官方版式）", URL: address("/consolidated/report.docx", all)}, {Label: "汇总底册（逐格逐单位）", URL: address("/consolidated/sheets.xlsx", all)}})
	p.Head = q.head("consolidated", title, "各单位本级报告逐格相加，按"+r.Edition.Name+"版式（"+r.Edition.Document+"）列出，供起草本级政府的年度报告。")
	return p, nil
}

// consolidatedTable lays a table out with the sums in it.
func (q query) consolidatedTable(r *consolidated.Report, t forms.Table) consolidatedTable {
	out := consolidatedTable{ID: t.ID, Name: t.Name(), Title: t.Title}
	self := queries.Entity{ID: r.Region.Code, Kind: queries.EntityRegion, Region: r.Region.Code}
	layout := t.Layout()
	for _, line := range layout.Lines() {
		var cells []consolidatedCell
		for _, c := range line {
			cell := consolidatedCell{LayoutCell: c}
			switch {
			case c.Cell != nil:
				id := c.Cell.CellID
				s := r.Sums[id]
				cell.Figure, cell.Remark, cell.Anchor = true, r.Remark(id), anchor(cellID(id.Key, id.Column))
				if s.Value != nil {
					cell.Value = s.Value.String()
					cell.Link = q.ownLink(self, r.Year, cellID(id.Key, id.Column), s.Given)
				} else {
					cell.Class = "unfilled"
				}
				if cell.Remark != "" && s.Value != nil {
					cell.Class = "partial"
				}
			default:
				cell.Class = labelClass(c, layout)
			}
			cells = append(cells, cell)
		}
		out.Lines = append(out.Lines, cells)
	}
	return out
}

// ownLink leads to the own reports a sum is made of, whatever basis the reader has chosen.
func (q query) ownLink(e queries.Entity, year int, key string, reports int) string {
	q.choice.given = with(q.choice.given, paramBasis, string(queries.BasisOwn))
	q.choice.Basis = queries.BasisOwn
	return q.cellLink(e, year, key, queries.Figure{Reports: reports})
}

// consolidatedFile writes the report on the form, as a workbook or a document.
func consolidatedFile(ctx context.Context, q query, a *attachment) error {
	report, err := q.consolidateFile(ctx)
	if err != nil {
		return err
	}
	a.name = report.FileName()
	if a.ending == "docx" {
		return report.WriteDocx(&a.body)
	}
	return report.WriteXLSX(&a.body)
}

// consolidatedSheets writes the working papers behind the report.
func consolidatedSheets(ctx context.Context, q query, a *attachment) error {
	report, err := q.consolidateFile(ctx)
	if err != nil {
		return err
	}
	a.name = report.SheetsName()
	return report.WriteSheets(&a.body)
}

// consolidateFile adds up the reports of the region and year chosen for a file: where there are none, there is no file.
func (q query) consolidateFile(ctx context.Context) (*consolidated.Report, error) {
	report, err := q.consolidate(ctx)
	if errors.Is(err, errNothingToAdd) {
		err = notFound("没有可以汇总的报告", "这个地区在这一年没有各单位的本级报告。", Link{Label: "报送情况", URL: address("/filing", q.choice.given)})
	}
	return report, err
}
