package sample

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/regions"
)

// small is a sample quick to make, with more mistakes than usual.
func small() Config {
	return Config{Seed: 7, Regions: 2, Agencies: 4, From: 2020, To: 2022, ErrorRate: 0.5}
}

// standard makes the default sample once for the tests that only look at it.
var standard = sync.OnceValues(func() (Sample, error) { return Generate(DefaultConfig()) })

func generate(t *testing.T, c Config) Sample {
	t.Helper()
	s, err := standard()
	if c != DefaultConfig() {
		s, err = Generate(c)
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Reports) == 0 {
		t.Fatal("the sample is empty")
	}
	return s
}

func TestSameSeedSameBytes(t *testing.T) {
	read := func() map[string]string {
		dir := t.TempDir()
		s := generate(t, Config{Seed: 3, Regions: 1, Agencies: 4, From: 2020, To: 2021, ErrorRate: 0.5})
		calls := 0
		if err := s.Write(t.Context(), dir, func(done int) { calls++ }); err != nil {
			t.Fatal(err)
		}
		if calls != len(s.Reports) {
			t.Errorf("progress was told %d times of %d reports", calls, len(s.Reports))
		}
		files := map[string]string{}
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			name, _ := filepath.Rel(dir, path)
			files[name] = string(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if want := len(s.Reports) + 4; len(files) != want {
			t.Errorf("%d files written, want %d", len(files), want)
		}
		return files
	}
	first, second := read(), read()
	for name, b := range first {
		if second[name] != b {
			t.Errorf("%s differs between two runs of the same seed", name)
		}
	}
	other := small()
	other.Seed++
	if cmp.Equal(generate(t, small()).Reports[0].Cells, generate(t, other).Reports[0].Cells) {
		t.Error("another seed gives the same figures")
	}
}

func TestWorkbooksHoldTheTruth(t *testing.T) {
	for _, r := range generate(t, small()).Reports {
		var b bytes.Buffer
		places, err := forms.WriteWorkbook(&b, r.edition, r.options)
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range r.Cells {
			at, ok := places[c.ID()]
			if !ok {
				t.Fatalf("%s: %v is not in the workbook", r.Path, c.ID())
			}
			name, _ := excelize.CoordinatesToCellName(at.Cell, at.Line)
			got, err := f.GetCellValue(at.Sheet, name)
			if err != nil {
				t.Fatal(err)
			}
			if got != c.Raw {
				t.Errorf("%s %v at %v: %q, want %q", r.Path, c.ID(), at, got, c.Raw)
			}
		}
		if rows, err := f.SearchSheet(f.GetSheetName(0), Mark); err != nil || len(rows) != 1 {
			t.Errorf("%s does not say that it is a sample (%v)", r.Path, err)
		}
		f.Close()
	}
}

func TestConsolidatedReportsAreSums(t *testing.T) {
	c := small()
	c.ErrorRate = 0
	s := generate(t, c)
	type key struct {
		region string
		year   int
		cell   data.CellID
	}
	sums := map[key]decimal.Decimal{}
	value := func(c Cell) decimal.Decimal {
		if c.Value == nil {
			return decimal.Zero
		}
		return *c.Value
	}
	for _, r := range s.Reports {
		for _, f := range r.Findings {
			// Counts do jump, and a department whose report did not come one year is missing in a consolidated report.
			if r.Scope == data.ScopeOwn && f.Check != "Y-JUMP" || !strings.HasPrefix(f.Check, "Y-") {
				t.Errorf("%s: no mistake is planted and %v is expected", r.Path, f)
			}
		}
		if r.Scope != data.ScopeOwn {
			continue
		}
		for _, code := range []string{r.Region, regions.SamplePrefecture} {
			for _, cell := range r.Cells {
				k := key{code, r.Year, cell.ID()}
				sums[k] = sums[k].Add(value(cell))
			}
			if r.Region == regions.SamplePrefecture {
				break
			}
		}
	}
	checked := 0
	for _, r := range s.Reports {
		if r.Scope != data.ScopeConsolidated {
			continue
		}
		for _, cell := range r.Cells {
			checked++
			if want := sums[key{r.Region, r.Year, cell.ID()}]; !value(cell).Equal(want) {
				t.Errorf("%s %v: %s, the own reports add up to %s", r.Path, cell.ID(), value(cell), want)
			}
		}
	}
	if checked < 9*150 {
		t.Errorf("only %d cells of consolidated reports were compared", checked)
	}
}

func TestYearsBeginWithWhatTheLastLeft(t *testing.T) {
	c := DefaultConfig()
	own, _ := c.members()
	for _, m := range own {
		filings := c.live(m)
		for i, f := range filings[1:] {
			last := filings[i].figures
			for _, a := range forms.Applicants() {
				if in, out := f.figures.count("requests.carried_in", a.Key), last.count("requests.carried_out", a.Key); in != out {
					t.Errorf("%s %d %s: carried in %d, %d were carried out", m.Name, f.year, a.Key, in, out)
				}
			}
			stock := last.count("normative.in_force", "") + f.figures.count("normative.issued", "") - f.figures.count("normative.repealed", "") -
				f.figures.count(lapsed, "")
			if got := f.figures.count("normative.in_force", ""); got != stock || got < 0 {
				t.Errorf("%s %d: %d documents in force, want %d", m.Name, f.year, got, stock)
			}
			for _, route := range forms.Routes() {
				if f.figures.count(route.Key+".total", "") < last.count(route.Key+".pending", "") {
					t.Errorf("%s %d: fewer cases of %s than were pending", m.Name, f.year, route.Key)
				}
			}
			for _, list := range listed() {
				items := last.count(list+".items_previous", "") + last.count(list+".items_change", "")
				if got := f.figures.count(list+".items_previous", ""); got != items || got < 0 {
					t.Errorf("%s %d: list %s began with %d items, want %d", m.Name, f.year, list, got, items)
				}
			}
		}
	}
}

// besideOthers reports whether a check compares reports with each other: a mistake in one shows in those after it and above it.
func besideOthers(check string) bool {
	return strings.HasPrefix(check, "Y-") || strings.HasPrefix(check, "S-")
}

// A mistake breaks what it is named after, and nothing unrelated.
func TestEveryMistakeOccursAndBreaksWhatItShould(t *testing.T) {
	breaks := map[string]map[string]int{ // the findings of each check, at least; 0 means any number
		"T3-BALANCE/carried-out": {"T3-BALANCE": 2},
		"T3-BALANCE/received":    {"T3-BALANCE": 2},
		"T3-OUTCOMES/row-added":  {"T3-OUTCOMES": 2},
		"T3-APPLICANTS/moved":    {"T3-APPLICANTS": 2},
		"T3-APPLICANTS/total":    {"T3-APPLICANTS": 1, "T3-BALANCE": 0, "T3-OUTCOMES": 0},
		"T3/slip":                {"T3-APPLICANTS": 1, "T3-OUTCOMES": 1},
		"T4-SUM/total":           {"T4-SUM": 1},
		"T4-SUM/result":          {"T4-SUM": 1},
		"VALUE/negative":         {"VALUE": 1},
		"VALUE/decimal":          {"VALUE": 1},
		"VALUE/words":            {"VALUE": 1},
		"VALUE/fee-decimals":     {"VALUE": 1},
		"BLANK/table2":           {"BLANK": 1},
		"BLANK/table3":           {"BLANK": 1, "T3-APPLICANTS": 0, "T3-BALANCE": 0, "T3-OUTCOMES": 0},
		"BLANK/table4":           {"BLANK": 1, "T4-SUM": 0},
		"FORM-EDITION/report":    {"FORM-EDITION": 2},
		"FORM-EDITION/table3":    {"FORM-EDITION": 1},
		"FORM-ROWS/extra":        {"FORM-ROWS": 1},
		"FORM-ROWS/missing":      {"FORM-ROWS": 1},
		"FORM-ROWS/repeated":     {"FORM-ROWS": 1},
		"ID-YEAR/title":          {"ID-YEAR": 1},
		"ID-YEAR/period":         {"ID-YEAR": 1},
		"ID-YEAR/file":           {"ID-YEAR": 1},
		"ID-AGENCY/file":         {"ID-AGENCY": 1},
		"READ/label":             {"READ": 1},
		"N-RECEIVED":             {"N-RECEIVED": 1},
		"N-CARRIED/in":           {"N-CARRIED": 1},
		"N-CARRIED/out":          {"N-CARRIED": 1},
		"N-CLOSED":               {"N-CLOSED": 1},
		"N-OUTCOME":              {"N-OUTCOME": 1},
		"N-REVIEW":               {"N-REVIEW": 1},
		"N-SUIT":                 {"N-SUIT": 1},
		"N-NORMATIVE":            {"N-NORMATIVE": 1},
		"N-CHANNELS":             {"N-CHANNELS": 1},
		"N-ITEMS":                {"N-ITEMS": 1},
		"N-ZERO":                 {"N-ZERO": 1},
		"T2-LIST":                {"T2-LIST": 1},
		"T2-RULES":               {"T2-RULES": 1},
		"Y-CARRY/anew":           {"Y-CARRY": 1},
		"Y-CARRY/column":         {"Y-CARRY": 1},
		"Y-STOCK":                {"Y-STOCK": 1},
		"Y-PENDING":              {"Y-PENDING": 1},
		"Y-JUMP":                 {"Y-JUMP": 1},
		"Y-COPY/table2":          {"Y-COPY": 1},
		"Y-COPY/prose":           {"Y-COPY": 1},
		"Y-COPY/agency":          {"Y-COPY": 1},
		"Y-COPY/year":            {"Y-COPY": 1},
		"S-SUM":                  {"S-SUM": 0},
		"S-DUP":                  {"S-DUP": 1, "ID-AGENCY": 1},
		"R-LATE":                 {"R-LATE": 1},
		"ID-AGENCY/unlisted":     {"ID-AGENCY": 1},
	}
	s := generate(t, DefaultConfig())
	seen := map[string]int{}
	for _, r := range s.Reports {
		seen[r.Planted]++
		found := map[string]int{}
		for _, f := range r.Findings {
			found[f.Check]++
			if _, ok := breaks[r.Planted][f.Check]; !ok && !besideOthers(f.Check) {
				t.Errorf("%s: planted %q and %s is expected", r.Path, r.Planted, f.Check)
			}
		}
		for check, want := range breaks[r.Planted] {
			if want > 0 && found[check] != want {
				t.Errorf("%s: planted %q and %d findings of %s are expected, want %d", r.Path, r.Planted, found[check], check, want)
			}
		}
	}
	for _, m := range mistakes() {
		if _, ok := breaks[m.name]; !ok {
			t.Errorf("%s: this test does not know what it breaks", m.name)
		}
		if seen[m.name] == 0 {
			t.Errorf("%s does not occur in the default sample", m.name)
		}
	}
	layouts, _ := layouts()
	used := map[string]int{}
	for _, r := range s.Reports {
		used[r.Layout]++
	}
	for _, l := range layouts {
		if used[l] == 0 {
			t.Errorf("layout %s does not occur in the default sample", l)
		}
	}
}

// Names and codes must be found for what they are by whoever reads the files.
func TestAgenciesAreFoundInTheirRegion(t *testing.T) {
	c := DefaultConfig()
	c.Agencies = MaxAgencies()
	own, governments := c.members()
	seen := map[string]bool{}
	for _, m := range append(own, governments...) {
		if seen[m.Name] {
			t.Errorf("%s stands twice", m.Name)
		}
		seen[m.Name] = true
		if got, ok := regions.Find(m.Name); !ok || got.Region.Code != m.Region {
			t.Errorf("%s is found in %q, want %s", m.Name, got.Region.Code, m.Region)
		}
		if r, ok := regions.ByCode(m.Region); !ok || !r.Sample || !m.Sample {
			t.Errorf("%s is not marked as a sample", m.Name)
		}
	}
}

func TestSpellings(t *testing.T) {
	for in, want := range map[string]string{"0": "0", "999": "999", "1000": "1,000", "1234567.8901": "1,234,567.8901", "-1234": "-1,234"} {
		if got := withSeparators(decimal.RequireFromString(in)); got != want {
			t.Errorf("withSeparators(%s) = %s, want %s", in, got, want)
		}
	}
	if got := fullWidth("120"); got != "１２０" {
		t.Errorf("fullWidth(120) = %s", got)
	}
	s := generate(t, DefaultConfig())
	states, noted := map[data.State]int{}, 0
	for _, r := range s.Reports {
		for _, c := range r.Cells {
			states[c.State]++
			if (c.State == data.StateNumber) != (c.Value != nil) {
				t.Fatalf("%s %v: state %s with value %v", r.Path, c.ID(), c.State, c.Value)
			}
			if c.Note != "" {
				noted++
			}
		}
	}
	for _, state := range []data.State{data.StateNumber, data.StateBlank, data.StateDash, data.StateSlash, data.StateText} {
		if states[state] == 0 {
			t.Errorf("no cell of the default sample is %s", state)
		}
	}
	if noted == 0 {
		t.Error("no cell of the default sample has a note")
	}
}

func TestProseAgreesWithTheTables(t *testing.T) {
	told := 0
	for _, r := range generate(t, small()).Reports {
		if r.Layout == layoutTables {
			continue
		}
		text := strings.Join(r.options.Prose[1], "")
		for _, c := range r.Cells {
			if c.Column != forms.Total || c.Value == nil || c.Value.IsZero() {
				continue
			}
			if r.Planted == "N-RECEIVED" || r.Planted == "N-ZERO" || slices.ContainsFunc(r.Traps, func(t Trap) bool { return t.Check == "N-RECEIVED" }) {
				continue
			}
			if c.Key == "requests.received" && strings.Contains(text, "收") && !strings.Contains(text, c.Value.String()+"件") {
				t.Errorf("%s: %s received and the text says %s", r.Path, c.Value, text)
			} else if c.Key == "requests.received" {
				told++
			}
		}
	}
	if told == 0 {
		t.Error("no text tells what was received")
	}
}

func TestConfigCheck(t *testing.T) {
	good := DefaultConfig()
	for name, change := range map[string]func(*Config){
		"no region":         func(c *Config) { c.Regions = 0 },
		"too many regions":  func(c *Config) { c.Regions = 10 },
		"no agency":         func(c *Config) { c.Agencies = 0 },
		"too many agencies": func(c *Config) { c.Agencies = MaxAgencies() + 1 },
		"before the form":   func(c *Config) { c.From = 2018 },
		"years reversed":    func(c *Config) { c.From, c.To = 2022, 2021 },
		"rate above 1":      func(c *Config) { c.ErrorRate = 1.1 },
		"rate negative":     func(c *Config) { c.ErrorRate = -0.1 },
	} {
		c := good
		change(&c)
		if _, err := Generate(c); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Generate(Config{Seed: 1, Regions: 1, Agencies: 1, From: 2025, To: 2025}); err != nil {
		t.Error(err)
	}
}
