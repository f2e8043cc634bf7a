package dashboard

import (
	"context"
	"errors"
	"io/fs"
	"strconv"
	"strings"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/metrics"
	"tongjian/queries"
)

// ReportPage is 报告: the report as read, each figure with its place in the original.
type ReportPage struct {
	Head
	Report     queries.ReportDetail
	Tables     []reportTable
	Whole      []findingLine // findings about the report as a whole
	Focus      *focus        // the cell asked for in the address
	Finding    *marked       // the finding asked for in the address
	Document   *documentView
	NoDocument string // why the document cannot be shown
	Claims     []claimLine
	Original   string
	AgencyLink string
	Revisions  []reportLine
	Previous   string
	Next       string
	Confidence string
	Editions   string
}

// reportTable is a statutory table in the official layout.
type reportTable struct {
	ID, Name, Title string
	Edition         string
	Document        string // the circular the edition stands in
	InForce         bool   // the edition is the one prescribed for the year
	Doubt           string // how sure the reader was, where it was not of every cell
	Lines           [][]formCell
	Findings        []findingLine
	Unmapped        []data.Unmapped
	// LastYear is the year whose differing figures stand small beside this year's; 0 where none do.
	LastYear int
}

// formCell is a printed cell: a heading, a label, or a figure.
type formCell struct {
	Head   bool
	Figure bool
	ID     data.CellID // of a figure
	// Rows and Cols are how many it takes, in words.
	Rows, Cols string
	Text       string // as it stands in the file
	Title      string // what a pointer shows: place, state, findings
	Anchor     string
	Link       string
	Class      string
	Here       bool
	Last       string // what last year's report says, where it is shown and says something else
}

// focus is the cell a reader has come to see.
type focus struct {
	Label, Raw, Value, Unit, State, Note, Place string
	InDocument                                  string // anchor in the document below
	Findings                                    []findingLine
	Missing                                     bool
	Anchor                                      string
	Picture                                     string // address of the page of the original with the cell marked; empty without one
}

type claimLine struct {
	data.Claim
	Name, Text, InDocument string
}

func newReport(ctx context.Context, q query) (ReportPage, error) {
	id, err := strconv.Atoi(q.id)
	if err != nil {
		return ReportPage{}, unknownReport(q)
	}
	r, err := queries.ReportByID(ctx, q.lease.DB(), id)
	if isNotFound(err) {
		return ReportPage{}, unknownReport(q)
	}
	if err != nil {
		return ReportPage{}, err
	}
	p := ReportPage{Report: *r, Original: q.may("/reports/" + strconv.Itoa(id) + "/original"), Confidence: confidence(r.Confidence),
		AgencyLink: address("/agencies/"+strconv.Itoa(r.Agency), q.choice.given)}
	lines := findingLines(q, r.Findings)
	chosen, err := chosenCell(q, r)
	if err != nil {
		return ReportPage{}, err
	}
	if p.Finding, err = chosenFinding(ctx, q, r); err != nil {
		return ReportPage{}, err
	}
	marks := documentMarks{}
	if p.Finding != nil {
		marks.also = p.Finding.places
	}
	if chosen != (data.CellID{}) {
		p.Focus = focusOn(r, chosen, lines)
		if f, ok := factOf(r, chosen); ok && !f.At.IsZero() {
			marks.here = f.At
			p.Focus.InDocument = placeAnchor(f.At)
			if q.drawn {
				p.Focus.Picture = picturePath(r, f.At)
			}
		}
	}
	p.Document, p.NoDocument = documentOf(ctx, q, r, marks)
	for _, tableID := range forms.TablesOf(r.Editions) {
		p.Tables = append(p.Tables, layTable(r, tableID, lines, chosen, p.Finding))
	}
	for _, f := range lines {
		if !hasTable(p.Tables, f.Table) {
			p.Whole = append(p.Whole, f)
		}
	}
	p.Claims = claimLines(r.Claims)
	for _, rev := range r.Revisions {
		p.Revisions = append(p.Revisions, reportLine{ReportHead: rev, Link: "/reports/" + strconv.Itoa(rev.ID)})
	}
	if r.Previous != nil {
		p.Previous = beside(*r.Previous, q)
	}
	if r.Next != nil {
		p.Next = beside(*r.Next, q)
	}
	p.Editions = editionsText(r)
	p.Head = q.bareHead("agencies", r.AgencyName+" "+strconv.Itoa(r.Year)+" 年报告（"+r.Scope.Label()+"）", "")
	p.Head.Compare = q.compareLink(queries.AgencyEntity(r.Agency))
	p.Head.Sample = r.Sample
	p.Head.Crumbs = append(q.crumbs(r.Parents, r.AgencyName), Link{Label: strconv.Itoa(r.Year) + " 年", Current: true})
	n := len(p.Head.Crumbs)
	p.Head.Crumbs[n-2] = Link{Label: r.AgencyName, URL: p.AgencyLink}
	return p, nil
}

// documentOf is the document a report was read from, or why it cannot be shown: what was read from it is in the snapshot, and the page
// does without.
func documentOf(ctx context.Context, q query, r *queries.ReportDetail, marks documentMarks) (*documentView, string) {
	view, err := viewDocument(q.files, r, marks)
	switch {
	case err == nil:
		return view, ""
	case errors.Is(err, fs.ErrNotExist):
		return nil, "收到的文件没有保存在这台机器的数据目录里。"
	}
	q.log.ErrorContext(ctx, "document", "report", r.ID, "err", err)
	return nil, "保存的原文读不出来，可以重新入库这份文件；原因已记入服务器日志。"
}

