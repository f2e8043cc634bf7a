package dashboard

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"tongjian/data"
	"tongjian/data/checks"
	"tongjian/data/metrics"
	"tongjian/queries"
)

// FindingsPage is 核验: what is wrong, in the form's words, with both numbers.
type FindingsPage struct {
	Head
	List       queries.FindingList
	Rows       []findingLine
	Severities []Link
	Checks     []checkLine
	Check      checks.Check // the check chosen; its ID is empty when none is
	Agency     int
	AgencyName string
	AllAgency  string // the list without the choice of an agency
	Pager      Pager
}

// findingLine is a finding with where its cells are.
type findingLine struct {
	queries.Finding
	CheckName  string
	Note       string
	ReportLink string
	AgencyLink string
	Cells      []findingCell
}

// Sides are the two numbers that should agree and their difference, as one line; empty for findings without numbers.
func (f findingLine) Sides() string {
	if f.Left == "" && f.Right == "" {
		return ""
	}
	text := orGap(f.Left) + " ≠ " + orGap(f.Right)
	if f.Difference != "" {
		text += "，差 " + strings.Replace(f.Difference, "-", "−", 1)
	}
	return text
}

func orGap(text string) string {
	if text == "" {
		return metrics.Gap
	}
	return strings.Replace(text, "-", "−", 1)
}

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

type checkLine struct {
	queries.CheckCount
	Name    string
	Link    string
	Current bool
}

const findingsPerPage = 60

func newFindings(ctx context.Context, q query) (FindingsPage, error) {
	p, sample := FindingsPage{}, false
	ask := queries.FindingQuery{Region: q.choice.Region, From: q.choice.From, To: q.choice.To}
	if id := q.values.Get("check"); id != "" {
		ask.Check = id
		p.Check = checks.Check{ID: id, Name: id}
		if c, ok := checks.ByID(id); ok {
			p.Check = c
		}
	}
	severity, err := oneOf(q.values, "severity", "程度", []option{{"error", "错误"}, {"warning", "提醒"}, {"note", "提示"}}, "")
	if err != nil {
		return FindingsPage{}, err
	}
	ask.Severity = data.Severity(severity)
	if ask.Agency, _, err = number(q.values, "agency"); err != nil {
		return FindingsPage{}, err
	}
	if ask.Limit, ask.Offset, err = q.window(findingsPerPage); err != nil {
		return FindingsPage{}, err
	}
	if p.Agency = ask.Agency; p.Agency > 0 {
		a, err := queries.Entities(ctx, q.lease.DB(), []string{queries.AgencyEntity(p.Agency)})
		if isNotFound(err) {
			return FindingsPage{}, notFound("没有编号为“"+strconv.Itoa(p.Agency)+"”的单位", "", Link{Label: "查找机构", URL: "/agencies"})
		}
		if err != nil {
			return FindingsPage{}, err
		}
		sample = a[0].Sample
		p.AgencyName, p.AllAgency = a[0].Name, address(q.path, with(q.values, "agency", "", "offset", ""))
		ask.Region = ""
	}
	list, err := queries.Findings(ctx, q.lease.DB(), ask)
	if err != nil {
		return FindingsPage{}, err
	}
	p.List = *list
	if err := p.checkKnown(q); err != nil {
		return FindingsPage{}, err
	}
	p.Rows = findingLines(q, list.Rows)
	p.Severities = severityLinks(q, list.Counts, ask.Severity)
	for _, c := range list.Checks {
		line := checkLine{CheckCount: c, Name: c.Check, Current: c.Check == ask.Check && (ask.Severity == "" || c.Severity == ask.Severity),
			Link: address(q.path, with(q.values, "check", c.Check, "severity", string(c.Severity), "offset", ""))}
		if d, ok := checks.ByID(c.Check); ok {
			line.Name = d.Name
		}
		if line.Current {
			line.Link = address(q.path, with(q.values, "check", "", "severity", "", "offset", ""))
		}
		p.Checks = append(p.Checks, line)
	}
	p.Pager = pager(q, ask.Offset, findingsPerPage, len(list.Rows), list.Total)
	title := q.choice.nav.Name
	if p.Agency > 0 {
		title = p.AgencyName
	}
	p.Head, err = q.head(ctx, "findings", title+"的核验问题", "报告里不相符的地方，用表上的话说，两边的数字都在。核验不改动任何数字；有的情形合法，需要说明。",
		Pair{"check", ask.Check}, Pair{"severity", severity}, Pair{"agency", q.values.Get("agency")})
	p.Head.Sample = p.Head.Sample || sample
	return p, err
}

// checkKnown refuses the id of a check that neither is declared nor has findings.
func (p *FindingsPage) checkKnown(q query) error {
	if p.Check.ID == "" || p.Check.Formula != "" || p.List.Total > 0 {
		return nil
	}
	var there []Link
	for _, c := range checks.All() {
		there = append(there, Link{Label: c.ID + " " + c.Name, URL: address(q.path, with(q.values, "check", c.ID))})
	}
	return notFound("没有核验项目“"+short(p.Check.ID)+"”", "核验项目有：", there...)
}

func severityLinks(q query, n queries.FindingCounts, chosen data.Severity) []Link {
	var links []Link
	for _, s := range []struct {
		severity data.Severity
		count    int
	}{{"", n.Errors + n.Warnings + n.Notes}, {data.SeverityError, n.Errors}, {data.SeverityWarning, n.Warnings}, {data.SeverityNote, n.Notes}} {
		label := "全部"
		if s.severity != "" {
			label = s.severity.Label()
		}
		links = append(links, Link{Label: label, Note: strconv.Itoa(s.count), Current: s.severity == chosen,
			URL: address(q.path, with(q.values, "severity", string(s.severity), "offset", ""))})
	}
	return links
}

// findingLines gives findings their links.
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
		lines = append(lines, line)
	}
	return lines
}

func (p FindingsPage) records() records {
	r := records{columns: []column{{"finding", "编号"}, {"check", "核验项目"}, {"severity", "程度"}, {"agency", "单位编号"}, {"name", "单位"},
		{"region", "区划代码"}, {"region_name", "区划"}, {"year", "年份"}, {"scope", "口径"}, {"report", "报告编号"}, {"table", "表"},
		{"message", "问题"}, {"left", "左边"}, {"right", "右边"}, {"difference", "差"}, {"cells", "所涉单元格"}}}
	for _, f := range p.Rows {
		r.rows = append(r.rows, []any{f.ID, f.Check, string(f.Severity), f.Agency, f.AgencyName, f.Region, f.RegionName, f.Year,
			string(f.Scope), f.Report, f.Table, f.Message, f.Left, f.Right, f.Difference, cellsText(f.Cells)})
	}
	return r
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
