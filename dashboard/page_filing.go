package dashboard

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"tongjian/data/filing"
	"tongjian/queries"
)

// FilingPage is 报送: who has reported, who is missing, who is late.
type FilingPage struct {
	Head
	Basis   queries.Basis
	Dates   string // the deadline of reports on this basis, in words
	Years   []int
	Sums    []filingSum
	Listed  filingMatrix // agencies the roster expects reports of
	Others  filingMatrix // agencies that have reported without being expected to
	Pager   Pager
	Choices []Link // the missing of each year, one click each
	Print   string // what is in view as a workbook to print
	Papers  []Link // letters and their covering list, about PapersOf
	// PapersOf is the year the letters are about: the one chosen, else the last.
	PapersOf int
	Missing  int           // the year whose missing reports are listed; 0 for the matrix
	Absent   []missingLine // the agencies of that list
	Due      string        // the deadline of that year
	Overdue  bool          // it had passed when the snapshot was published
	Mixed    bool          // some agencies are invented and some are not, so that each must be marked
	// Progresses leads to how far the reports on each year have come; Progress is that of one year, nil in the other views.
	Progresses []Link
	Steps      bool // the reader is told of reports that are not in yet
	Progress   *filingProgress
}

// filingMatrix is agencies by years.
type filingMatrix struct {
	Years []int
	Lines []filingLine
	Mixed bool
	// Places is set when the agencies are of more than one region, so that each is named.
	Places bool
}

// filingSum is a district in the table of sums.
type filingSum struct {
	Name, Link string
	Total      bool
	Years      []filingCount
}

// filingCount is how many reports of a district on a year have come.
type filingCount struct {
	queries.Coverage
	Extra   int    // reports that were not expected
	Link    string // the list of the missing
	Overdue bool
}

// filingLine is an agency in the matrix.
type filingLine struct {
	queries.FilingRow
	Link  string
	Why   string // it is not expected to report
	Cells []filingMark
}

// filingMark is what the matrix says of an agency in a year.
type filingMark struct {
	queries.FilingCell
	Status filingStatus
	// Class to Version are what the matrix shows, ready-made: its template comes by here a thousand times a page.
	Class, Label string
	ID           string // of the report
	Version      string // of a corrected one
	Link         string // the report
	Wrong        string // its errors
	Day          string // of receipt
	// Step is how far what was sent through the counter has come; nil where nothing was, and for readers who are not told.
	Step *filingStep
}

// missingLine is an agency whose report has not come.
type missingLine struct {
	queries.MissingAgency
	Link    string
	Letter  string // a reminder; empty while it is not due
	Form    string // what goes with it: the form to report on
	Overdue bool   // its deadline had passed when the snapshot was published
	Step    *filingStep
}

const (
	paramMissing   = "missing"
	paramProgress  = "progress"
	paramState     = "state"
	filingsPerPage = 100
)

func newFiling(ctx context.Context, q query) (FilingPage, error) {
	q.choice.Filter = filingYears(q)
	f := q.choice.Filter
	p := FilingPage{Basis: f.Basis, Years: f.Years(), Steps: q.knowsSteps()}
	year, missing, err := number(q.values, paramMissing)
	if err != nil {
		return FilingPage{}, err
	}
	chosen, progress, err := number(q.values, paramProgress)
	if err != nil {
		return FilingPage{}, err
	}
	steps, err := q.steps(ctx, f, time.Now())
	if err != nil {
		return FilingPage{}, err
	}
	limit, offset, err := q.window(filingsPerPage)
	if err != nil {
		return FilingPage{}, err
	}
	set, err := queries.Filing(ctx, q.lease.DB(), f, limit, offset)
	if err != nil {
		return FilingPage{}, err
	}
	p.Dates = deadlineWords(set.Calendar, f.Basis, f.Region, p.Years)
	p.Choices, p.Progresses = p.missingLinks(q, set, year), progressLinks(q, p.Years, steps, chosen)
	title, lede := q.choice.nav.Name+"的报送情况", "名录上的单位逐年报了没有、什么时候收到的。口径："+p.Basis.Label()+"。"
	p.PapersOf = f.To
	switch {
	case missing:
		if err := p.listMissing(ctx, q, set.Calendar, steps, year); err != nil {
			return FilingPage{}, err
		}
		p.PapersOf = year
		title, lede = q.choice.nav.Name+" "+strconv.Itoa(year)+" 年缺报一览", "名录规定应报、当前快照里还没有报告的单位。口径："+p.Basis.Label()+"。"
	case progress:
		if err := p.listProgress(ctx, q, steps, chosen); err != nil {
			return FilingPage{}, err
		}
		p.PapersOf = chosen
		title, lede = q.choice.nav.Name+" "+strconv.Itoa(chosen)+" 年报送进度", "每个单位的报告走到了哪一步：报了没有，退回的更正了没有。口径："+p.Basis.Label()+"。"
	default:
		p.fill(q, set, steps)
		p.Pager = pager(q, offset, filingsPerPage, len(set.Agencies), set.Total)
	}
	p.Print, p.Papers = q.may(address("/filing/list.xlsx", with(q.values, "offset", ""))), q.papers(f.Region, p.PapersOf)
	// The form at the top offers the years that have reports, so that what it sends is always known.
	q.choice.To = min(f.To, slices.Max(q.snapshot.Years))
	q.choice.From = min(f.From, q.choice.To)
	p.Head = q.head("filing", title, lede, Pair{paramMissing, q.values.Get(paramMissing)}, Pair{paramProgress, q.values.Get(paramProgress)}, Pair{paramState, q.values.Get(paramState)})
	return p, nil
}

