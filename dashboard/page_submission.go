package dashboard

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/filing"
	"tongjian/data/forms"
	"tongjian/data/incoming"
	"tongjian/data/metrics"
	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/queries"
)

// SubmissionPage is one 报送件: what was read from it, what is wrong with it, and what can be done now.
type SubmissionPage struct {
	Head
	noRecords
	Tabs   []Link
	Sent   submissionLine
	Region string
	Steps  []stepLine
	// Reading is set while the file is read: the page looks again by itself.
	Reading bool
	// Loading is where to ask how far loading it has come; empty where it is not being loaded.
	Loading  string
	Report   *previewReport // the one shown; nil when nothing could be read
	Others   []Link         // the reports of a file that has several
	Can      submissionActs
	Limits   sendLimits
	Drop     dropForm
	Place    *placeForm
	Original string
	Replaced string // where the file sent in its place is
	Loaded   string // where pages show it
}

// submissionActs are what the reader can do with a submission now.
type submissionActs struct {
	Submit, Withdraw, Replace, Accept, Return bool
	Letter                                    string // address of the letter that goes back, without its ending
	Due                                       string // the day offered for a correction
	LongestReason                             int
}

// stepLine is something that happened to it.
type stepLine struct {
	office.Event
	When string
}

// placeForm says whose report it is.
type placeForm struct {
	Agency, Region, Scope string
	Year                  int
	Fixed                 string // the only agency the reader can name; empty for any
	Names                 []string
}

// previewReport is a report as it was read, before it is accepted.
type previewReport struct {
	Title, Agency, Scope string
	Year                 int
	Confidence           string
	Editions             string
	Tables               []previewTable
	Whole                []findingLine
	Findings             int
	Last                 string // the report of the year before, as a link
	LastYear             int
	Changes              []changeLine
}

// previewTable is a table with last year's figures beside this year's.
type previewTable struct {
	reportTable
	Rows [][]previewCell
}

// previewCell is a cell with what last year's report says in it.
type previewCell struct {
	formCell
	Last string
}

// changeLine is a figure that is far from last year's, or should be the same and is not.
type changeLine struct {
	Label, Now, Then, Link string
	Wrong                  bool // it should be the same
}

func newSubmission(ctx context.Context, v visit) (built, error) {
	one, err := v.submission(ctx)
	if err != nil {
		return nil, err
	}
	p := SubmissionPage{Sent: v.line(one), Original: submissionPath(one.ID) + "/original", Reading: one.Status == office.StatusReceived}
	p.Limits = limits()
	p.Drop = dropForm{Hint: formats + "不超过 " + strconv.Itoa(p.Limits.FileMB) + " MB。"}
	p.Head = v.frame(one.Name, "")
	if p.Tabs, err = v.tabs(ctx, ""); err != nil {
		return nil, err
	}
	events, err := v.office.Events(ctx, one.ID)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		p.Steps = append(p.Steps, stepLine{e, clock(e.At)})
	}
	p.Can = v.acts(one)
	if job, given, err := number(v.values, "job"); err != nil {
		return nil, err
	} else if given && one.Status == office.StatusAccepted {
		p.Loading = "/jobs/" + strconv.Itoa(job) + "/progress"
	}
	if one.ReplacedBy != 0 {
		p.Replaced = submissionPath(one.ReplacedBy)
	}
	if err := v.preview(ctx, one, &p); err != nil {
		return nil, err
	}
	if one.Status == office.StatusUnplaced {
		if p.Place, err = v.placeForm(ctx, one); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// acts are what the reader can do with a submission now.
func (v visit) acts(one office.Submission) submissionActs {
	can := one.Status.Can
	receives := v.receives(one)
	a := submissionActs{Submit: can(office.StatusSubmitted) && one.Status == office.StatusChecked, Withdraw: can(office.StatusWithdrawn),
		Replace: can(office.StatusCorrected), Accept: receives && can(office.StatusAccepted), Return: receives && can(office.StatusReturned),
		Due: soon(time.Now()), LongestReason: office.LongestReason}
	if one.Status == office.StatusReturned && len(one.Reports) > 0 {
		a.Letter = submissionPath(one.ID) + "/letter"
	}
	return a
}

// preview shows what was read.
func (v visit) preview(ctx context.Context, one office.Submission, p *SubmissionPage) error {
	if p.Reading {
		return nil
	}
	reading, err := v.sending.Desk.Reading(one.ID)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // nothing could be read
	}
	if err != nil {
		return err
	}
	chosen, _, err := number(v.values, "report")
	if err != nil {
		return err
	}
	if chosen >= len(reading.Reports) {
		return notFound("没有这一份报告", "这个文件里有 "+strconv.Itoa(len(reading.Reports))+" 份。", Link{Label: "看这一件", URL: submissionPath(one.ID)})
	}
	for i, r := range reading.Reports {
		if len(reading.Reports) > 1 {
			p.Others = append(p.Others, Link{Label: r.Agency + " " + strconv.Itoa(r.Year), Current: i == chosen,
				URL: submissionPath(one.ID) + "?report=" + strconv.Itoa(i)})
		}
	}
	var placed office.SentReport
	if chosen < len(one.Reports) {
		placed = one.Reports[chosen]
		if r, ok := regions.ByCode(placed.Region); ok {
			p.Region = r.Name
		}
		if placed.Report != 0 {
			p.Loaded = "/reports/" + strconv.Itoa(placed.Report)
		}
	}
	last, err := v.lastYear(ctx, placed)
	if err != nil {
		return err
	}
	p.Report = newPreview(reading, chosen, placed, last)
	return nil
}

