package sample

import (
	"fmt"
	"path"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
)

// Report is one generated report: the workbook to be written, and the truth about it.
type Report struct {
	// Path is where the workbook goes, with slashes, below the sample's folder of reports.
	Path   string     `json:"path"`
	Agency string     `json:"agency"`
	Region string     `json:"region"`
	Year   int        `json:"year"`
	Scope  data.Scope `json:"scope"`
	Title  string     `json:"title"`
	// Editions gives the edition of the form each table is on, by table number.
	Editions map[string]string `json:"editions"`
	// Layout names how the workbook is laid out, see [layouts].
	Layout string `json:"layout"`
	// Planted names the mistake planted in the report; empty for none.
	Planted string `json:"planted,omitempty"`
	// Cells are the cells of the form the report has, in form order.
	Cells []Cell `json:"cells"`
	// Traps are what looks like a mistake and is lawful.
	Traps []Trap `json:"traps,omitempty"`
	// Findings are what the checks must find of the report, inside it and across years and reports, no more and no less.
	Findings []Expected `json:"findings"`
	// Received is the day the workbook came: 2024-01-19.
	Received string `json:"received"`
	// Unmapped are rows that no edition has, and rows printed a second time.
	Unmapped []data.Unmapped `json:"unmapped,omitempty"`

	edition forms.Edition // as written, with the rows a mistake added or left out
	options forms.WorkbookOptions
}

// Cell is what one cell of the form holds.
type Cell struct {
	Table  string           `json:"table"`
	Key    string           `json:"key"`
	Column string           `json:"column,omitempty"`
	State  data.State       `json:"state"`
	Value  *decimal.Decimal `json:"value,omitempty"`
	Raw    string           `json:"raw"`
	Note   string           `json:"note,omitempty"`
}

// ID names the cell of the form.
func (c Cell) ID() data.CellID { return data.CellID{Key: c.Key, Column: c.Column} }

// setNumber makes the cell hold a figure, written plainly.
func (c *Cell) setNumber(v decimal.Decimal) {
	c.State, c.Value, c.Raw, c.Note = data.StateNumber, &v, v.String(), ""
}

// set makes the cell hold something that is not a figure.
func (c *Cell) set(state data.State, raw string) {
	c.State, c.Value, c.Raw, c.Note = state, nil, raw, ""
}

// count gives the cell's figure; 0 when it holds none.
func (c *Cell) count() int64 {
	if c.Value == nil {
		return 0
	}
	return c.Value.IntPart()
}

// draft is a report being made.
type draft struct {
	filing
	form
	habits
	// before is the report of the year before, if it was filed.
	before *draft
	// chance decides what is peculiar to the report.
	chance     chance
	prescribed forms.Edition // the edition prescribed for the year
	// tables are the statutory tables of the editions used, written those as they will stand in the workbook.
	tables, written []forms.Table
	used            map[string]string // the edition each table is on
	cells           map[data.CellID]*Cell
	touched         map[data.CellID]bool // cells a mistake is in: they are written as they are
	unmapped        []data.Unmapped
	planted         string
	slip            slip // the number the prose gets wrong
	zeroed          bool // table 三 holds nothing but zeros, and should not
	mangled         []mangledRow
	copied          bool   // the text is last year's
	foreign         string // a sentence copied from elsewhere
	neighbour       string // another agency of the region
	received        time.Time
	first           time.Time // when the report first came, where what counts is a corrected one
	former          string    // the agency's name at the time, where it has another now
	fileRegion      string    // the region the file's name names, where it is another
	lapseTold       int64     // how many documents the prose says have lapsed
	trap            string    // the trap to be laid, where there is occasion
	traps           []Trap
	// The years the report names.
	titleYear, periodYear, fileYear int
}

// form is what the official form declares, at hand.
type form struct {
	editions map[string]forms.Edition
	kinds    map[string]forms.Kind
}

