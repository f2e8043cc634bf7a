package dashboard

import (
	"context"
	"errors"
	"io/fs"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/incoming"
	"tongjian/data/metrics"
	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/queries"
)

// previewReport is a report as it was read, before it is accepted.
type previewReport struct {
	Title, Agency, Scope string
	Year                 int
	Confidence           string
	Editions             string
	Tables               []reportTable // with last year's figures beside this year's
	Whole                []findingLine
	Findings             int
	Last                 string // the report of the year before, as a link
	LastYear             int
	Changes              []changeLine
}

// changeLine is a figure that is far from last year's, or should be the same and is not.
type changeLine struct {
	Label, Now, Then, Link string
	Wrong                  bool // it should be the same
}

// preview shows what was read.
func (v visit) preview(ctx context.Context, one office.Submission, p *SubmissionPage) error {
	if p.Reading {
		return nil
	}
	chosen, _, err := number(v.values, "report")
	if err != nil {
		return err
	}
	var placed office.SentReport
	if chosen < len(one.Reports) {
		placed = one.Reports[chosen]
		if r, ok := regions.ByCode(placed.Region); ok {
			p.Region = r.Name
		}
		if placed.Report != 0 {
			p.Loaded = "/reports/" + strconv.Itoa(placed.Report)
		}
	}
	reading, err := v.sending.Desk.Reading(one.ID)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // nothing could be read, or it was cleared away long after
	}
	if err != nil {
		return err
	}
	if chosen >= len(reading.Reports) {
		return notFound("没有这一份报告", "这个文件里有 "+strconv.Itoa(len(reading.Reports))+" 份。", Link{Label: "看这一件", URL: submissionPath(one.ID)})
	}
	for i, r := range reading.Reports {
		if len(reading.Reports) > 1 {
			p.Others = append(p.Others, Link{Label: r.Agency + " " + strconv.Itoa(r.Year), Current: i == chosen,
				URL: submissionPath(one.ID) + "?report=" + strconv.Itoa(i)})
		}
	}
	last, err := v.lastYear(ctx, placed)
	if err != nil {
		return err
	}
	p.Report = newPreview(reading, chosen, placed, last)
	return nil
}

// lastYear is the report of the year before a submission's; nil when there is none.
func (v visit) lastYear(ctx context.Context, r office.SentReport) (*queries.ReportDetail, error) {
	if !v.snapshotKnown() || r.Agency == 0 {
		return nil, nil
	}
	id, err := queries.LiveReport(ctx, v.lease.DB(), r.Agency, r.Year-1, r.Scope)
	if err != nil || id == 0 {
		return nil, err
	}
	return queries.ReportByID(ctx, v.lease.DB(), id)
}

// newPreview lays a report out as the form prints it.
func newPreview(reading incoming.Reading, chosen int, placed office.SentReport, last *queries.ReportDetail) *previewReport {
	r := reading.Reports[chosen]
	name := placed.AgencyName
	if name == "" {
		name = r.Agency
	}
	p := &previewReport{Title: r.Title, Agency: name, Year: r.Year, Scope: r.Scope.Label(), Confidence: confidence(r.Confidence)}
	detail := &queries.ReportDetail{ReportHead: queries.ReportHead{AgencyName: name, Region: r.Region, Year: r.Year, Scope: r.Scope},
		Editions: r.Editions, Certainty: r.Certainty, Facts: r.Facts, Unmapped: r.Unmapped, Claims: r.Claims}
	p.Editions = editionsText(detail)
	lines := previewFindings(r.Findings)
	p.Findings = len(lines)
	then := map[data.CellID]data.Fact{}
	if last != nil {
		p.Last, p.LastYear = "/reports/"+strconv.Itoa(last.ID), last.Year
		for _, f := range last.Facts {
			then[f.Cell()] = f
		}
	}
	for _, id := range forms.TablesOf(r.Editions) {
		t := layTable(detail, id, lines, data.CellID{}, nil)
		t.LastYear = p.LastYear
		for _, line := range t.Lines {
			for i, c := range line {
				if c.Figure {
					line[i].Link, line[i].Last = "#"+c.Anchor, beforeText(then, c, last)
				}
			}
		}
		p.Tables = append(p.Tables, t)
	}
	for _, f := range lines {
		if !hasTable(p.Tables, f.Table) {
			p.Whole = append(p.Whole, f)
		}
	}
	p.Changes = changes(&r, then)
	return p
}

// beforeText is what last year's report says in a cell; empty where it says the same.
func beforeText(then map[data.CellID]data.Fact, c formCell, last *queries.ReportDetail) string {
	f, there := then[c.ID]
	if last == nil || !there || strings.TrimSpace(f.Raw) == c.Text {
		return ""
	}
	if f.Raw == "" {
		return "空白"
	}
	return strings.TrimSpace(f.Raw)
}

// previewFindings gives findings of a report that is not loaded their names and where their cells are on the page.
func previewFindings(list []data.Finding) []findingLine {
	var found []queries.Finding
	for _, f := range list {
		found = append(found, queries.Finding{Finding: f})
	}
	lines := findingLines(query{}, found)
	for i := range lines {
		for n, c := range lines[i].Cells {
			if lines[i].Cells[n].Link = ""; c.Key != "" {
				lines[i].Cells[n].Link = "#" + anchor(cellID(c.Key, c.Column))
			}
		}
	}
	return lines
}

const (
	// farApart is how many times one of two years' figures is the other before the change is named, from the least that counts.
	farApart, leastNamed = 3, 10
	mostChanges          = 12
)

// changes are the figures far from last year's, and those that should be what last year's report ended with.
func changes(r *data.Report, then map[data.CellID]data.Fact) []changeLine {
	var list []changeLine
	for _, f := range r.Facts {
		link := "#" + anchor(cellID(f.Key, f.Column))
		if f.Key == "requests.carried_in" {
			out, ok := then[data.CellID{Key: "requests.carried_out", Column: f.Column}]
			if ok && f.Value != nil && out.Value != nil && !f.Value.Equal(*out.Value) {
				list = append(list, changeLine{Label: factLabel(r, f) + "（上年“结转下年度继续办理”）", Now: metrics.FormatNumber(*f.Value),
					Then: metrics.FormatNumber(*out.Value), Link: link, Wrong: true})
			}
			continue
		}
		before, ok := then[f.Cell()]
		if !ok || f.Value == nil || before.Value == nil || len(list) >= mostChanges {
			continue
		}
		least, most := f.Value.Abs(), before.Value.Abs()
		if least.GreaterThan(most) {
			least, most = most, least
		}
		if most.IntPart() < leastNamed || least.Mul(decimal.NewFromInt(farApart)).GreaterThan(most) {
			continue
		}
		list = append(list, changeLine{Label: factLabel(r, f), Now: metrics.FormatNumber(*f.Value), Then: metrics.FormatNumber(*before.Value), Link: link})
	}
	return list
}

// factLabel names a cell in the form's words.
func factLabel(r *data.Report, f data.Fact) string {
	return cellLabel(&queries.ReportDetail{Editions: r.Editions}, f.Cell())
}