// lastYear is the report of the year before a submission's; nil when there is none.
func (v visit) lastYear(ctx context.Context, r office.SentReport) (*queries.ReportDetail, error) {
	if !v.snapshotKnown() || r.Agency == 0 {
		return nil, nil
	}
	id, err := queries.LiveReport(ctx, v.lease.DB(), r.Agency, r.Year-1, r.Scope)
	if err != nil || id == 0 {
		return nil, err
	}
	return queries.ReportByID(ctx, v.lease.DB(), id)
}

// newPreview lays a report out as the form prints it.
func newPreview(reading incoming.Reading, chosen int, placed office.SentReport, last *queries.ReportDetail) *previewReport {
	r := reading.Reports[chosen]
	name := placed.AgencyName
	if name == "" {
		name = r.Agency
	}
	p := &previewReport{Title: r.Title, Agency: name, Year: r.Year, Scope: r.Scope.Label(), Confidence: confidence(r.Confidence)}
	detail := &queries.ReportDetail{ReportHead: queries.ReportHead{AgencyName: name, Region: r.Region, Year: r.Year, Scope: r.Scope},
		Editions: r.Editions, Certainty: r.Certainty, Facts: r.Facts, Unmapped: r.Unmapped, Claims: r.Claims}
	p.Editions = editionsText(detail)
	lines := previewFindings(r.Findings)
	p.Findings = len(lines)
	then := map[data.CellID]data.Fact{}
	if last != nil {
		p.Last, p.LastYear = "/reports/"+strconv.Itoa(last.ID), last.Year
		for _, f := range last.Facts {
			then[f.Cell()] = f
		}
	}
	var tables []reportTable
	for _, id := range forms.TablesOf(r.Editions) {
		t := layTable(detail, id, lines, data.CellID{}, nil)
		tables = append(tables, t)
		preview := previewTable{reportTable: t}
		for _, line := range t.Lines {
			var cells []previewCell
			for _, c := range line {
				cell := previewCell{formCell: c}
				if c.Figure {
					cell.Link = "#" + c.Anchor
					cell.Last = beforeText(then, c, last)
				}
				cells = append(cells, cell)
			}
			preview.Rows = append(preview.Rows, cells)
		}
		p.Tables = append(p.Tables, preview)
	}
	for _, f := range lines {
		if !hasTable(tables, f.Table) {
			p.Whole = append(p.Whole, f)
		}
	}
	p.Changes = changes(&r, then)
	return p
}

// beforeText is what last year's report says in a cell; empty where it says the same.
func beforeText(then map[data.CellID]data.Fact, c formCell, last *queries.ReportDetail) string {
	f, there := then[c.Cell.CellID]
	if last == nil || !there || strings.TrimSpace(f.Raw) == c.Text {
		return ""
	}
	if f.Raw == "" {
		return "空白"
	}
	return strings.TrimSpace(f.Raw)
}

// previewFindings gives findings of a report that is not loaded their names and where their cells are on the page.
func previewFindings(list []data.Finding) []findingLine {
	var found []queries.Finding
	for _, f := range list {
		found = append(found, queries.Finding{Finding: f})
	}
	lines := findingLines(query{}, found)
	for i := range lines {
		for n, c := range lines[i].Cells {
			if lines[i].Cells[n].Link = ""; c.Key != "" {
				lines[i].Cells[n].Link = "#" + anchor(cellID(c.Key, c.Column))
			}
		}
	}
	return lines
}

const (
	// farApart is how many times one of two years' figures is the other before the change is named, from the least that counts.
	farApart, leastNamed = 3, 10
	mostChanges          = 12
)

