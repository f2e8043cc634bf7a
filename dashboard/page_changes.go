package dashboard

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// ChangesPage is 变化: what is not what it was, between two snapshots.
type ChangesPage struct {
	Head
	// Before and After are the two snapshots; Before is zero where there is none to compare with, and Why says why.
	Before, After snapshotChoice
	Befores       []Option
	Afters        []Option
	Hidden        []Pair // the choice of region and years, which another choice of snapshots keeps
	Why           string
	Kinds         []Link // how many of each kind, each leading to only these
	ByYear        changeTable
	ByRegion      changeTable
	Reports       []changedReport
	Total         int
	Pager         Pager
}

// snapshotChoice is one of two snapshots that are compared.
type snapshotChoice struct {
	Number  int
	When    string
	Reports int
}

// changeTable counts changes of each kind: of a year or region a row.
type changeTable struct {
	Corner string
	Rows   []changeRow
}

type changeRow struct {
	Label                            string
	New, Revised, Withdrawn, Checked int
}

// changedReport is a report that is not what it was, with the cells that differ.
type changedReport struct {
	queries.ReportChange
	queries.ReportHead
	Link, AgencyLink string
	Detail           string // leads to all cells that differ; empty where none do
	Cells            []cellChange
	More             int // cells not shown
	Figures          int // of those that differ, the ones whose number or state does
}

// cellChange is a cell that differs, as pages show it.
type cellChange struct {
	queries.CellChange
	Label               string
	BeforeLink, Link    string
	BeforeText, Text    string // as it stands in the file
	BeforePlace, Place  string
	BeforeValue, Number string // the number read, where it is not what the text says
}

const (
	changesPerPage = 50
	cellsPerReport = 8
	paramKind      = "change"
)

func newChanges(ctx context.Context, q query) (ChangesPage, error) {
	years := q.snapshot.Years
	if q.values.Get(paramFrom) == "" { // a change of a year long ago is one too
		q.choice.From = years[0]
	}
	if q.values.Get(paramTo) == "" {
		q.choice.To = years[len(years)-1]
	}
	p := ChangesPage{After: snapshotChoice{q.snapshot.Number, clock(q.snapshot.PublishedAt), q.snapshot.Reports}}
	past, err := p.choose(ctx, q)
	if err != nil {
		return ChangesPage{}, err
	}
	if past != nil {
		defer past.Release()
		if err := p.compare(ctx, q, past); err != nil {
			return ChangesPage{}, err
		}
	}
	hidden := []Pair{{paramKind, q.values.Get(paramKind)}, {paramBefore, q.values.Get(paramBefore)}}
	for _, name := range []string{paramRegion, paramFrom, paramTo, paramBasis, paramKind} {
		p.Hidden = append(p.Hidden, Pair{name, q.values.Get(name)})
	}
	lede := "从一个快照到另一个快照，哪些报告是新来的、更正了、撤回了，更正的逐格列出前后原文。"
	p.Head = q.head("changes", q.choice.nav.Name+"有什么变化？", lede, hidden...)
	return p, nil
}

// choose leases the snapshot to compare with, the one before where none is named; nil where there is none. It lists what else can be
// chosen.
func (p *ChangesPage) choose(ctx context.Context, q query) (*warehouse.Lease, error) {
	there, err := q.snapshots.Numbers()
	if err != nil {
		return nil, err
	}
	list, err := q.publications(ctx)
	if err != nil {
		return nil, err
	}
	wanted, given, err := number(q.values, paramBefore)
	if err != nil {
		return nil, err
	}
	lease, err := q.earlier(ctx, there, wanted, given)
	if err != nil {
		return nil, err
	}
	if lease == nil {
		p.Why = "没有可以比较的较早的快照：这是数据目录里的第一个，或者更早的由旧版本的程序发布、已经清理。"
	} else {
		info := lease.Info()
		p.Before = snapshotChoice{info.Number, clock(info.PublishedAt), info.Reports}
	}
	for _, s := range list {
		if _, kept := slices.BinarySearch(there, s.Number); !kept {
			continue
		}
		label := strconv.Itoa(s.Number) + "（" + clock(s.PublishedAt) + "，" + strconv.Itoa(s.Reports) + " 份报告）"
		p.Befores = append(p.Befores, Option{strconv.Itoa(s.Number), label, s.Number == p.Before.Number})
		p.Afters = append(p.Afters, Option{strconv.Itoa(s.Number), label, s.Number == p.After.Number})
	}
	return lease, nil
}

// publications lists the snapshots up to the newest there is.
func (q query) publications(ctx context.Context) ([]queries.Publication, error) {
	lease := q.lease
	if q.newest != lease.Info().Number {
		newest, err := q.snapshots.Acquire(ctx)
		if err != nil {
			return nil, err
		}
		defer newest.Release()
		lease = newest
	}
	return queries.Publications(ctx, lease.DB())
}

