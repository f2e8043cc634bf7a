package dashboard

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"tongjian/data/office"
	"tongjian/queries"
)

// filingProgress is how far the report of every agency on one year has come.
type filingProgress struct {
	Year   int
	States []Link // to those in one state
	Lines  []progressLine
	// Closed is set for who has to sign in to be told of reports that are not in yet.
	Closed bool
	// Unplaced is how many files nobody knows the reports of.
	Unplaced int
	Places   bool
	Mixed    bool
}

// progressLine is an agency's report.
type progressLine struct {
	filingMark
	Agency queries.Agency
	Roster bool   // it is on the roster
	Of     string // address of the agency
	Letter string // a reminder, or what a report went back with; empty where neither is due
	Form   string // what goes with a reminder: the form to report on
}

// state is what has become of the report, the way it is chosen and told: where it is on its way, else whether it is in.
func (l progressLine) state() (code, label string) {
	if l.Step != nil && l.Step.Open() {
		return l.Step.Code(), l.Step.Label()
	}
	return string(l.Status), l.Status.Label()
}

// State is the state in Chinese.
func (l progressLine) State() string {
	_, label := l.state()
	return label
}

// Since is when the report came so far; empty where there is none.
func (l progressLine) Since() string {
	if l.Step != nil && (l.Step.Open() || l.Report == 0) {
		return l.Step.Day
	}
	return l.Day
}

// By is who took the last step; empty where nothing was sent through the counter or the reader may not see who.
func (l progressLine) By() string {
	if l.Step == nil {
		return ""
	}
	return l.Step.Name
}

// Until is the day something is to be done by: a correction, else a report. Empty where nothing is.
func (l progressLine) Until() string {
	switch {
	case l.Step != nil && l.Step.Due != "":
		return l.Step.Due
	case l.Report == 0 && l.Expected:
		return day(l.Due)
	}
	return ""
}

// Late reports whether that day has passed.
func (l progressLine) Late() bool {
	if l.Step != nil && l.Step.Due != "" {
		return l.Step.Overdue
	}
	return l.Status == filingMissing
}

// stateOrder is the order states are listed in: what is to be done first.
func stateOrder() []string {
	return []string{string(filingMissing), string(filingPending), string(office.StatusReturned), "resubmitted", string(office.StatusSubmitted), string(office.StatusNotLoaded),
		"reading", string(office.StatusChecked), string(office.StatusUnplaced), string(office.StatusUnreadable), string(office.StatusAccepted), string(filingLate),
		string(filingReceived), string(filingUnexpected)}
}

// listProgress fills in how far the reports on a year have come.
func (p *FilingPage) listProgress(ctx context.Context, q query, steps filingSteps, year int) error {
	if err := q.knownYear(year, "报送进度", p.Progresses); err != nil {
		return err
	}
	f := q.choice.Filter
	f.From, f.To = year, year
	set, err := queries.Filing(ctx, q.lease.DB(), f, everything, 0)
	if err != nil {
		return err
	}
	progress := &filingProgress{Year: year, Closed: q.reader.by == byOpen && q.counter != nil, Unplaced: steps.unplaced, Places: len(set.By) > 0}
	p.Progress = progress
	chosen, mayWrite := q.values.Get(paramState), q.mayWrite()
	counts, labels := map[string]int{}, map[string]string{}
	var lines []progressLine
	for _, a := range set.Agencies {
		line := progressLine{filingMark: q.filingMark(a.Agency.ID, a.Years[0]), Agency: a.Agency, Roster: a.Roster, Of: address("/agencies/"+strconv.Itoa(a.Agency.ID), q.choice.given)}
		if line.Step = steps.of[agencyYear{a.Agency.ID, year}]; line.Step != nil {
			line.Letter = line.Step.Letter()
		}
		if mayWrite && line.Status == filingMissing && (line.Step == nil || !line.Step.Open()) {
			scope := string(f.Basis.Scope())
			line.Letter, line.Form = letterLink(a.Agency.ID, year, scope, "docx"), letterLink(a.Agency.ID, year, scope, "xlsx")
		}
		code, label := line.state()
		if code == string(filingNone) {
			continue
		}
		counts[code]++
		labels[code] = label
		progress.Mixed = progress.Mixed || a.Agency.Sample != set.Agencies[0].Agency.Sample
		if chosen == "" || chosen == code {
			lines = append(lines, line)
		}
	}
	all := with(q.values, paramState, "", "offset", "")
	progress.States = []Link{{Label: "全部", URL: address(q.path, all), Current: chosen == ""}}
	total := 0
	for _, code := range stateOrder() {
		if counts[code] == 0 {
			continue
		}
		total += counts[code]
		progress.States = append(progress.States, Link{Label: labels[code], Note: strconv.Itoa(counts[code]), Current: chosen == code,
			URL: address(q.path, with(all, paramState, code))})
	}
	progress.States[0].Note = strconv.Itoa(total)
	if chosen != "" && !slices.Contains(stateOrder(), chosen) {
		return notFound("没有这一种状态", "“"+short(chosen)+"”不是报送的状态，可以看的是：", progress.States...)
	}
	slices.SortStableFunc(lines, func(a, b progressLine) int {
		codeA, _ := a.state()
		codeB, _ := b.state()
		return cmp.Compare(slices.Index(stateOrder(), codeA), slices.Index(stateOrder(), codeB))
	})
	limit, offset, err := q.window(filingsPerPage)
	if err != nil {
		return err
	}
	shown := lines[min(offset, len(lines)):min(offset+limit, len(lines))]
	p.Pager = pager(q, offset, filingsPerPage, len(shown), len(lines))
	progress.Lines = shown
	p.Due = day(set.Calendar.Due(f.Basis.Scope(), year, f.Region))
	p.Overdue = set.Calendar.Overdue(f.Basis.Scope(), year, f.Region, q.snapshot.PublishedAt)
	return nil
}

// progressLinks leads to the progress of every year in view.
func progressLinks(q query, years []int, steps filingSteps, chosen int) []Link {
	var links []Link
	for _, year := range slices.Backward(years) {
		links = append(links, Link{Label: strconv.Itoa(year) + " 年", Note: note(steps.waiting(q.choice.Region, year)), Current: year == chosen,
			URL: address(q.path, with(q.values, paramProgress, strconv.Itoa(year), paramMissing, "", paramState, "", "offset", ""))})
	}
	return links
}