// claimLines are the numbers a report's sentences state.
func claimLines(claims []data.Claim) []claimLine {
	var lines []claimLine
	for _, c := range claims {
		line := claimLine{Claim: c, Name: claimName(c.Key), InDocument: placeAnchor(c.At), Text: metrics.Gap}
		if c.Value != nil {
			line.Text = metrics.FormatNumber(*c.Value)
		}
		lines = append(lines, line)
	}
	return lines
}

// claimName names what a sentence counts: several measures where the number is their sum; empty when that could not be told.
func claimName(key string) string {
	var names []string
	for part := range strings.SplitSeq(key, "+") {
		m, ok := forms.MeasureOf(part)
		if !ok {
			return ""
		}
		names = append(names, m.Name)
	}
	return strings.Join(names, " + ")
}

func unknownReport(q query) error {
	return notFound("没有编号为“"+short(q.id)+"”的报告", "它可能不在当前快照里。", Link{Label: "查找机构", URL: address("/agencies", q.choice.given)})
}

// beside is the report of a neighbouring year, at the same cell.
func beside(h queries.ReportHead, q query) string {
	path := "/reports/" + strconv.Itoa(h.ID)
	if cell := q.values.Get("cell"); cell != "" {
		return path + "?cell=" + escape(cell) + "#" + anchor(cell)
	}
	return path
}

// chosenCell reads the parameter cell: key:column, or key alone in tables 二 and 四.
func chosenCell(q query, r *queries.ReportDetail) (data.CellID, error) {
	text := q.values.Get("cell")
	if text == "" {
		return data.CellID{}, nil
	}
	key, column, _ := strings.Cut(text, ":")
	id := standingIn(r.Editions, data.CellID{Key: key, Column: column})
	if _, ok := forms.Find("", id); !ok {
		return data.CellID{}, notFound("表上没有“"+short(text)+"”这一格", "格的写法是 指标:申请人，例如 requests.received:total。",
			Link{Label: "回到这份报告", URL: q.path})
	}
	return id, nil
}

func factOf(r *queries.ReportDetail, id data.CellID) (data.Fact, bool) {
	for _, f := range r.Facts {
		if f.Cell() == id {
			return f, true
		}
	}
	return data.Fact{}, false
}

func focusOn(r *queries.ReportDetail, id data.CellID, lines []findingLine) *focus {
	f := &focus{Label: cellLabel(r, id), Anchor: anchor(cellID(id.Key, id.Column))}
	if m, ok := forms.MeasureOf(id.Key); ok {
		f.Unit = m.Unit
	}
	fact, ok := factOf(r, id)
	f.Missing = !ok
	if ok {
		f.Raw, f.State, f.Note, f.Place = fact.Raw, fact.State.Label(), fact.Note, fact.At.Label()
		if fact.Value != nil {
			f.Value = metrics.FormatNumber(*fact.Value)
		}
	}
	for _, l := range lines {
		for _, c := range l.Cells {
			if c.Report == 0 && c.Key == id.Key && c.Column == id.Column {
				f.Findings = append(f.Findings, l)
				break
			}
		}
	}
	return f
}

// cellLabel names a cell in the form's words, with its table.
func cellLabel(r *queries.ReportDetail, id data.CellID) string {
	for table, name := range r.Editions {
		if c, ok := cellIn(name, table, id); ok {
			return forms.TableName(table) + " " + c.Label()
		}
	}
	m, _ := forms.MeasureOf(id.Key)
	c, _ := forms.Find("", id)
	return forms.TableName(m.Table) + " " + c.Label()
}

func hasTable(tables []reportTable, id string) bool {
	for _, t := range tables {
		if t.ID == id && len(t.Lines) > 0 {
			return true
		}
	}
	return false
}

func editionsText(r *queries.ReportDetail) string {
	var parts []string
	for _, id := range forms.TablesOf(r.Editions) {
		edition := r.Editions[id]
		if edition == "" {
			edition = "无"
		}
		parts = append(parts, forms.TableName(id)+" "+edition)
	}
	return strings.Join(parts, "，")
}

// sureReading is the certainty from which every cell was found where its labels say it is.
const sureReading = 0.995

// confidence says in words how sure the reader was.
func confidence(c float64) string {
	percent := strconv.FormatFloat(c*100, 'f', 0, 64) + "%"
	switch {
	case c >= sureReading:
		return "全部单元格按标签对上"
	case c >= 0.9:
		return percent + "，少数单元格需要核对"
	}
	return percent + "，需要对照原件"
}

func (p ReportPage) records() records {
	r := records{columns: []column{{"report", "报告编号"}, {"name", "单位"}, {"year", "年份"}, {"scope", "口径"}, {"table", "表"}, {"key", "指标代码"},
		{"column", "申请人"}, {"label", "单元格"}, {"value", "数值"}, {"state", "状态"}, {"raw", "原文"}, {"note", "附注"}, {"at", "位置"}}}
	for _, f := range p.Report.Facts {
		r.rows = append(r.rows, []any{p.Report.ID, p.Report.AgencyName, p.Report.Year, string(p.Report.Scope), f.Table, f.Key, f.Column,
			cellLabel(&p.Report, f.Cell()), optional(f.Value), string(f.State), f.Raw, f.Note, f.At.String()})
	}
	return r
}
