package ingest

import (
	"fmt"
	"slices"
	"strings"

	"tongjian/data"
	"tongjian/data/regions"
	"tongjian/ingest/check"
	"tongjian/ingest/claims"
)

// Version names the reading code. A file read again by a later version may give other facts; the warehouse then keeps both.
const Version = "4"

// Read reads one file: its document and the reports found in it, checked. path is used for the file's name and folders only;
// b are its bytes. The error is one Chinese sentence for the person who sent the file.
func Read(path string, b []byte, hints Hints) (data.Document, []data.Report, error) {
	doc, err := readDocument(path, b)
	if err != nil {
		return data.Document{}, nil, err
	}
	reports, err := reportsIn(doc, path, hints)
	if err != nil {
		return doc, nil, err
	}
	if len(reports) == 0 {
		return doc, nil, noTables(doc, path, hints)
	}
	return doc, reports, nil
}

// noTables tells whose report a document without tables says it is.
func noTables(doc data.Document, path string, hints Hints) NoTables {
	l := layOut(doc)
	id := identify(l.textLines(0, len(l.pieces)), path, hints)
	if id.title == "" {
		return NoTables{} // a report says what it is
	}
	return NoTables{Agency: id.agency, Year: id.year}
}

// reportsIn finds the reports of a document: a new one begins where a table occurs that the report already has.
func reportsIn(doc data.Document, path string, hints Hints) ([]data.Report, error) {
	l := layOut(doc)
	all := l.textLines(0, len(l.pieces))
	first := identify(all, path, hints)
	l.year = first.year
	summaries := findSummaries(l)
	var tables []located
	if len(summaries) > 0 {
		tables = locate(l, first.year)
		summaries = slices.DeleteFunc(summaries, func(s *summary) bool { return slices.ContainsFunc(tables, s.inReport) })
	}
	if len(summaries) > 0 {
		var reports []data.Report
		for _, s := range summaries {
			reports = append(reports, s.reports(path, hints, first)...)
		}
		return reports, nil
	}
	if tables == nil {
		tables = locate(l, first.year)
	}
	if l.spent > maxComparisons {
		return nil, fmt.Errorf("像行名的文字太多，比对量%w", errTooLarge)
	}
	var (
		reports []data.Report
		group   []located
		others  otherTables
		from    int
	)
	finish := func(to int) {
		id := first
		if from > 0 || to < len(l.pieces) {
			id = identify(l.textLines(from, to), path, hints)
		}
		reports = append(reports, build(l, from, to, group, others, id))
		group, others, from = nil, otherTables{}, to
	}
	for _, t := range tables {
		if len(group) > 0 && otherForm(group, t) && l.anotherReport(from, group[len(group)-1].to, t.from, path, hints) {
			finish(l.boundary(group[len(group)-1].to, t.from))
		}
		same := slices.IndexFunc(group, func(have located) bool { return have.form.table.ID == t.form.table.ID })
		switch {
		case same < 0:
			group = append(group, t)
		case group[same].completes(t):
			group[same].join(t)
		case !l.apart(group[len(group)-1], t) && l.oneOfOtherYear(&group[same], &t):
			others.ofOtherYear = append(others.ofOtherYear, t)
		case !l.apart(group[len(group)-1], t) && onePartOf(&group[same], &t):
			others.parts = append(others.parts, t)
		default:
			if !l.apart(group[len(group)-1], t) {
				doubtTwice(&group[same], &t)
			}
			finish(l.boundary(group[len(group)-1].to, t.from))
			group = append(group, t)
		}
	}
	if len(group) > 0 {
		finish(len(l.pieces))
	}
	return reports, nil
}

// anotherReport reports whether a new report begins between two tables: one by another agency or on another year than that which
// begins at from.
func (l *layout) anotherReport(from, last, next int, path string, hints Hints) bool {
	cut := l.boundary(last, next)
	if cut == next {
		return false
	}
	before := identify(l.textLines(from, cut), path, hints)
	after := identify(l.textLines(cut, len(l.pieces)), path, hints)
	return before.year != after.year || before.agency != after.agency
}

// apart reports whether a title or a change of sheet stands between two tables.
func (l *layout) apart(before, after located) bool {
	return l.boundary(before.to, after.from) != after.from
}

// boundary finds where one report ends and the next begins, between two tables: at the last change of sheet, else at the next
// title, else at the table.
func (l *layout) boundary(from, to int) int {
	for i := to - 1; i > from; i-- {
		if l.pieces[i].sheet != l.pieces[i-1].sheet {
			return i
		}
	}
	for i := from; i < to; i++ {
		if titlePattern.MatchString(l.pieces[i].text) {
			return i
		}
	}
	return to
}

// textLines joins the pieces of each line into one text without blanks.
func (l *layout) textLines(from, to int) []textLine {
	var out []textLine
	for n := range len(l.starts) - 1 {
		a, b := l.line(n)
		if a < from || b > to || a == b {
			continue
		}
		var text strings.Builder
		for i := a; i < b; i++ {
			if l.pieces[i].kind != blankPiece {
				text.WriteString(strings.Join(strings.Fields(tidy(l.pieces[i].text)), ""))
			}
		}
		if text.Len() == 0 {
			continue
		}
		out = append(out, textLine{text.String(), l.pieces[a].at})
	}
	return out
}