func newForm() form {
	f := form{map[string]forms.Edition{}, map[string]forms.Kind{}}
	for _, e := range forms.All() {
		if _, ok := e.Table("3"); ok { // what truly happens is told in the words of the forms since 2019
			f.editions[e.Name] = e
		}
	}
	for _, m := range forms.Measures() {
		f.kinds[m.Key] = m.Kind
	}
	return f
}

// inForce gives the edition for reports on a year.
func (f form) inForce(year int) (forms.Edition, bool) {
	for _, e := range f.editions {
		if e.InForce(year) {
			return e, true
		}
	}
	return forms.Edition{}, false
}

// draft begins the report of a filing: the form in force, filled in with what truly happened.
func (c Config) draft(f filing, form form) (*draft, error) {
	inForce, ok := form.inForce(f.year)
	if !ok {
		return nil, fmt.Errorf("no edition for %d", f.year)
	}
	d := &draft{filing: f, form: form, habits: c.habits(f.member), prescribed: inForce, titleYear: f.year, periodYear: f.year, fileYear: f.year,
		former: f.formerName(f.year), chance: c.stream("report", f.Name, f.year)}
	d.use(inForce, "2", "3", "4")
	d.received = due(f.Scope, f.year).AddDate(0, 0, -c.stream("received", f.Name, f.year).IntN(27))
	return d, nil
}

// use fills tables in on an edition, from what truly happened.
func (d *draft) use(e forms.Edition, tables ...string) {
	if d.cells == nil {
		d.cells, d.touched, d.used = map[data.CellID]*Cell{}, map[data.CellID]bool{}, map[string]string{}
	}
	for _, t := range e.Tables {
		if !slices.Contains(tables, t.ID) {
			continue
		}
		if i := slices.IndexFunc(d.tables, func(old forms.Table) bool { return old.ID == t.ID }); i >= 0 {
			for _, c := range d.tables[i].Cells() {
				delete(d.cells, c.CellID)
			}
			d.tables[i], d.written[i] = t, t
		} else {
			d.tables, d.written = append(d.tables, t), append(d.written, t)
		}
		d.used[t.ID] = e.Name
		for _, c := range t.Cells() {
			cell := &Cell{Table: t.ID, Key: c.Key, Column: c.CellID.Column}
			cell.setNumber(d.figures[c.CellID])
			d.cells[c.CellID] = cell
		}
	}
}

// finish puts the report together.
func (d *draft) finish(prose chance) (Report, error) {
	out := Report{
		Agency: d.Name, Region: d.Region, Year: d.year, Scope: d.Scope,
		Title:    fmt.Sprintf("%s%d年政府信息公开工作年度报告", d.nameThen(), d.titleYear),
		Path:     path.Join(d.folder, fmt.Sprintf("%d年度", d.year), fmt.Sprintf("%s%d.xlsx", d.fileName(), d.fileYear)),
		Editions: d.used, Layout: d.layout, Planted: d.planted, Unmapped: d.unmapped, Received: d.received.Format(time.DateOnly),
	}
	for _, t := range d.tables {
		for _, c := range t.Cells() {
			if cell, ok := d.cells[c.CellID]; ok {
				out.Cells = append(out.Cells, *cell)
			}
		}
	}
	out.edition = d.prescribed
	out.edition.Tables = d.written
	out.options = d.habits.options()
	out.options.Title = out.Title
	out.options.Note = Mark
	d.write(&out.options, prose)
	out.Findings, out.Traps = d.expect(), d.traps
	if d.slip.check != "" && len(d.slip.expected) == 0 {
		return Report{}, fmt.Errorf("the prose says nothing for a mistake of %s to be in", d.planted)
	}
	cells := make(map[data.CellID]string, len(out.Cells))
	for _, c := range out.Cells {
		cells[c.ID()] = c.Raw
	}
	for id, text := range d.extra() {
		cells[id] = text
	}
	out.options.Values = func(id data.CellID) (string, bool) {
		text := cells[id]
		return text, text != ""
	}
	return out, nil
}

// Mark is the line every generated workbook carries.
const Mark = "示例数据，非真实报告"

// Place names the report.
func (r *Report) Place() Place { return Place{r.Agency, r.Region, r.Year, r.Scope} }