// changes are the figures far from last year's, and those that should be what last year's report ended with.
func changes(r *data.Report, then map[data.CellID]data.Fact) []changeLine {
	var list []changeLine
	for _, f := range r.Facts {
		link := "#" + anchor(cellID(f.Key, f.Column))
		if f.Key == "requests.carried_in" {
			out, ok := then[data.CellID{Key: "requests.carried_out", Column: f.Column}]
			if ok && f.Value != nil && out.Value != nil && !f.Value.Equal(*out.Value) {
				list = append(list, changeLine{Label: factLabel(r, f) + "（上年“结转下年度继续办理”）", Now: metrics.FormatNumber(*f.Value),
					Then: metrics.FormatNumber(*out.Value), Link: link, Wrong: true})
			}
			continue
		}
		before, ok := then[f.Cell()]
		if !ok || f.Value == nil || before.Value == nil || len(list) >= mostChanges {
			continue
		}
		least, most := f.Value.Abs(), before.Value.Abs()
		if least.GreaterThan(most) {
			least, most = most, least
		}
		if most.IntPart() < leastNamed || least.Mul(decimal.NewFromInt(farApart)).GreaterThan(most) {
			continue
		}
		list = append(list, changeLine{Label: factLabel(r, f), Now: metrics.FormatNumber(*f.Value), Then: metrics.FormatNumber(*before.Value), Link: link})
	}
	return list
}

// factLabel names a cell in the form's words.
func factLabel(r *data.Report, f data.Fact) string {
	return cellLabel(&queries.ReportDetail{Editions: r.Editions}, f.Cell())
}

// placeForm offers to say whose report a file is.
func (v visit) placeForm(ctx context.Context, one office.Submission) (*placeForm, error) {
	form := &placeForm{Agency: one.Hint.Agency, Region: one.Hint.Region, Year: one.Hint.Year, Scope: string(one.Hint.Scope)}
	if reading, err := v.sending.Desk.Reading(one.ID); err == nil && len(reading.Reports) == 1 {
		r := reading.Reports[0]
		if form.Agency == "" {
			form.Agency, form.Region = r.Agency, r.Region
		}
		if form.Year == 0 {
			form.Year = r.Year
		}
	}
	if form.Year == 0 {
		form.Year = reportYear(time.Now())
	}
	from, err := v.from(ctx)
	if err != nil {
		return nil, err
	}
	if form.Fixed = from.Name; form.Fixed != "" || !v.snapshotKnown() {
		return form, nil
	}
	roster, err := queries.Roster(ctx, v.lease.DB())
	if err != nil {
		return nil, err
	}
	const most = 400
	for _, a := range roster {
		if v.reader.Reaches(a.Region) && len(form.Names) < most {
			form.Names = append(form.Names, a.Name)
		}
	}
	return form, nil
}

// hint reads what somebody says about a file. Somebody of an agency can only say that it is the agency's own.
func (v visit) hint(ctx context.Context, r *http.Request) (office.Hint, error) {
	form := r.PostForm
	h := office.Hint{Agency: strings.TrimSpace(form.Get("agency")), Region: strings.TrimSpace(form.Get("region")), Scope: data.Scope(form.Get("scope"))}
	var err error
	if h.Year, _, err = number(form, "year"); err != nil {
		return h, err
	}
	from, err := v.from(ctx)
	if err != nil {
		return h, err
	}
	if from.Agency != 0 {
		h.Agency, h.Region = from.Name, from.Region
	}
	if h.Scope != "" && h.Scope != data.ScopeOwn && h.Scope != data.ScopeConsolidated {
		return h, badRequest("没有改动", "口径只能是本级或汇总。")
	}
	if h.Region != "" {
		if _, ok := regions.ByCode(h.Region); !ok {
			return h, badRequest("没有改动", "没有区划代码“"+short(h.Region)+"”：应是六位数字。")
		}
		if from.Agency == 0 && !v.reader.Reaches(h.Region) {
			return h, outOfReach(v.reader)
		}
	}
	if h.Agency == "" && h.Year == 0 {
		return h, badRequest("没有改动", "请写明单位或年度。")
	}
	if len([]rune(h.Agency)) > 200 {
		return h, badRequest("没有改动", "单位名称太长。")
	}
	return h, nil
}

// sentOriginal hands out the bytes of a submission.
func (s *server) sentOriginal(w http.ResponseWriter, r *http.Request) {
	v, err := s.visit(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer v.leave()
	one, err := v.submission(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	body, err := s.sending.Desk.Read(one.SHA256)
	if errors.Is(err, fs.ErrNotExist) {
		body, err = s.files.Read(one.SHA256)
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = notFound("原件不在这台机器上", "数据目录里没有保存这份文件。")
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	sendAsReceived(w, r, one.Name[strings.LastIndex(one.Name, "/")+1:], body)
}

// beijingDay is a day of the store as a moment.
func beijingDay(text string) time.Time {
	t, err := filing.ParseDay(text)
	if err != nil {
		return time.Time{}
	}
	return t
}
