package dashboard

import (
	"context"
	"slices"
	"strconv"

	"tongjian/data"
	"tongjian/queries"
)

// marked is the finding a reader has come to see, with its cells as far as they stand in the report shown.
type marked struct {
	findingLine
	Here   bool // some of its cells stand in this report
	cells  map[data.CellID]bool
	places []data.Position
}

// Place is the anchor of the first of its cells in the document as received; empty when none has a place.
func (m *marked) Place() string {
	if len(m.places) == 0 {
		return ""
	}
	return placeAnchor(m.places[0])
}

// List leads to the finding in 核验.
func (m *marked) List() string { return "/findings?finding=" + strconv.Itoa(m.ID) }

// has reports whether a cell of the form is one of the finding's. It is false of no finding.
func (m *marked) has(id data.CellID) bool { return m != nil && m.cells[id] }

// chosenFinding reads the parameter finding: one about this report, or one about another report that has cells in this one.
func chosenFinding(ctx context.Context, q query, r *queries.ReportDetail) (*marked, error) {
	id, asked, err := number(q.values, "finding")
	if err != nil || !asked {
		return nil, err
	}
	found := r.Findings[:0:0]
	if i := slices.IndexFunc(r.Findings, func(f queries.Finding) bool { return f.ID == id }); i >= 0 {
		found = r.Findings[i : i+1]
	} else if id > 0 {
		if found, err = queries.AllFindings(ctx, q.lease.DB(), queries.FindingQuery{ID: id}); err != nil {
			return nil, err
		}
	}
	if len(found) == 0 {
		return nil, notFound("这份报告没有编号为“"+strconv.Itoa(id)+"”的核验问题", "数据更新以后编号会变，请从核验页重新进入。",
			Link{Label: "回到这份报告", URL: q.path}, Link{Label: "核验", URL: address("/findings", q.choice.given)})
	}
	m := &marked{findingLine: findingLines(q, found)[0], cells: map[data.CellID]bool{}}
	for _, c := range m.Cells {
		if c.Report != r.ID && (c.Report != 0 || m.Report != r.ID) {
			continue
		}
		m.Here = true
		if c.Key != "" {
			m.cells[data.CellID{Key: c.Key, Column: c.Column}] = true
		}
		if !c.At.IsZero() && !slices.Contains(m.places, c.At) {
			m.places = append(m.places, c.At)
		}
	}
	return m, nil
}