// earlier leases the snapshot that is named, or else the one before the page's own that this version of the program can read.
func (q query) earlier(ctx context.Context, there []int, wanted int, given bool) (*warehouse.Lease, error) {
	if given {
		lease, err := q.snapshots.AcquireNumber(ctx, wanted)
		_, other := errors.AsType[*warehouse.FormError](err)
		if other || errors.Is(err, warehouse.ErrNoSnapshot) {
			return nil, notFound("不能与第 "+strconv.Itoa(wanted)+" 号快照比较", err.Error()+"。", Link{Label: "与上一个快照比较", URL: address(q.path, with(q.values, paramBefore, ""))})
		}
		return lease, err
	}
	for _, n := range slices.Backward(there) {
		if n >= q.lease.Info().Number {
			continue
		}
		lease, err := q.snapshots.AcquireNumber(ctx, n)
		if err == nil {
			return lease, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if _, other := errors.AsType[*warehouse.FormError](err); other {
			return nil, nil // those before it are older still
		}
	}
	return nil, nil
}

// compare fills in what differs.
func (p *ChangesPage) compare(ctx context.Context, q query, past *warehouse.Lease) error {
	all, err := queries.Changes(ctx, past.DB(), q.lease.DB(), q.choice.Region, q.choice.From, q.choice.To)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(c queries.ReportChange) bool { return !q.reader.ReachesAgency(c.Head().Agency, c.Head().Region) })
	p.count(all)
	kinds := []queries.ChangeKind{queries.ChangeNew, queries.ChangeRevised, queries.ChangeWithdrawn, queries.ChangeChecked}
	chosen := queries.ChangeKind(q.values.Get(paramKind))
	if chosen != "" && !slices.Contains(kinds, chosen) {
		return badRequest("没有“"+short(string(chosen))+"”这种变化", "change 可以是 new、revised、withdrawn、checked。")
	}
	link := func(label string, kind queries.ChangeKind, n int) {
		p.Kinds = append(p.Kinds, Link{Label: label, Note: strconv.Itoa(n), Current: kind == chosen,
			URL: address(q.path, with(q.values, paramKind, string(kind), "offset", ""))})
	}
	link("全部", "", len(all))
	for _, k := range kinds {
		n := 0
		for _, c := range all {
			if c.Kind == k {
				n++
			}
		}
		link(k.Label(), k, n)
	}
	if chosen != "" {
		all = slices.DeleteFunc(all, func(c queries.ReportChange) bool { return c.Kind != chosen })
	}
	size, offset, err := q.window(changesPerPage)
	if err != nil {
		return err
	}
	p.Total = len(all)
	shown := all[min(offset, len(all)):]
	shown = shown[:min(size, len(shown))]
	for _, c := range shown {
		r, err := q.changed(ctx, past, c)
		if err != nil {
			return err
		}
		p.Reports = append(p.Reports, r)
	}
	p.Pager = pager(q, offset, size, len(shown), p.Total)
	return nil
}

// count sums the changes up by year and by region.
func (p *ChangesPage) count(all []queries.ReportChange) {
	years, regions := map[int]*changeRow{}, map[string]*changeRow{}
	var regionOrder []string
	for _, c := range all {
		h := c.Head()
		if years[h.Year] == nil {
			years[h.Year] = &changeRow{Label: strconv.Itoa(h.Year)}
		}
		if regions[h.Region] == nil {
			regions[h.Region] = &changeRow{Label: h.RegionName}
			regionOrder = append(regionOrder, h.Region)
		}
		years[h.Year].add(c.Kind)
		regions[h.Region].add(c.Kind)
	}
	p.ByYear.Corner, p.ByRegion.Corner = "年度", "地区（不含下级）"
	for year := range years {
		p.ByYear.Rows = append(p.ByYear.Rows, *years[year])
	}
	slices.SortFunc(p.ByYear.Rows, func(a, b changeRow) int { return -cmp.Compare(a.Label, b.Label) })
	slices.Sort(regionOrder)
	for _, code := range regionOrder {
		p.ByRegion.Rows = append(p.ByRegion.Rows, *regions[code])
	}
}

func (r *changeRow) add(kind queries.ChangeKind) {
	switch kind {
	case queries.ChangeNew:
		r.New++
	case queries.ChangeRevised:
		r.Revised++
	case queries.ChangeWithdrawn:
		r.Withdrawn++
	case queries.ChangeChecked:
		r.Checked++
	}
}

