package dashboard

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"tongjian/data"
	"tongjian/queries"

	"tongjian/dashboard/charts"
)

// AgencyPage is 机构: one agency, every year, its findings, its documents.
type AgencyPage struct {
	Head
	Agency   queries.AgencyProfile
	Reports  []reportLine
	Findings []findingLine
	Figures  []figure
	Basis    queries.Basis
	Compare  string // address of the comparison with its region
	List     string // address of the agencies beside it
	q        query
}

type reportLine struct {
	queries.ReportHead
	Link string
	// Letter and Sheet are what is sent back about it, as a document and as a workbook; empty where nothing was found.
	// For a report that is missing they are the reminder and the form to report on.
	Letter, Sheet string
	Wrong         string // where its errors are answered; empty where it has none, or the reader cannot
	Missing       bool   // there is no such report, and there should be
}

// agencyMetrics are the figures an agency is shown by.
func agencyMetrics(c choice) []string {
	return []string{"requests.received", "outcome.total", c.releaseMetric(), "requests.carried_out", "review.total", "suit.total"}
}

func newAgency(ctx context.Context, q query) (AgencyPage, error) {
	id, err := strconv.Atoi(q.id)
	if err != nil {
		return AgencyPage{}, unknownAgency(q)
	}
	a, err := queries.AgencyByID(ctx, q.lease.DB(), id)
	if isNotFound(err) {
		return AgencyPage{}, unknownAgency(q)
	}
	if err != nil {
		return AgencyPage{}, err
	}
	p := AgencyPage{Agency: *a, q: q, Basis: agencyBasis(a, q.choice.Basis)}
	for _, r := range a.Reports {
		line := reportLine{ReportHead: r, Link: "/reports/" + strconv.Itoa(r.ID)}
		if r.Live && r.Errors+r.Warnings > 0 {
			line.Letter, line.Sheet = q.may(letterLink(id, r.Year, string(r.Scope), "docx")), q.may(letterLink(id, r.Year, string(r.Scope), "xlsx"))
		}
		if r.Live && r.Errors > 0 {
			year := strconv.Itoa(r.Year)
			line.Wrong = q.may(errorsOf(a.Agency, year, year))
		}
		p.Reports = append(p.Reports, line)
	}
	p.Findings = findingLines(q, a.Findings)
	p.Reports = withMissing(q, p.Reports, p.Findings)
	entity := queries.AgencyEntity(id)
	if from, to, ok := span(a.Reports, p.Basis.Scope()); ok {
		c, err := queries.Compare(ctx, q.lease.DB(), queries.CompareQuery{Explained: q.answers.Explained, Entities: []string{entity}, Metrics: agencyMetrics(q.choice),
			From: from, To: to, Basis: p.Basis})
		if err != nil {
			return AgencyPage{}, err
		}
		list, err := charts.Compare(c, q.links())
		if err != nil {
			return AgencyPage{}, err
		}
		p.Figures = q.figures(list, q.source(c.Frame))
		if _, err := chosenChart(q, p.Figures); err != nil {
			return AgencyPage{}, err
		}
	}
	p.Compare = address("/compare", with(q.choice.given, paramRegion, a.Region, paramBasis, string(p.Basis), paramWith, entity))
	p.List = address("/agencies", with(q.choice.given, paramRegion, a.Region))
	if q.reader.Agency() != 0 {
		p.Compare, p.List = "", ""
	}
	p.Head = q.bareHead("agencies", a.Name, "")
	p.Head.Compare = p.Compare
	p.Head.Sample = a.Sample
	p.Head.Crumbs = q.crumbs(a.Parents, a.Name)
	return p, nil
}

// withMissing puts the reports an agency owes among those it has made, each in the place of its year.
func withMissing(q query, reports []reportLine, findings []findingLine) []reportLine {
	for _, f := range findings {
		if f.Report != 0 {
			continue
		}
		line := reportLine{ReportHead: queries.ReportHead{Year: f.Year, Scope: f.Scope, Title: f.Message}, Missing: true}
		if f.Explained == nil {
			line.Letter, line.Sheet = q.may(letterLink(f.Agency, f.Year, string(f.Scope), "docx")), q.may(letterLink(f.Agency, f.Year, string(f.Scope), "xlsx"))
		}
		at := slices.IndexFunc(reports, func(r reportLine) bool { return r.Year < f.Year || r.Year == f.Year && r.Scope < f.Scope })
		if at < 0 {
			at = len(reports)
		}
		reports = slices.Insert(reports, at, line)
	}
	return reports
}

// errorsOf is the list of an agency's errors, explained ones too, in the reports on some years; on all when none are given.
func errorsOf(a queries.Agency, from, to string) string {
	return address("/findings", url.Values{paramRegion: {a.Region}, "agency": {strconv.Itoa(a.ID)}, "severity": {string(data.SeverityError)}, "state": {"all"},
		paramFrom: {from}, paramTo: {to}})
}

func unknownAgency(q query) error {
	return notFound("没有编号为“"+short(q.id)+"”的单位", "它可能不在当前快照里。", Link{Label: "查找机构", URL: address("/agencies", q.choice.given)})
}

// agencyBasis is the basis the agency reports on: the chosen one if it has such reports, else the other.
func agencyBasis(a *queries.AgencyProfile, chosen queries.Basis) queries.Basis {
	has := func(b queries.Basis) bool {
		return slices.ContainsFunc(a.Reports, func(r queries.ReportHead) bool { return r.Live && r.Scope == b.Scope() })
	}
	other := queries.BasisConsolidated
	if chosen == other {
		other = queries.BasisOwn
	}
	if !has(chosen) && has(other) {
		return other
	}
	return chosen
}

// span is the first and the last year an agency has a live report of a scope for.
func span(reports []queries.ReportHead, scope data.Scope) (from, to int, ok bool) {
	for _, r := range reports {
		if !r.Live || r.Scope != scope {
			continue
		}
		if !ok || r.Year < from {
			from = r.Year
		}
		if !ok || r.Year > to {
			to = r.Year
		}
		ok = true
	}
	return from, to, ok
}

// crumbs lead from the country down to a page below a region.
func (q query) crumbs(parents []queries.Region, last string) []Link {
	var list []Link
	for _, r := range parents {
		if !q.reader.Reaches(r.Code) {
			continue
		}
		list = append(list, Link{Label: r.Name, URL: address("/", with(q.choice.given, paramRegion, r.Code))})
	}
	return append(list, Link{Label: last, Current: true})
}

func (p AgencyPage) records() records {
	return chartRecords(p.Figures, p.Basis, p.q.values.Get("chart"))
}
