package dashboard

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"tongjian/queries"
)

// ReportChangesPage is 更正: what two revisions of one report do not say the same in, cell by cell.
type ReportChangesPage struct {
	Head
	Before, After queries.ReportHead
	BeforeLink    string
	AfterLink     string
	Others        []Link // the other pairs of revisions
	Why           string // why there is nothing to compare
	Cells         []cellChange
	Figures       int // of the cells, those whose number or state differs
}

func newReportChanges(ctx context.Context, q query) (ReportChangesPage, error) {
	id, err := strconv.Atoi(q.id)
	if err != nil {
		return ReportChangesPage{}, unknownReport(q)
	}
	r, err := queries.ReportByID(ctx, q.lease.DB(), id)
	if isNotFound(err) {
		return ReportChangesPage{}, unknownReport(q)
	}
	if err != nil {
		return ReportChangesPage{}, err
	}
	self := "/reports/" + strconv.Itoa(id)
	p := ReportChangesPage{After: r.ReportHead, AfterLink: self}
	before, err := q.otherRevision(r)
	if err != nil {
		return ReportChangesPage{}, err
	}
	if before == nil {
		p.Why = "这份报告只有这一版，没有可以比较的。"
	} else {
		p.Before, p.BeforeLink = *before, "/reports/"+strconv.Itoa(before.ID)
		if p.Cells, err = cellChanges(ctx, q.lease, *before, q.lease, r.ReportHead); err != nil {
			return ReportChangesPage{}, err
		}
	}
	for _, c := range p.Cells {
		if c.Figure {
			p.Figures++
		}
	}
	for _, rev := range r.Revisions {
		if rev.ID != id {
			p.Others = append(p.Others, Link{Label: fmt.Sprintf("与第 %d 版比", rev.Revision), Current: before != nil && rev.ID == before.ID,
				URL: address(self+"/changes", with(q.values, "with", strconv.Itoa(rev.ID)))})
		}
	}
	q.path = self + "/changes"
	p.Head = q.bareHead("agencies", fmt.Sprintf("%s %d 年报告（%s）第 %d 版改了什么？", r.AgencyName, r.Year, r.Scope.Label(), r.Revision), "")
	p.Head.Sample = r.Sample
	p.Head.Crumbs = append(q.crumbs(r.Parents, r.AgencyName), Link{Label: strconv.Itoa(r.Year) + " 年", URL: self}, Link{Label: "更正", Current: true})
	n := len(p.Head.Crumbs)
	p.Head.Crumbs[n-3] = Link{Label: r.AgencyName, URL: address("/agencies/"+strconv.Itoa(r.Agency), q.choice.given)}
	return p, nil
}

// otherRevision is the revision to compare with: the one the address names, else the one before; nil where there is no other.
func (q query) otherRevision(r *queries.ReportDetail) (*queries.ReportHead, error) {
	id, given, err := number(q.values, "with")
	if err != nil {
		return nil, err
	}
	if given {
		i := slices.IndexFunc(r.Revisions, func(h queries.ReportHead) bool { return h.ID == id && h.ID != r.ID })
		if i < 0 {
			return nil, notFound("编号 "+strconv.Itoa(id)+" 不是这份报告的另一版", "只能与同一单位、同一年度、同一口径的其他版次比较。",
				Link{Label: "与上一版比较", URL: "/reports/" + strconv.Itoa(r.ID) + "/changes"})
		}
		return &r.Revisions[i], nil
	}
	var before *queries.ReportHead
	for i, h := range r.Revisions { // the newest first
		if h.ID != r.ID && (before == nil || before.Revision > r.Revision && h.Revision < r.Revision) {
			before = &r.Revisions[i]
		}
	}
	return before, nil
}

func (p ReportChangesPage) records() records {
	r := records{columns: changeColumns()}
	if p.Why == "" {
		r.rows = changeRows(queries.ReportChange{Kind: queries.ChangeRevised, Before: &p.Before, After: &p.After}, p.Cells)
	}
	return r
}
