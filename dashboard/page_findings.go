package dashboard

import (
	"context"
	"strconv"

	"tongjian/data"
	"tongjian/data/checks"
	"tongjian/queries"
)

// FindingsPage is 核验: what is wrong, in the form's words, with both numbers, and what the office says to it.
type FindingsPage struct {
	Head
	List       queries.FindingList
	Rows       []findingLine
	States     []Link
	Severities []Link
	Checks     []checkLine
	Agencies   []agencyLine // those with findings of the choice, the most errors first
	Others     int          // agencies beyond them
	Check      checks.Check // the check chosen; its ID is empty when none is
	Agency     int
	AgencyName string
	AllAgency  string       // the list without the choice of an agency
	One        string       // the list without the choice of one finding; empty when none is
	Said       *findingLine // what has just been explained
	Refusal    string       // why nothing can be written here; empty when it can
	Papers     []Link       // what is sent back about the findings of PapersOf
	PapersOf   int
	Pager      Pager
}

type checkLine struct {
	queries.CheckCount
	Name    string
	Link    string
	Current bool
}

type agencyLine struct {
	queries.AgencyFindings
	Link    string
	Current bool
}

const (
	findingsPerPage = 40
	// agenciesBeside is how many agencies are listed beside the findings: the ones to be called first.
	agenciesBeside = 40
)

func newFindings(ctx context.Context, q query) (FindingsPage, error) {
	p, sample := FindingsPage{Refusal: q.refusal}, false
	justSaid, _, err := number(q.values, "said")
	if err != nil {
		return FindingsPage{}, err
	}
	q.values = with(q.values, "said", "") // said once, on the page that follows
	ask, err := findingQuery(q)
	if err != nil {
		return FindingsPage{}, err
	}
	if id := ask.Check; id != "" {
		p.Check = checks.Check{ID: id, Name: id}
		if c, ok := checks.ByID(id); ok {
			p.Check = c
		}
	}
	if p.Agency = ask.Agency; p.Agency > 0 {
		a, err := queries.Entities(ctx, q.lease.DB(), []string{queries.AgencyEntity(p.Agency)})
		if isNotFound(err) {
			return FindingsPage{}, notFound("没有编号为“"+strconv.Itoa(p.Agency)+"”的单位", "", Link{Label: "查找机构", URL: "/agencies"})
		}
		if err != nil {
			return FindingsPage{}, err
		}
		if !q.reader.reachesEntities(a) {
			return FindingsPage{}, outOfReach(q.reader)
		}
		sample = a[0].Sample
		p.AgencyName, p.AllAgency = a[0].Name, address(q.path, with(q.values, "agency", "", "offset", ""))
	}
	if ask.ID > 0 { // by its number one may ask for anybody's
		found, err := queries.AllFindings(ctx, q.lease.DB(), queries.FindingQuery{ID: ask.ID})
		if err != nil {
			return FindingsPage{}, err
		}
		for _, f := range found {
			if !q.reader.ReachesAgency(f.Agency, f.Region) {
				return FindingsPage{}, outOfReach(q.reader)
			}
		}
		p.One = address(q.path, with(q.values, "finding", "", "offset", ""))
	}
	states, err := p.ask(ctx, q, ask)
	if err != nil {
		return FindingsPage{}, err
	}
	if err := p.checkKnown(q); err != nil {
		return FindingsPage{}, err
	}
	p.Rows = findingLines(q, p.List.Rows)
	offer(q, p.Rows)
	p.States = stateLinks(q, ask.State, states)
	p.Severities = severityLinks(q, p.List.Counts, ask.Severity)
	p.Checks = checkLines(q, p.List.Checks, ask)
	p.Pager = pager(q, ask.Offset, findingsPerPage, len(p.List.Rows), p.List.Total)
	if err := p.noteSaid(ctx, q, justSaid); err != nil {
		return FindingsPage{}, err
	}
	title := q.choice.nav.Name
	if p.Agency > 0 {
		title = p.AgencyName
	}
	p.PapersOf = q.choice.To
	if p.Papers = q.papers(q.choice.Region, p.PapersOf); p.Agency > 0 {
		p.Papers = q.doors.only(q.reader, []Link{{Label: "Word", URL: letterLink(p.Agency, p.PapersOf, "", "docx")}, {Label: "Excel", URL: letterLink(p.Agency, p.PapersOf, "", "xlsx")}})
	}
	kept := []Pair{}
	for _, name := range []string{"check", "severity", "agency", "state"} {
		kept = append(kept, Pair{name, q.values.Get(name)})
	}
	p.Head = q.head("findings", title+"的核验问题", "报告里不相符的地方，用表上的话说，两边的数字都在。核验不改动任何数字；没有错的，写一条说明。", kept...)
	p.Head.Sample = p.Head.Sample || sample
	return p, nil
}

// findingQuery reads what the address chooses.
func findingQuery(q query) (queries.FindingQuery, error) {
	ask := queries.FindingQuery{Region: q.choice.Region, From: q.choice.From, To: q.choice.To, Check: q.values.Get("check"),
		Explained: q.answers.Explained}
	severity, err := oneOf(q.values, "severity", "程度", []option{{"error", "错误"}, {"warning", "提醒"}, {"note", "提示"}}, "")
	if err != nil {
		return ask, err
	}
	ask.Severity = data.Severity(severity)
	state, err := oneOf(q.values, "state", "处理", []option{{"open", "待处理"}, {"explained", "已说明"}, {"all", "全部"}}, "open")
	if err != nil {
		return ask, err
	}
	if state != "all" {
		ask.State = queries.FindingState(state)
	}
	if ask.Agency, _, err = number(q.values, "agency"); err != nil {
		return ask, err
	}
	if ask.ID, _, err = number(q.values, "finding"); err != nil {
		return ask, err
	}
	if ask.Agency > 0 || ask.ID > 0 {
		ask.Region = ""
	}
	if ask.ID > 0 {
		ask.From, ask.To, ask.State = 0, 0, ""
	}
	ask.Limit, ask.Offset, err = q.window(findingsPerPage)
	return ask, err
}