// changed is a report that is not what it was, with its cells.
func (q query) changed(ctx context.Context, past *warehouse.Lease, c queries.ReportChange) (changedReport, error) {
	h := c.Head()
	r := changedReport{ReportChange: c, ReportHead: h, Link: "/reports/" + strconv.Itoa(h.ID),
		AgencyLink: address("/agencies/"+strconv.Itoa(h.Agency), q.choice.given)}
	was := past.Info().Number
	if c.Kind == queries.ChangeWithdrawn {
		r.Link = carryAddress(r.Link, was) // where it still counted
	}
	if c.Kind != queries.ChangeRevised {
		return r, nil
	}
	cells, err := cellChanges(ctx, past, *c.Before, q.lease, *c.After)
	if err != nil {
		return r, err
	}
	r.Detail = "/reports/" + strconv.Itoa(c.After.ID) + "/changes?with=" + strconv.Itoa(c.Before.ID)
	r.Cells = cells
	for _, cell := range cells {
		if cell.Figure {
			r.Figures++
		}
	}
	if !q.whole && len(cells) > cellsPerReport {
		r.Cells, r.More = cells[:cellsPerReport], len(cells)-cellsPerReport
	}
	return r, nil
}

// cellChanges gives the cells two revisions differ in, as pages show them.
func cellChanges(ctx context.Context, past *warehouse.Lease, before queries.ReportHead, now *warehouse.Lease, after queries.ReportHead) ([]cellChange, error) {
	found, err := queries.CellChanges(ctx, past.DB(), before.ID, now.DB(), after.ID)
	if err != nil {
		return nil, err
	}
	var cells []cellChange
	for _, c := range found {
		table, id := c.Cell()
		line := cellChange{CellChange: c, Label: formLabel(table, id)}
		line.BeforeText, line.BeforeValue, line.BeforePlace, line.BeforeLink = sideOf(before.ID, c.Before)
		line.Text, line.Number, line.Place, line.Link = sideOf(after.ID, c.After)
		cells = append(cells, line)
	}
	return cells, nil
}

// sideOf is a cell of one revision as pages show it: its text, the number read where the text says it otherwise, its place, and
// the way to it.
func sideOf(report int, f *data.Fact) (text, value, place, link string) {
	if f == nil {
		return "没有这一格", "", "", ""
	}
	id := cellID(f.Key, f.Column)
	link = "/reports/" + strconv.Itoa(report) + "?cell=" + escape(id) + "#" + anchor(id)
	text, place = strings.TrimSpace(f.Raw), f.At.Label()
	if text == "" {
		text = "空白"
	}
	if f.Value != nil && f.Value.String() != text {
		value = f.Value.String()
	}
	return text, value, place, link
}

// formLabel names a cell in the form's words, with its table.
func formLabel(table string, id data.CellID) string {
	if c, ok := forms.Find("", id); ok {
		return forms.TableName(table) + " " + c.Label()
	}
	return forms.TableName(table) + " " + cellID(id.Key, id.Column)
}

func (p ChangesPage) records() records {
	r := records{columns: changeColumns()}
	for _, c := range p.Reports {
		r.rows = append(r.rows, changeRows(c.ReportChange, c.Cells)...)
	}
	return r
}

// changeColumns are the columns of exported changes: a row for each cell that differs, and one for a report of which no cell does.
func changeColumns() []column {
	return []column{{"change", "变化"}, {"agency", "单位编号"}, {"name", "单位"}, {"region", "区划代码"}, {"region_name", "区划"}, {"year", "年份"},
		{"scope", "口径"}, {"before", "原报告编号"}, {"after", "现报告编号"}, {"before_revision", "原版次"}, {"after_revision", "现版次"},
		{"table", "表"}, {"key", "指标代码"}, {"column", "申请人"}, {"label", "单元格"},
		{"before_value", "原数值"}, {"before_state", "原状态"}, {"before_raw", "原原文"}, {"before_at", "原位置"},
		{"value", "现数值"}, {"state", "现状态"}, {"raw", "现原文"}, {"at", "现位置"}, {"before_errors", "原错误"}, {"errors", "现错误"}}
}

func changeRows(c queries.ReportChange, cells []cellChange) [][]any {
	h := c.Head()
	revision := func(h *queries.ReportHead) (id, revision, errors any) {
		if h == nil {
			return nil, nil, nil
		}
		return h.ID, h.Revision, h.Errors
	}
	beforeID, beforeRevision, beforeErrors := revision(c.Before)
	afterID, afterRevision, afterErrors := revision(c.After)
	report := []any{c.Kind.Label(), h.Agency, h.AgencyName, h.Region, h.RegionName, h.Year, string(h.Scope), beforeID, afterID, beforeRevision, afterRevision}
	side := func(f *data.Fact) []any {
		if f == nil {
			return []any{nil, nil, nil, nil}
		}
		return []any{optional(f.Value), string(f.State), f.Raw, f.At.String()}
	}
	var rows [][]any
	for _, cell := range cells {
		table, id := cell.Cell()
		row := append(slices.Clone(report), table, id.Key, id.Column, cell.Label)
		rows = append(rows, append(append(append(row, side(cell.Before)...), side(cell.After)...), beforeErrors, afterErrors))
	}
	if len(cells) == 0 {
		row := append(slices.Clone(report), nil, nil, nil, nil)
		rows = append(rows, append(append(append(row, side(nil)...), side(nil)...), beforeErrors, afterErrors))
	}
	return rows
}
