package warehouse

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"

	"tongjian/data/forms"
	"tongjian/data/metrics"
	"tongjian/data/regions"
)

// What a snapshot holds of the program's own declarations: forms, metrics and regions.

// definitionsDigest hashes everything beside the warehouse's content that decides what a snapshot holds, so that a program
// with another form or another statement publishes anew.
func definitionsDigest() string {
	var b strings.Builder
	b.WriteString(snapshotSchema)
	files, err := fs.Glob(publishing, "publish/*.sql")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, name := range files {
		text, err := publishing.ReadFile(name)
		if err != nil {
			panic(err) // it is part of the program
		}
		b.Write(text)
	}
	declared, err := json.Marshal([]any{forms.Measures(), formCells(), regions.All(), metricTerms()})
	if err != nil {
		panic(err) // plain values
	}
	b.Write(declared)
	return hashOf([]byte(b.String()))
}

// metricTerm is a row of the table metric_term.
type metricTerm struct{ Metric, Measure, Applicant string }

// metricTerms lists the operands of the declared metrics whose operands must come from the same reports: those that need several
// numbers of one report. Growth compares different reports by nature.
func metricTerms() []metricTerm {
	var terms []metricTerm
	for _, m := range metrics.All() {
		operands := m.Operands()
		if len(operands) < 2 || m.Lagged() {
			continue
		}
		for _, o := range operands {
			terms = append(terms, metricTerm{m.Key, o.Measure, o.Applicant})
		}
	}
	return terms
}

// formCell is a row of the table form_cell, with the parts of a derived one.
type formCell struct {
	Edition, Table, Measure, Applicant string
	Parts                              []string
	// Bridged cells stand for a measure of later editions, in other words.
	Bridged bool
}

// formCells lists the cells each edition asks, those it prints first, then the sums it does not print and the measures of later
// editions it is set beside.
func formCells() []formCell {
	var cells []formCell
	for _, e := range forms.All() {
		printed := map[string][]string{} // applicants, by measure
		for _, t := range e.Tables {
			for _, c := range t.Cells() {
				_, bridged := forms.BridgeOf(e.Name, c.Key)
				cells = append(cells, formCell{Edition: e.Name, Table: t.ID, Measure: c.Key, Applicant: c.CellID.Column, Bridged: bridged})
				printed[c.Key] = append(printed[c.Key], c.CellID.Column)
			}
		}
		for _, m := range forms.Measures() {
			parts := slices.DeleteFunc(slices.Clone(m.Sum), func(key string) bool { return printed[key] == nil })
			if printed[m.Key] != nil || len(parts) == 0 {
				continue
			}
			for _, applicant := range printed[parts[0]] {
				cells = append(cells, formCell{Edition: e.Name, Table: m.Table, Measure: m.Key, Applicant: applicant, Parts: parts})
			}
		}
		cells = append(cells, bridgedCells(e)...)
	}
	return cells
}

// bridgedCells lists the measures of later editions that an edition's cells add up to. They stand in the table of their parts.
func bridgedCells(e forms.Edition) []formCell {
	var cells []formCell
	for _, b := range forms.Bridges() {
		if b.Edition != e.Name || b.Direct() {
			continue
		}
		for _, t := range e.Tables {
			for _, c := range t.Cells() {
				if c.Key == b.Parts[0] {
					cells = append(cells, formCell{Edition: e.Name, Table: t.ID, Measure: b.Measure, Applicant: c.CellID.Column, Parts: b.Parts, Bridged: true})
				}
			}
		}
	}
	return cells
}

// writeDefinitions fills the tables measure, form_cell, form_part, metric_term, region and region_ancestor of the attached snapshot.
func (j *Job) writeDefinitions(conn *sql.Conn) error {
	w := &writer{conn: conn, catalog: "snapshot"}
	defer w.discard()
	kinds := map[forms.Kind]string{
		forms.Count: "count", forms.SignedCount: "signed_count", forms.Amount: "amount", forms.FreeAmount: "free_amount",
	}
	for i, m := range forms.Measures() {
		if err := w.row("measure", m.Key, m.Name, m.Unit, kinds[m.Kind], m.Table, int32(i)); err != nil {
			return err
		}
	}
	sums := map[[2]string]bool{}
	for i, c := range formCells() {
		if err := w.row("form_cell", c.Edition, c.Table, c.Measure, c.Applicant, c.Parts != nil, c.Bridged, int32(i)); err != nil {
			return err
		}
		if sums[[2]string{c.Edition, c.Measure}] {
			continue
		}
		sums[[2]string{c.Edition, c.Measure}] = true
		for _, part := range c.Parts {
			if err := w.row("form_part", c.Edition, c.Measure, part); err != nil {
				return err
			}
		}
	}
	for _, t := range metricTerms() {
		if err := w.row("metric_term", t.Metric, t.Measure, t.Applicant); err != nil {
			return err
		}
	}
	if err := w.regions(j.known.roster); err != nil {
		return err
	}
	return w.flush()
}

// regions appends every region with its ancestors, and one of level unknown for each code agencies use beside them.
func (w *writer) regions(roster map[int]agencyRow) error {
	all := regions.All()
	known := map[string]bool{}
	for _, r := range all {
		known[r.Code] = true
	}
	for _, a := range roster {
		if !known[a.region] {
			known[a.region] = true
			all = append(all, unknownRegion(a.region))
		}
	}
	slices.SortFunc(all, func(a, b regions.Region) int { return cmp.Compare(a.Code, b.Code) })
	for _, r := range all {
		err := w.row("region", text(r.Code), text(r.Name), string(r.Level), text(r.Parent), int32(r.From), int32(r.To), r.Successor, r.Sample)
		if err != nil {
			return err
		}
		if err := w.row("region_ancestor", text(r.Code), text(r.Code), int32(0)); err != nil {
			return err
		}
		depth := int32(0)
		for _, a := range ancestors(r) {
			depth++
			if err := w.row("region_ancestor", text(r.Code), a, depth); err != nil {
				return err
			}
		}
	}
	return nil
}

// unknownRegion stands for a code that data/regions does not list: a township's, a development zone's, or none at all. It
// lies in the region its first digits name.
func unknownRegion(code string) regions.Region {
	r := regions.Region{Code: code, Name: code, Level: "unknown", Parent: regions.Country}
	if code == "" {
		r.Name = "区划未定"
	}
	for _, digits := range []int{6, 4, 2} {
		if len(code) < digits {
			continue
		}
		parent := code[:digits] + "000000"[digits:]
		if _, ok := regions.ByCode(parent); ok && parent != code {
			r.Parent = parent
			break
		}
	}
	return r
}

// ancestors lists the codes of the regions a region lies in, nearest first, the country last.
func ancestors(r regions.Region) []string {
	if r.Level != "unknown" {
		return codes(regions.Ancestors(r.Code))
	}
	parent, ok := regions.ByCode(r.Parent)
	if !ok {
		return []string{regions.Country}
	}
	return append([]string{parent.Code}, codes(regions.Ancestors(parent.Code))...)
}

func codes(list []regions.Region) []string {
	var out []string
	for _, r := range list {
		out = append(out, r.Code)
	}
	return out
}