// ask puts the page's questions, and gives how many findings of the choice are in each state.
func (p *FindingsPage) ask(ctx context.Context, q query, ask queries.FindingQuery) (states map[queries.FindingState]int, err error) {
	db := q.lease.DB()
	err = together(ctx,
		func(ctx context.Context) error {
			list, err := queries.Findings(ctx, db, ask)
			if err == nil {
				p.List = *list
			}
			return err
		},
		func(ctx context.Context) (err error) {
			states, err = countStates(ctx, q, ask)
			return err
		},
		func(ctx context.Context) error {
			every := ask
			every.Agency, every.Region = 0, q.choice.Region
			agencies, err := queries.FindingAgencies(ctx, db, every)
			for _, a := range agencies {
				chosen := a.Agency == ask.Agency
				if len(p.Agencies) >= agenciesBeside && !chosen {
					p.Others++
					continue
				}
				line := agencyLine{AgencyFindings: a, Current: chosen, Link: p.AllAgency}
				if !chosen {
					line.Link = address(q.path, with(q.values, "agency", strconv.Itoa(a.Agency), "offset", ""))
				}
				p.Agencies = append(p.Agencies, line)
			}
			return err
		})
	if err == nil && len(states) == 0 {
		states[""], states[queries.FindingOpen] = p.List.Total, p.List.Total
	}
	return states, err
}

// countStates counts the findings of a choice by what the office has said, both states together under "". While it has said nothing, all
// are open and the list itself tells how many there are.
func countStates(ctx context.Context, q query, ask queries.FindingQuery) (map[queries.FindingState]int, error) {
	n := map[queries.FindingState]int{}
	if q.answers.Explained == "" && ask.State != queries.FindingExplained {
		return n, nil
	}
	for _, state := range []queries.FindingState{"", queries.FindingExplained} {
		if state != "" && q.answers.Explained == "" {
			continue
		}
		ask.State, ask.Limit, ask.Offset = state, 1, 0
		list, err := queries.Findings(ctx, q.lease.DB(), ask)
		if err != nil {
			return nil, err
		}
		n[state] = list.Total
	}
	n[queries.FindingOpen] = n[""] - n[queries.FindingExplained]
	return n, nil
}

// noteSaid shows what has just been explained, which may not be in the list any more.
func (p *FindingsPage) noteSaid(ctx context.Context, q query, finding int) error {
	if finding == 0 {
		return nil
	}
	found, err := queries.AllFindings(ctx, q.lease.DB(), queries.FindingQuery{ID: finding})
	if err != nil {
		return err
	}
	if lines := findingLines(q, found); len(lines) > 0 && lines[0].Explained != nil && q.reader.ReachesAgency(found[0].Agency, found[0].Region) {
		p.Said = &lines[0]
	}
	return nil
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

// stateLinks are the open findings, the explained ones and both.
func stateLinks(q query, chosen queries.FindingState, counts map[queries.FindingState]int) []Link {
	var links []Link
	for _, s := range []struct {
		state        queries.FindingState
		value, label string
	}{{queries.FindingOpen, "", "待处理"}, {queries.FindingExplained, "explained", "已说明"}, {"", "all", "全部"}} {
		links = append(links, Link{Label: s.label, Note: strconv.Itoa(counts[s.state]), Current: s.state == chosen,
			URL: address(q.path, with(q.values, "state", s.value, "finding", "", "offset", ""))})
	}
	return links
}

func severityLinks(q query, n queries.FindingCounts, chosen data.Severity) []Link {
	var links []Link
	for _, s := range []struct {
		severity data.Severity
		count    int
	}{{"", n.Errors + n.Warnings + n.Notes}, {data.SeverityError, n.Errors}, {data.SeverityWarning, n.Warnings}, {data.SeverityNote, n.Notes}} {
		label := "各种程度"
		if s.severity != "" {
			label = s.severity.Label()
		}
		links = append(links, Link{Label: label, Note: strconv.Itoa(s.count), Current: s.severity == chosen,
			URL: address(q.path, with(q.values, "severity", string(s.severity), "offset", ""))})
	}
	return links
}

func checkLines(q query, counts []queries.CheckCount, ask queries.FindingQuery) []checkLine {
	var lines []checkLine
	for _, c := range counts {
		line := checkLine{CheckCount: c, Name: c.Check, Current: c.Check == ask.Check && (ask.Severity == "" || c.Severity == ask.Severity),
			Link: address(q.path, with(q.values, "check", c.Check, "severity", string(c.Severity), "offset", ""))}
		if d, ok := checks.ByID(c.Check); ok {
			line.Name = d.Name
		}
		if line.Current {
			line.Link = address(q.path, with(q.values, "check", "", "severity", "", "offset", ""))
		}
		lines = append(lines, line)
	}
	return lines
}

func (p FindingsPage) records() records {
	r := records{columns: findingColumns()}
	for _, f := range p.Rows {
		r.rows = append(r.rows, f.record())
	}
	return r
}
