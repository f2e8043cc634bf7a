package consolidated

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/queries"
)

// Report is a government's report added up from its parts.
type Report struct {
	Region  queries.Region
	Year    int
	Edition forms.Edition // in force for the year: the form the sums stand on
	Parts   []queries.ConsolidationPart
	Missing []queries.MissingAgency
	// Sums has an entry for every cell of the form.
	Sums     map[data.CellID]Sum
	Uneven   []Uneven
	Leftover []Leftover
	// cells are the parts' figures of each cell, in the order of Parts; nil where a part's table lacks it.
	cells map[data.CellID][]*queries.PartCell
}

// Sum is a cell added up.
type Sum struct {
	// Value is nil when no part gave a number, and where the form fixes no unit.
	Value *decimal.Decimal
	// Given is how many parts gave a number; Without names the others, with what stands there.
	Given   int
	Without []Without
	// Unitless cells are not added up: the form fixes no unit.
	Unitless bool
}

// Without is a part that gives no number for a cell.
type Without struct {
	Agency string
	Report int
	Why    string // 空白, 横线, “无”, 2019版式没有这一格
}

// Leftover is a figure of a part that the form of the year has no cell for.
type Leftover struct {
	Agency  string
	Report  int
	Edition string // of the part's table
	Table   string
	Cell    data.CellID
	Label   string // in the words of the part's own form
	Value   decimal.Decimal
}

// Add adds the parts up on the form in force for the year.
func Add(c *queries.Consolidation) (*Report, error) {
	edition, ok := forms.ForYear(c.Year)
	if !ok {
		return nil, fmt.Errorf("add up the reports on %d: no form was in force", c.Year)
	}
	r := &Report{Region: c.Region, Year: c.Year, Edition: edition, Parts: c.Parts, Missing: c.Missing, Sums: map[data.CellID]Sum{},
		cells: map[data.CellID][]*queries.PartCell{}}
	part := make(map[int]int, len(c.Parts)) // by report
	for i, p := range c.Parts {
		part[p.Report] = i
	}
	for i := range c.Cells {
		cell := &c.Cells[i]
		at, ok := part[cell.Report]
		if !ok {
			continue
		}
		given, ok := r.cells[cell.CellID]
		if !ok {
			given = make([]*queries.PartCell, len(c.Parts))
			r.cells[cell.CellID] = given
		}
		if given[at] == nil { // the first, where a report has a cell twice
			given[at] = cell
		}
	}
	for _, t := range edition.Tables {
		for _, cell := range t.Cells() {
			r.Sums[cell.CellID] = r.sum(t.ID, cell.CellID)
		}
	}
	r.compare()
	r.findLeftover()
	return r, nil
}

// sum adds one cell of a table up.
func (r *Report) sum(table string, id data.CellID) Sum {
	m, _ := forms.MeasureOf(id.Key)
	s := Sum{Unitless: m.Kind == forms.FreeAmount}
	total := decimal.Zero
	for i, p := range r.Parts {
		value, why := r.figure(i, table, id)
		if value == nil {
			s.Without = append(s.Without, Without{Agency: p.Name, Report: p.Report, Why: why})
			continue
		}
		s.Given++
		total = total.Add(*value)
	}
	if s.Given > 0 && !s.Unitless {
		s.Value = &total
	}
	return s
}

// cell is a part's figure of a cell; nil where its table lacks it.
func (r *Report) cell(part int, id data.CellID) *queries.PartCell {
	if given, ok := r.cells[id]; ok {
		return given[part]
	}
	return nil
}

// figure is what a part gives for a cell, or why it gives no number.
func (r *Report) figure(part int, table string, id data.CellID) (*decimal.Decimal, string) {
	p, cell := &r.Parts[part], r.cell(part, id)
	edition, has := p.Editions[table]
	switch {
	case cell != nil && cell.Bridged:
		return nil, "版式不同，统计的不是同一件事"
	case cell != nil && cell.Value != nil:
		return cell.Value, ""
	case !has && len(p.Editions) > 0 && p.Editions[forms.Statistics] != "":
		return nil, "用的是" + p.Editions[forms.Statistics] + "版式，没有这一格"
	case !has:
		return nil, "报告里没有" + forms.TableName(table)
	case cell == nil:
		return nil, edition + "版式没有这一格"
	case cell.State == data.StateText:
		return nil, "填的是“" + Short(cell.Raw) + "”"
	case cell.State == data.StateBlank, cell.State == data.StateDash, cell.State == data.StateSlash, cell.State == data.StateUnreadable:
		return nil, cell.State.Label()
	}
	return nil, "报告里没有这一格"
}

// findLeftover lists the figures of parts on other editions that no cell of the form takes in. A zero adds nothing and is left out.
func (r *Report) findLeftover() {
	taken := map[string]bool{} // measures the form's cells are declared to be the sum of
	for id := range r.Sums {
		m, _ := forms.MeasureOf(id.Key)
		for _, part := range m.Sum {
			taken[part] = true
		}
	}
	for i, p := range r.Parts {
		for _, table := range forms.TableIDs() {
			edition, ok := forms.Named(p.Editions[table])
			if !ok || edition.Name == r.Edition.Name {
				continue
			}
			t, _ := edition.Table(table)
			for _, c := range t.Cells() {
				cell := r.cell(i, c.CellID)
				if cell == nil || cell.Value == nil || cell.Value.IsZero() || taken[c.CellID.Key] {
					continue
				}
				if _, there := r.Sums[c.CellID]; there && !cell.Bridged {
					continue
				}
				r.Leftover = append(r.Leftover, Leftover{Agency: p.Name, Report: p.Report, Edition: edition.Name, Table: table, Cell: c.CellID,
					Label: c.Label(), Value: *cell.Value})
			}
		}
	}
}

// Wrong are the parts with errors nobody has explained.
func (r *Report) Wrong() []queries.ConsolidationPart {
	return slices.DeleteFunc(slices.Clone(r.Parts), func(p queries.ConsolidationPart) bool { return p.Errors == 0 })
}

// Others are the parts with a table on another edition than the form's.
func (r *Report) Others() []queries.ConsolidationPart {
	return slices.DeleteFunc(slices.Clone(r.Parts), func(p queries.ConsolidationPart) bool {
		for _, name := range p.Editions {
			if name != r.Edition.Name {
				return false
			}
		}
		return true
	})
}

// Incomplete counts the cells whose sum lacks the number of some part.
func (r *Report) Incomplete() int {
	n := 0
	for _, s := range r.Sums {
		if len(s.Without) > 0 {
			n++
		}
	}
	return n
}
