package warehouse

import (
	"fmt"
	"slices"

	"tongjian/data"
	"tongjian/data/regions"
)

// plan is what loading a file will change. It is made from what is known, without asking the database, and applied to it
// before it is written; should the writing fail, what is known is read again.
type plan struct {
	result    Result
	newSource bool
	agencies  []agencyRow // to add
	inserts   []insertion
	refreshes []refresh
	live      map[int]bool // reports whose live flag changes
	withdraw  []int
	nextID    nextIDs
}

// insertion is a report to add.
type insertion struct {
	report       knownReport
	placed       *PlacedReport
	firstFinding int
}

// refresh is a report whose facts stay and whose claims, findings and unmapped rows are replaced.
type refresh struct {
	report       int
	placed       *PlacedReport
	digest       string
	firstFinding int
}

// DuplicateError says that one file holds two reports of the same agency, year and scope: which one counts cannot be told.
type DuplicateError struct {
	Path, Agency string
	Year         int
	Scope        data.Scope
}

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("%s：文件里有两份 %s %d 年度的%s报告，无法判断以哪一份为准", e.Path, e.Agency, e.Year, e.Scope.Label())
}

// empty reports whether nothing but the file's outcome is to be written.
func (p *plan) empty() bool {
	return len(p.inserts) == 0 && len(p.refreshes) == 0 && len(p.withdraw) == 0
}

// makePlan decides what to do with a file.
func (k *known) makePlan(in *Prepared) (*plan, error) {
	p := &plan{
		result:    Result{SHA256: in.sha, Outcome: Unchanged},
		newSource: !k.sources[in.sha],
		live:      map[int]bool{},
		nextID:    k.nextID,
	}
	keys := map[reportKey]bool{}
	for i := range in.in.Reports {
		placed := &in.in.Reports[i]
		agency, isNew := p.agency(k, agencyName{placed.Region, placed.AgencyName})
		key := reportKey{agency, placed.Report.Year, placed.Report.Scope}
		if keys[key] {
			return nil, &DuplicateError{in.in.Path, placed.AgencyName, key.year, key.scope}
		}
		keys[key] = true
		result := p.place(k, in, i, key)
		result.NewAgency = isNew
		p.result.Reports = append(p.result.Reports, result)
		if result.Outcome == Revised || p.result.Outcome == Unchanged {
			p.result.Outcome = result.Outcome
		}
	}
	p.withdrawOthers(k, in.sha, keys)
	return p, nil
}

// agency gives the id of an agency, planning to add it when nobody knows it.
func (p *plan) agency(k *known, n agencyName) (id int, isNew bool) {
	if id, ok := k.agency(n); ok {
		return id, false
	}
	for _, a := range p.agencies {
		if a.agencyName == n {
			return a.id, false
		}
	}
	region, _ := regions.ByCode(n.region)
	a := agencyRow{id: p.nextID.agency, agencyName: n, origin: originReport, sample: region.Sample}
	p.nextID.agency++
	p.agencies = append(p.agencies, a)
	return a.id, true
}

// place decides what becomes of one report of the file.
func (p *plan) place(k *known, in *Prepared, i int, key reportKey) ReportResult {
	placed, digests := &in.in.Reports[i], in.digests[i]
	before := k.latestFrom(in.sha, key)
	if before != nil {
		unchanged := ReportResult{Report: before.id, Outcome: Unchanged, Revision: before.revision, Agency: key.agency}
		switch {
		case !before.live || before.facts == digests.facts && before.rest == digests.rest:
			return unchanged
		case before.facts == digests.facts:
			p.refreshes = append(p.refreshes, refresh{before.id, placed, digests.rest, p.findings(placed)})
			unchanged.Refreshed = true
			return unchanged
		}
	}
	report := knownReport{
		id: p.nextID.report, key: key, revision: 1, live: true, source: in.sha, facts: digests.facts, rest: digests.rest,
	}
	p.nextID.report++
	result := ReportResult{Report: report.id, Outcome: Loaded, Agency: key.agency}
	if revisions := k.byKey[key]; len(revisions) > 0 {
		report.revision = k.reports[revisions[len(revisions)-1]].revision + 1
	}
	if live := k.live(key); live != nil {
		p.live[live.id] = false
		result.Outcome, result.Supersedes = Revised, live.id
	}
	result.Revision = report.revision
	p.inserts = append(p.inserts, insertion{report, placed, p.findings(placed)})
	return result
}

// findings sets aside ids for a report's findings and gives the first.
func (p *plan) findings(placed *PlacedReport) (first int) {
	first = p.nextID.finding
	p.nextID.finding += len(placed.Report.Findings)
	return first
}

// latestFrom gives the last revision of a key that came from a source and was not withdrawn; nil when there is none.
func (k *known) latestFrom(sha string, key reportKey) *knownReport {
	for _, id := range slices.Backward(k.bySource[sha]) {
		if r := k.reports[id]; r.key == key {
			return r
		}
	}
	return nil
}

// withdrawOthers plans to withdraw what the file had been placed as before and is not any more, and to bring back to life
// what that had superseded.
func (p *plan) withdrawOthers(k *known, sha string, keys map[reportKey]bool) {
	for _, id := range k.bySource[sha] {
		r := k.reports[id]
		if keys[r.key] {
			continue
		}
		p.withdraw = append(p.withdraw, id)
		if !r.live {
			continue
		}
		p.live[id] = false
		for _, other := range slices.Backward(k.byKey[r.key]) {
			if o := k.reports[other]; !o.withdrawn && o.source != sha {
				p.live[other] = true
				break
			}
		}
	}
	p.result.Withdrawn = p.withdraw
	if len(p.withdraw) > 0 && p.result.Outcome == Unchanged {
		p.result.Outcome = Revised
	}
}

// apply makes what is known agree with what has been written.
func (k *known) apply(p *plan) {
	k.sources[p.result.SHA256] = true
	for _, a := range p.agencies {
		k.addAgency(a)
	}
	for id, live := range p.live {
		k.reports[id].live = live
	}
	for _, id := range p.withdraw {
		k.reports[id].withdrawn = true
		sha := k.reports[id].source
		k.bySource[sha] = slices.DeleteFunc(k.bySource[sha], func(other int) bool { return other == id })
	}
	for _, i := range p.inserts {
		own := i.report // a pointer into the insertion would keep all the report says in memory as long as the job runs
		k.addReport(&own)
	}
	for _, r := range p.refreshes {
		k.reports[r.report].rest = r.digest
	}
	k.nextID = p.nextID
}
