package dashboard

import (
	"context"
	"strconv"
	"strings"

	"tongjian/queries"
)

// Agencies is 机构: a list to search.
type Agencies struct {
	Head
	Find  string
	Kind  string
	Kinds []Option
	Total int
	Rows  []agencyRow
	Pager Pager
	// Mixed is set when some of the rows are invented and some are not, so that each must be marked.
	Mixed bool
}

type agencyRow struct {
	queries.AgencyRow
	Link   string
	Report string // address of the latest report
	Wrong  string // where its errors are answered; empty where it has none
}

// Pager leads through a long list.
type Pager struct {
	From, To, Total int
	Back, Next      string
}

const agenciesPerPage = 100

func newAgencies(ctx context.Context, q query) (Agencies, error) {
	p := Agencies{Find: strings.TrimSpace(q.values.Get(paramFind)), Kind: q.values.Get("kind")}
	hidden := []Pair{{paramFind, p.Find}, {"kind", p.Kind}}
	limit, offset, err := q.window(agenciesPerPage)
	if err != nil {
		return Agencies{}, err
	}
	list, err := queries.Agencies(ctx, q.lease.DB(), queries.AgencyQuery{Region: q.choice.Region, Text: p.Find, Kind: p.Kind,
		Limit: limit, Offset: offset})
	if err != nil {
		return Agencies{}, err
	}
	p.Total = list.Total
	for _, a := range list.Rows {
		row := agencyRow{AgencyRow: a, Link: address("/agencies/"+strconv.Itoa(a.ID), q.choice.given)}
		if a.Errors > 0 {
			row.Wrong = q.may(errorsOf(a.Agency, "", ""))
		}
		if a.LatestReport > 0 {
			row.Report = "/reports/" + strconv.Itoa(a.LatestReport)
		}
		p.Mixed = p.Mixed || a.Sample != list.Rows[0].Sample
		p.Rows = append(p.Rows, row)
	}
	p.Pager = pager(q, offset, agenciesPerPage, len(list.Rows), list.Total)
	for _, kind := range []string{"", "政府", "部门", "乡镇街道"} {
		label := kind
		if kind == "" {
			label = "全部"
		}
		p.Kinds = append(p.Kinds, Option{kind, label, kind == p.Kind})
	}
	p.Head = q.head("agencies", q.choice.nav.Name+"的报送单位", "名录上的和有报告的单位。", hidden...)
	return p, nil
}

func (p Agencies) records() records {
	r := records{columns: []column{{"agency", "编号"}, {"name", "名称"}, {"region", "区划代码"}, {"region_name", "区划"},
		{"kind", "类别"}, {"aliases", "别名"}, {"years", "有报告的年份"}, {"latest_report", "最新报告编号"}, {"errors", "错误"},
		{"warnings", "提醒"}}}
	for _, a := range p.Rows {
		var years []string
		for _, y := range a.Years {
			years = append(years, strconv.Itoa(y))
		}
		r.rows = append(r.rows, []any{a.ID, a.Name, a.Region, a.RegionName, a.Kind, strings.Join(a.Aliases, "、"),
			strings.Join(years, " "), positive(a.LatestReport), a.Errors, a.Warnings})
	}
	return r
}

// positive leaves a number out that is zero because there is none.
func positive(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// pager leads to the pages before and after the one shown.
func pager(q query, offset, size, shown, total int) Pager {
	p := Pager{From: offset + 1, To: offset + shown, Total: total}
	if offset > 0 {
		p.Back = address(q.path, with(q.values, "offset", strconv.Itoa(max(0, offset-size))))
		if offset <= size {
			p.Back = address(q.path, with(q.values, "offset", ""))
		}
	}
	if offset+shown < total && shown > 0 {
		p.Next = address(q.path, with(q.values, "offset", strconv.Itoa(offset+size)))
	}
	return p
}