// fill makes the matrix and the sums.
func (p *FilingPage) fill(q query, set *queries.FilingSet, steps filingSteps) {
	for _, a := range set.Agencies {
		line := filingLine{FilingRow: a, Link: address("/agencies/"+strconv.Itoa(a.Agency.ID), q.choice.given)}
		for _, c := range a.Years {
			mark := q.filingMark(a.Agency.ID, c)
			mark.Step = steps.of[agencyYear{a.Agency.ID, c.Year}]
			line.Cells = append(line.Cells, mark)
		}
		p.Mixed = p.Mixed || a.Agency.Sample != set.Agencies[0].Agency.Sample
		switch {
		case a.Listed:
			p.Listed.Lines = append(p.Listed.Lines, line)
			continue
		case a.Roster:
			line.Why = "名录不要求报这种口径"
		default:
			line.Why = "不在名录上"
		}
		p.Others.Lines = append(p.Others.Lines, line)
	}
	for _, m := range []*filingMatrix{&p.Listed, &p.Others} {
		m.Years, m.Mixed, m.Places = p.Years, p.Mixed, len(set.By) > 0
	}
	p.Sums = filingSums(q, set)
}

// filingMark judges an agency's year.
func (q query) filingMark(agency int, c queries.FilingCell) filingMark {
	m := filingMark{FilingCell: c, Status: statusOf(c, !q.snapshot.PublishedAt.Before(c.Due.AddDate(0, 0, 1)))}
	m.Class, m.Label = "st-"+string(m.Status), m.Status.Label()
	if c.Report == 0 {
		return m
	}
	m.ID, m.Day = strconv.Itoa(c.Report), day(c.ReceivedAt)
	m.Link = "/reports/" + m.ID
	if c.Revision > 1 {
		m.Version = "第 " + strconv.Itoa(c.Revision) + " 版"
	}
	if c.Errors > 0 {
		year := strconv.Itoa(c.Year)
		m.Wrong = address("/findings", with(q.choice.given, paramFrom, year, paramTo, year, "agency", strconv.Itoa(agency), "severity", "error", "state", "open"))
	}
	return m
}

// filingSums adds the agencies up by district, those of the region itself and all.
func filingSums(q query, set *queries.FilingSet) []filingSum {
	own := slices.Clone(set.Coverage) // what the districts leave of the whole is the region's own
	var sums []filingSum
	for _, s := range set.By {
		for i, c := range s.Years {
			own[i].Expected -= c.Expected
			own[i].Received -= c.Received
			own[i].Reports -= c.Reports
		}
		sums = append(sums, q.filingSum(set.Calendar, s.Entity.Name, s.Entity.ID, s.Years))
	}
	if len(sums) > 0 && slices.ContainsFunc(own, func(c queries.Coverage) bool { return c.Expected+c.Reports > 0 }) {
		sums = append(sums, q.filingSum(set.Calendar, set.Region.Name+"本级", "", own))
	}
	total := q.filingSum(set.Calendar, "合计", set.Region.Code, set.Coverage)
	total.Link, total.Total = "", true
	return append(sums, total)
}