// build puts together what one report says, between two pieces of the layout, and checks it. others are tables in it that
// are not taken.
func build(l *layout, from, to int, tables []located, others otherTables, id identity) data.Report {
	r := data.Report{
		Agency: id.agency, Region: id.region, Year: id.year, Scope: id.scope, Title: id.title,
		Editions: map[string]string{}, Confidence: 1,
		Claims: []data.Claim{}, Findings: []data.Finding{}, Unmapped: []data.Unmapped{},
	}
	tables, left := ofOneForm(tables, id.year)
	certainty, facts := 0.0, 0
	for _, t := range tables {
		facts += len(t.facts)
	}
	r.Facts = make([]data.Fact, 0, facts)
	r.Certainty = map[string]float64{}
	for _, t := range tables {
		r.Certainty[t.form.table.ID] = hundredths(t.certainty)
		r.Editions[t.form.table.ID] = t.form.edition
		r.Facts = append(r.Facts, t.facts...)
		r.Unmapped = append(r.Unmapped, t.unmapped...)
		certainty += t.certainty
	}
	if len(tables) > 0 {
		r.Confidence = hundredths(certainty / float64(len(tables)))
	}
	lines := proseLines(l, from, to, slices.Concat(tables, left, others.all()))
	for _, line := range lines {
		r.Prose = append(r.Prose, data.Line{Text: line.Text, At: line.At})
	}
	claimed, more := claims.Read(lines, claimsOf(&r))
	r.Claims = claimed
	r.Findings = append(r.Findings, check.Report(&r)...)
	if more {
		r.Findings = append(r.Findings, manyClaims(len(claimed)))
	}
	if f, ok := yearFinding(id); ok {
		r.Findings = append(r.Findings, f)
	}
	if f, ok := agencyFinding(id); ok {
		r.Findings = append(r.Findings, f)
	}
	for _, t := range tables {
		r.Findings = append(r.Findings, doubtFindings(t)...)
		if t.years {
			r.Findings = append(r.Findings, twoYearsFinding(t, id.year))
		}
	}
	r.Findings = append(r.Findings, leftFindings(left)...)
	r.Findings = append(r.Findings, others.findings(id.year)...)
	return r
}

// hundredths rounds to two places.
func hundredths(f float64) float64 { return float64(int(f*100+0.5)) / 100 }

// doubtFindings says what the reader was not sure of, one finding for each reason: a damaged layout damages many rows alike.
func doubtFindings(t located) []data.Finding {
	var (
		reasons []string
		rows    = map[string][]string{}
		cells   = map[string][]data.FindingCell{}
	)
	for _, d := range t.doubts {
		if len(rows[d.why]) == 0 {
			reasons = append(reasons, d.why)
		}
		rows[d.why] = append(rows[d.why], "“"+d.label+"”")
		cells[d.why] = append(cells[d.why], d.cells...)
	}
	var out []data.Finding
	for _, why := range reasons {
		const most = 5
		names := rows[why]
		what := strings.Join(names[:min(most, len(names))], "、")
		if len(names) > most {
			what += fmt.Sprintf(" 等 %d 行", len(names))
		}
		out = append(out, data.Finding{Check: "READ", Severity: data.SeverityWarning, Table: t.form.table.ID, Cells: cells[why],
			Message: fmt.Sprintf("%s%s：%s，请对照原件核对。", t.form.table.Name(), what, why)})
	}
	return out
}

// twoYearsFinding says that a table holds figures of another year too.
func twoYearsFinding(t located, year int) data.Finding {
	whose := "本年"
	if year > 0 {
		whose = fmt.Sprintf("%d 年", year)
	}
	return data.Finding{Check: "READ", Severity: data.SeverityNote, Table: t.form.table.ID,
		Message: fmt.Sprintf("%s并列了两年的数据：只取用了%s的，其他年度的数字没有取用。", t.form.table.Name(), whose)}
}

// yearFinding compares the years that title, period and file name state.
func yearFinding(id identity) (data.Finding, bool) {
	differ := false
	var parts []string
	f := data.Finding{Check: "ID-YEAR", Severity: data.SeverityWarning}
	for _, y := range id.years {
		differ = differ || y.year != id.years[0].year
		parts = append(parts, fmt.Sprintf("%s写的是 %d 年", y.where, y.year))
		f.Cells = append(f.Cells, data.FindingCell{Label: y.where, Raw: y.raw, At: y.at})
	}
	if !differ {
		return data.Finding{}, false
	}
	f.Message = fmt.Sprintf("报告年度不一致：%s；按 %d 年入库。", strings.Join(parts, "，"), id.year)
	return f, true
}

// agencyFinding compares the agencies that title and file name state: they disagree when they are of different regions, neither
// of which lies in the other.
func agencyFinding(id identity) (data.Finding, bool) {
	for i, a := range id.names {
		for _, b := range id.names[:i] {
			if regions.Within(a.region.Code, b.region.Code) || regions.Within(b.region.Code, a.region.Code) {
				continue
			}
			return data.Finding{Check: "ID-AGENCY", Severity: data.SeverityWarning,
				Message: fmt.Sprintf("%s写的是“%s”（%s），%s写的是“%s”（%s）；按“%s”入库。", b.where, b.name, b.region.Name,
					a.where, a.name, a.region.Name, id.agency),
				Cells: []data.FindingCell{{Label: b.where, Raw: b.name, At: b.at}, {Label: a.where, Raw: a.name, At: a.at}}}, true
		}
	}
	return data.Finding{}, false
}
