package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
)

// Tally counts how a reading compares with what a correct reading gives.
type Tally struct {
	File string
	// Right cells have the figure, or the sign, that is expected; Blank ones are blank as expected.
	Right, Blank int
	// Missed cells are expected and were not read.
	Missed int
	// Wrong cells were read as something else; Silent counts those no finding speaks of.
	Wrong, Silent int
	// Details names each missed and wrong cell.
	Details []string
	// Identity names what of agency, region, year and editions differs.
	Identity []string
	Findings []data.Finding
}

// expectation is a file NNN.expected.json beside the reports NNN-*.
type expectation struct {
	Agency  string                     `json:"agency"`
	Region  string                     `json:"region"`
	Year    int                        `json:"year"`
	Edition map[string]string          `json:"edition"`
	Facts   map[string]json.RawMessage `json:"facts"`
}

// notVisible marks, in an expectation, a cell whose content the file does not show.
const notVisible = "not visible"

// Expect reads every report of a directory that has an expectation beside it, and compares.
func Expect(dir string) ([]Tally, error) {
	wanted, err := filepath.Glob(filepath.Join(dir, "*.expected.json"))
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", dir, err)
	}
	var out []Tally
	for _, w := range wanted {
		number, _, _ := strings.Cut(filepath.Base(w), ".")
		files, err := filepath.Glob(filepath.Join(dir, number+"-*"))
		if err != nil {
			return nil, fmt.Errorf("list reports %s: %w", number, err)
		}
		b, err := os.ReadFile(w)
		if err != nil {
			return nil, fmt.Errorf("read expectation: %w", err)
		}
		var want expectation
		if err := json.Unmarshal(b, &want); err != nil {
			return nil, fmt.Errorf("read expectation %s: %w", w, err)
		}
		for _, file := range files {
			t, err := compareFile(file, want)
			if err != nil {
				return nil, err
			}
			out = append(out, t)
		}
	}
	return out, nil
}

func compareFile(file string, want expectation) (Tally, error) {
	t := Tally{File: filepath.Base(file)}
	b, err := os.ReadFile(file)
	if err != nil {
		return t, fmt.Errorf("read report: %w", err)
	}
	_, reports, err := Read(file, b, Hints{})
	var r data.Report
	switch {
	case err != nil:
		if without, ok := errors.AsType[NoTables](err); ok {
			r.Agency, r.Year = without.Agency, without.Year
		}
		t.Identity = append(t.Identity, err.Error())
	case len(reports) != 1:
		t.Identity = append(t.Identity, fmt.Sprintf("读出 %d 份报告", len(reports)))
		r = reports[0]
	default:
		r = reports[0]
	}
	t.Findings = r.Findings
	for key, raw := range want.Facts {
		cells, err := expectedCells(key, raw)
		if err != nil {
			return t, fmt.Errorf("%s: %s: %w", file, key, err)
		}
		for id, value := range cells {
			t.compare(&r, id, value)
		}
	}
	slices.Sort(t.Details)
	if r.Year != want.Year {
		t.Identity = append(t.Identity, fmt.Sprintf("年度 %d，应为 %d", r.Year, want.Year))
	}
	if want.Region != "" && r.Region != want.Region {
		t.Identity = append(t.Identity, fmt.Sprintf("区划 %q，应为 %q", r.Region, want.Region))
	}
	if want.Agency != "" && r.Agency != want.Agency {
		t.Identity = append(t.Identity, fmt.Sprintf("机构 %q，应为 %q", r.Agency, want.Agency))
	}
	for table, edition := range want.Edition {
		if r.Editions[table] != edition {
			t.Identity = append(t.Identity, fmt.Sprintf("%s版式 %q，应为 %q", forms.TableName(table), r.Editions[table], edition))
		}
	}
	return t, nil
}

// expectedCells spreads an expectation over its cells: a plain value, or one for each applicant. nil stands for a blank.
func expectedCells(key string, raw json.RawMessage) (map[data.CellID]*string, error) {
	var byColumn map[string]json.RawMessage
	if json.Unmarshal(raw, &byColumn) == nil && byColumn != nil {
		out := map[data.CellID]*string{}
		for column, v := range byColumn {
			text, err := expectedText(v)
			if err != nil {
				return nil, err
			}
			out[data.CellID{Key: key, Column: column}] = text
		}
		return out, nil
	}
	text, err := expectedText(raw)
	return map[data.CellID]*string{{Key: key}: text}, err
}

func expectedText(raw json.RawMessage) (*string, error) {
	if string(raw) == "null" {
		return nil, nil
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return &s, nil
	}
	var n json.Number
	if err := json.Unmarshal(raw, &n); err != nil {
		return nil, fmt.Errorf("neither number, text nor null: %s", raw)
	}
	s = n.String()
	return &s, nil
}

func (t *Tally) compare(r *data.Report, id data.CellID, want *string) {
	if want != nil && strings.Contains(*want, notVisible) {
		return
	}
	f, ok := r.FactAt(id)
	name := id.Key
	if id.Column != "" {
		name += "·" + id.Column
	}
	switch {
	case !ok:
		if want == nil {
			t.Blank++ // neither there nor read
			return
		}
		t.Missed++
		t.Details = append(t.Details, fmt.Sprintf("%s：应为 %s，没有读到", name, *want))
	case want == nil && f.State == data.StateBlank:
		t.Blank++
	case want != nil && sameReading(f, *want):
		t.Right++
	default:
		t.Wrong++
		expected := "空白"
		if want != nil {
			expected = *want
		}
		detail := fmt.Sprintf("%s：应为 %s，读作 %q（%s，%s）", name, expected, f.Raw, f.State.Label(), f.At.Label())
		if !spokenOf(r, id) {
			t.Silent++
			detail = "无提示 " + detail
		}
		t.Details = append(t.Details, detail)
	}
}

// sameReading compares a fact with an expected figure or sign.
func sameReading(f data.Fact, want string) bool {
	if f.Value == nil {
		return f.State != data.StateBlank && strings.TrimSpace(f.Raw) == want
	}
	if v, err := decimal.NewFromString(want); err == nil {
		return v.Equal(*f.Value)
	}
	other := readCell(want)
	return other.state == data.StateNumber && other.value.Equal(*f.Value)
}

// spokenOf reports whether some finding names the cell.
func spokenOf(r *data.Report, id data.CellID) bool {
	for _, f := range r.Findings {
		for _, c := range f.Cells {
			if c.Key == id.Key && c.Column == id.Column {
				return true
			}
		}
	}
	return false
}