// filingSum is a row of the sums. Whether its missing reports are due goes by the region's own deadline; the matrix judges each
// agency by that of its region.
func (q query) filingSum(calendar filing.Calendar, name, region string, years []queries.Coverage) filingSum {
	s := filingSum{Name: name}
	of := cmp.Or(region, q.choice.Region)
	if region != "" {
		s.Link = address(q.path, with(q.choice.given, paramRegion, region))
	}
	for _, c := range years {
		n := filingCount{Coverage: c, Extra: c.Reports - c.Received, Overdue: calendar.Overdue(q.choice.Basis.Scope(), c.Year, of, q.snapshot.PublishedAt)}
		if region != "" && c.Missing() > 0 {
			n.Link = q.missingLink(region, c.Year)
		}
		s.Years = append(s.Years, n)
	}
	return s
}

// missingLink is the list of a region's missing reports on a year.
func (q query) missingLink(region string, year int) string {
	return address("/filing", with(q.choice.given, paramRegion, region, paramBasis, string(q.choice.Basis), paramMissing, strconv.Itoa(year)))
}

// missingLinks leads to the missing of every year in view, and back to the matrix.
func (p *FilingPage) missingLinks(q query, set *queries.FilingSet, chosen int) []Link {
	links := []Link{{Label: "全部单位", URL: address(q.path, with(q.values, paramMissing, "", paramProgress, "", paramState, "", "offset", "")), Current: chosen == 0 && !q.values.Has(paramProgress)}}
	for _, c := range slices.Backward(set.Coverage) {
		label := strconv.Itoa(c.Year) + " 年缺报"
		if !set.Calendar.Overdue(q.choice.Basis.Scope(), c.Year, q.choice.Region, q.snapshot.PublishedAt) {
			label = strconv.Itoa(c.Year) + " 年待报"
		}
		links = append(links, Link{Label: label, Note: strconv.Itoa(c.Missing()), Current: c.Year == chosen,
			URL: address(q.path, with(q.values, paramMissing, strconv.Itoa(c.Year), paramProgress, "", paramState, "", "offset", ""))})
	}
	return links
}

// listMissing fills in the agencies whose report on a year has not come.
func (p *FilingPage) listMissing(ctx context.Context, q query, calendar filing.Calendar, steps filingSteps, year int) error {
	if err := q.knownYear(year, "缺报一览", p.Choices[1:]); err != nil {
		return err
	}
	f := q.choice.Filter
	f.From, f.To = year, year
	list, err := queries.Missing(ctx, q.lease.DB(), f)
	if err != nil {
		return err
	}
	p.Missing, p.Due = year, day(calendar.Due(f.Basis.Scope(), year, f.Region))
	p.Overdue = calendar.Overdue(f.Basis.Scope(), year, f.Region, q.snapshot.PublishedAt)
	mayWrite := q.mayWrite()
	for _, m := range list {
		line := missingLine{MissingAgency: m, Link: address("/agencies/"+strconv.Itoa(m.ID), q.choice.given),
			Overdue: calendar.Overdue(m.Scope, m.Year, m.Region, q.snapshot.PublishedAt), Step: steps.of[agencyYear{m.ID, m.Year}]}
		if line.Overdue && mayWrite {
			line.Letter, line.Form = letterLink(m.ID, m.Year, string(m.Scope), "docx"), letterLink(m.ID, m.Year, string(m.Scope), "xlsx")
		}
		p.Absent = append(p.Absent, line)
		p.Mixed = p.Mixed || m.Sample != list[0].Sample
	}
	return nil
}

// knownYear refuses a list about a year there are no reports on, nor will be soon.
func (q query) knownYear(year int, list string, there []Link) error {
	first, last := q.snapshot.Years[0], max(slices.Max(q.snapshot.Years), reportYear(q.snapshot.PublishedAt))
	if year >= first && year <= last {
		return nil
	}
	return notFound("没有 "+strconv.Itoa(year)+" 年的"+list, "可以看的是 "+strconv.Itoa(first)+"–"+strconv.Itoa(last)+" 年：", there...)
}

// filingYears are the years of the filter. Who looks at the latest year sees those after it too that are to be reported on by
// now, though nobody has: in January this is the year that matters.
func filingYears(q query) queries.Filter {
	const most = 50
	f, latest := q.choice.Filter, slices.Max(q.snapshot.Years)
	if q.values.Get(paramTo) == "" && q.values.Get(paramFrom) == "" || f.To == latest {
		f.To = min(max(latest, reportYear(q.snapshot.PublishedAt)), f.From+most-1)
	}
	return f
}

// reportYear is the year that reports are written about at a time: the one before.
func reportYear(at time.Time) int {
	year, _ := strconv.Atoi(clock(at)[:4])
	return year - 1
}

// day is a date in Beijing.
func day(t time.Time) string { return clock(t)[:len("2006-01-02")] }
