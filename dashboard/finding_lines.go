package dashboard

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"tongjian/data"
	"tongjian/data/checks"
	"tongjian/data/office"
	"tongjian/queries"
)

// findingLine is a finding with where its cells are and what the office has said about it.
type findingLine struct {
	queries.Finding
	CheckName  string
	Note       string
	ReportLink string
	AgencyLink string
	Cells      []findingCell
	Marked     []Link // the reports its cells stand in, each with them marked
	// Explained is the explanation that answers it; Outdated one that answered other numbers, so that it is open again. Either
	// is nil when there is none. Earlier is everything else that was said, the newest first.
	Explained *spoken
	Outdated  *spoken
	Earlier   []spoken
	Form      *findingForm // nil where nothing can be written
}

// findingForm is what a form about a finding sends along, and what stands in it.
type findingForm struct {
	Finding, Snapshot int
	Back              string // the view it is sent from
	LongestReason     int
	LongestAuthor     int
	Signed            string // who answers; empty where the form asks
	Draft             draft
	Open              bool
}

// Sides are the two numbers that should agree and their difference, as one line; empty for findings that compare no two.
func (f findingLine) Sides() string { return sides(f.Left, f.Right, f.Difference) }

func sides(left, right, difference string) string {
	if left == "" || right == "" {
		return ""
	}
	text := minus(left) + " ≠ " + minus(right)
	if difference != "" {
		text += "，差 " + minus(difference)
	}
	return text
}

// minus writes a decimal with the sign printers use.
func minus(text string) string { return strings.Replace(text, "-", "−", 1) }

type findingCell struct {
	data.FindingCell
	Link string
}

// In names the report the cell stands in when it is not the one the finding is of.
func (c findingCell) In() string {
	if c.Report == 0 {
		return ""
	}
	return fmt.Sprintf("%s %d 年报告", c.Agency, c.Year)
}

// findingLines gives findings their links, and what has been said about them.
func findingLines(q query, list []queries.Finding) []findingLine {
	var lines []findingLine
	for _, f := range list {
		line := findingLine{Finding: f, CheckName: f.Check, ReportLink: "/reports/" + strconv.Itoa(f.Report),
			AgencyLink: address("/agencies/"+strconv.Itoa(f.Agency), q.choice.given)}
		if c, ok := checks.ByID(f.Check); ok {
			line.CheckName, line.Note = c.Name, c.Note
		}
		if f.Report == 0 {
			line.ReportLink = line.AgencyLink // there is no report
		}
		for _, c := range f.Cells {
			cell, report := findingCell{FindingCell: c}, line.ReportLink
			if c.Report != 0 {
				report = "/reports/" + strconv.Itoa(c.Report)
				cell.Link = report
			}
			if c.Key != "" {
				id := cellID(c.Key, c.Column)
				cell.Link = report + "?cell=" + escape(id) + "#" + anchor(id)
			}
			line.Cells = append(line.Cells, cell)
		}
		line.Marked = markedReports(f)
		line.say(q.answers.To(f))
		lines = append(lines, line)
	}
	return lines
}

// markedReports leads to the cells of a finding, marked, in every report they stand in: its own first.
func markedReports(f queries.Finding) []Link {
	var links []Link
	seen := map[int]bool{}
	add := func(report, year int, agency string, c *data.FindingCell) {
		if report == 0 || seen[report] {
			return
		}
		seen[report] = true
		link := Link{Label: strconv.Itoa(year) + " 年报告", URL: "/reports/" + strconv.Itoa(report) + "?finding=" + strconv.Itoa(f.ID)}
		if agency != "" && agency != f.AgencyName {
			link.Label = agency + " " + link.Label
		}
		switch {
		case c == nil:
		case c.Key != "":
			link.URL += "#" + anchor(cellID(c.Key, c.Column))
		case !c.At.IsZero():
			link.URL += "#" + placeAnchor(c.At)
		}
		links = append(links, link)
	}
	var first *data.FindingCell
	for i, c := range f.Cells {
		if c.Report == 0 {
			first = &f.Cells[i]
			break
		}
	}
	add(f.Report, f.Year, "", first)
	for i, c := range f.Cells {
		add(c.Report, c.Year, c.Agency, &f.Cells[i])
	}
	return links
}

// say notes what the office has said about the finding.
func (f *findingLine) say(said office.Said) {
	today := office.FiguresOf(f.Finding.Finding)
	f.Explained = speak(said.Current, today)
	outdated := said.Outdated(today)
	f.Outdated = speak(outdated, today)
	for i, e := range said.Before {
		if outdated == nil || e.ID != outdated.ID {
			f.Earlier = append(f.Earlier, *speak(&said.Before[i], today))
		}
	}
}

// offer gives findings the form to answer them by.
func offer(q query, lines []findingLine) {
	if q.refusal != "" {
		return
	}
	for i, f := range lines {
		form := &findingForm{Finding: f.ID, Snapshot: q.snapshot.Number, Back: q.values.Encode(),
			LongestReason: office.LongestReason, LongestAuthor: office.LongestAuthor}
		if q.reader.SignedIn() {
			form.Signed = q.reader.Account.Name
		}
		if q.draft != nil && q.draft.Finding == f.ID {
			form.Draft, form.Open = *q.draft, true
		}
		lines[i].Form = form
	}
}

// findingColumns are those findings are exported with.
func findingColumns() []column {
	return []column{{"finding", "编号"}, {"check", "核验项目"}, {"severity", "程度"}, {"agency", "单位编号"}, {"name", "单位"},
		{"region", "区划代码"}, {"region_name", "区划"}, {"year", "年份"}, {"scope", "口径"}, {"report", "报告编号"}, {"table", "表"},
		{"message", "问题"}, {"left", "左边"}, {"right", "右边"}, {"difference", "差"}, {"cells", "所涉单元格"},
		{"state", "处理"}, {"explanation", "说明编号"}, {"reason", "理由"}, {"author", "说明人"}, {"explained_at", "说明时间（UTC）"}}
}

func (f findingLine) record() []any {
	record := []any{f.ID, f.Check, string(f.Severity), f.Agency, f.AgencyName, f.Region, f.RegionName, f.Year,
		string(f.Scope), f.Report, f.Table, f.Message, f.Left, f.Right, f.Difference, cellsText(f.Cells)}
	switch {
	case f.Explained != nil:
		return append(record, append([]any{"已说明"}, f.Explained.record()...)...)
	case f.Outdated != nil:
		return append(record, append([]any{"待处理；有针对旧数字的说明"}, f.Outdated.record()...)...)
	}
	return append(record, "待处理", nil, "", "", "")
}

func (s spoken) record() []any {
	return []any{int(s.ID), s.Reason, s.Author, s.At.Format(time.RFC3339)}
}

func cellsText(cells []findingCell) string {
	text := ""
	for i, c := range cells {
		if i > 0 {
			text += "；"
		}
		if in := c.In(); in != "" {
			text += in + "："
		}
		text += c.Label + "“" + c.Raw + "”"
		if at := c.At.Label(); at != "" {
			text += "（" + at + "）"
		}
	}
	return text
}
