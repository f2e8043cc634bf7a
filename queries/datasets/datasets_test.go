package datasets_test

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/filing"
	"tongjian/data/forms"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/queries/datasets"
)

// The world of these tests: two invented districts with an agency each, on two years, one report corrected.
const (
	city, lake, field = "990100", "990101", "990102"
	hostile           = "=1+1'\"\r\n</script>"
)

func reportOf(name, region string, year int, received string) data.Report {
	edition, _ := forms.ForYear(year)
	r := data.Report{Agency: name, Region: region, Year: year, Scope: data.ScopeOwn, Confidence: 0.98, Editions: map[string]string{}, Title: hostile}
	for _, table := range edition.Tables {
		r.Editions[table.ID] = edition.Name
		for i, c := range table.Cells() {
			f := data.Fact{Table: table.ID, Key: c.Key, Column: c.CellID.Column, State: data.StateNumber, At: data.Position{Sheet: "甲", Line: i + 1, Cell: 2}}
			switch {
			case i%7 == 1:
				f.State, f.Raw = data.StateBlank, ""
			case i%7 == 2:
				f.State, f.Raw = data.StateText, hostile
			default:
				d := decimal.RequireFromString(received)
				f.Value, f.Raw = &d, received
			}
			r.Facts = append(r.Facts, f)
		}
	}
	value := decimal.RequireFromString("17")
	r.Claims = []data.Claim{{Key: "requests.received", Value: &value, Section: 1, Quote: hostile, At: data.Position{Line: 3}}, {Quote: "若干"}}
	r.Unmapped = []data.Unmapped{{Table: "2", Label: "行政检查", Values: []string{"0", hostile}}}
	first := r.Facts[0]
	r.Findings = []data.Finding{{Check: "T3-BALANCE", Severity: data.SeverityError, Table: "3", Left: "1", Right: "2", Difference: "1", Message: hostile,
		Cells: []data.FindingCell{{Table: first.Table, Key: first.Key, Column: first.Column, Raw: first.Raw, Label: "一"}}}}
	return r
}

// world is the data directory of these tests, made and opened once.
var world = sync.OnceValues(func() (*warehouse.Snapshots, error) {
	dir, err := publish()
	if err != nil {
		return nil, err
	}
	return warehouse.OpenSnapshots(dir)
})

var publish = sync.OnceValues(func() (string, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "tongjian-datasets-")
	if err != nil {
		return "", err
	}
	job, err := warehouse.Begin(ctx, dir, warehouse.Options{Command: "test"})
	if err != nil {
		return dir, err
	}
	_, err = job.ImportAgencies(ctx, []regions.Agency{
		{Name: "甲局", Region: lake, Scope: data.ScopeOwn, ExpectedFrom: 2022, Sample: true, Aliases: []string{"甲"}},
		{Name: "乙局", Region: field, Scope: data.ScopeOwn, Sample: true},
	})
	for file, r := range map[string]data.Report{
		"a": reportOf("甲局", lake, 2022, "12345678901234.5678"), "b": reportOf("甲局", lake, 2023, "3"), "d": reportOf("乙局", field, 2023, "0"),
	} {
		err = errors.Join(err, load(ctx, job, file, r))
	}
	err = errors.Join(err, load(ctx, job, "c", reportOf("甲局", lake, 2023, "4"))) // corrects b
	_, late := job.SetDeadline(ctx, filing.Deadline{Year: 2023, Scope: data.ScopeOwn, Region: lake, Day: time.Date(2024, 2, 5, 0, 0, 0, 0, time.UTC)})
	_, kept := job.Publish(ctx)
	return dir, errors.Join(err, late, kept, job.Close())
})

func load(ctx context.Context, job *warehouse.Job, file string, r data.Report) error {
	_, err := job.Load(ctx, warehouse.Incoming{Path: file, Name: file, Format: "xlsx", Reader: "1", Bytes: []byte(file),
		ReceivedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Reports: []warehouse.PlacedReport{{AgencyName: r.Agency, Region: r.Region, Report: r}}})
	return err
}

func TestMain(m *testing.M) {
	code := m.Run()
	if snapshots, err := world(); err == nil {
		_ = snapshots.Close()
	}
	if dir, err := publish(); err == nil {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

// desk gives a desk on the world, where the finding about 甲局's report on 2022 is explained.
func desk(t *testing.T) *warehouse.Desk {
	t.Helper()
	snapshots, err := world()
	if err != nil {
		t.Fatal(err)
	}
	findings, _ := datasets.Lookup("findings")
	first := every(t, findings, deskOn(t, snapshots, nil).Conn(), datasets.Query{Values: map[string][]string{"to": {"2022"}, "region": {lake}}})
	return deskOn(t, snapshots, []datasets.Explanation{{Finding: int(first[0][0].(int64)), Reason: "有理由", Author: "王", At: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)}})
}

func deskOn(t *testing.T, snapshots *warehouse.Snapshots, said []datasets.Explanation) *warehouse.Desk {
	t.Helper()
	lease, err := snapshots.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d, err := lease.Desk(t.Context(), warehouse.DeskOptions{Memory: "500MB", Threads: 2, Scratch: true, Prepare: datasets.Prepare(said)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		lease.Release()
	})
	return d
}

func every(t *testing.T, d datasets.Dataset, conn *sql.Conn, q datasets.Query) []datasets.Row {
	t.Helper()
	var rows []datasets.Row
	if err := d.Each(t.Context(), conn, q, func(r datasets.Row) error { rows = append(rows, r); return nil }); err != nil {
		t.Fatal(err)
	}
	return rows
}

// Every view has the columns declared, of the types declared; keys name one row; columns that may lack a value say when, and no
// other lacks one; codes are declared; what refers to another dataset finds its row there.
func TestDeclarationsAreTrue(t *testing.T) {
	desk := desk(t)
	all := datasets.Query{Values: map[string][]string{}}
	values := map[string]map[string]bool{}
	for _, d := range datasets.All() {
		q := all
		if slices.ContainsFunc(d.Filters(), func(f datasets.Filter) bool { return f.Name == "revisions" }) {
			q = datasets.Query{Values: map[string][]string{"revisions": {"all"}}}
		}
		rows := every(t, d, desk.Conn(), q)
		if len(rows) == 0 {
			t.Errorf("%s has no row: nothing was tested", d.Name)
		}
		missing := map[string]int{}
		seen := map[string]bool{}
		for i, r := range rows {
			key := strings.Join(d.KeyOf(r), "\x00")
			if seen[key] {
				t.Errorf("%s: two rows have the key %q", d.Name, key)
			}
			seen[key] = true
			if i > 0 && less(d, r, rows[i-1]) {
				t.Errorf("%s: row %d is out of order", d.Name, i)
			}
			for j, c := range d.Columns {
				if r[j] == nil {
					missing[c.Name]++
				}
				if text, ok := r[j].(string); ok && c.Codes != "" && !slices.ContainsFunc(datasets.CodesOf(c.Codes), func(k datasets.Code) bool { return k.Code == text }) {
					t.Errorf("%s.%s: %q is no code of %s", d.Name, c.Name, text, c.Codes)
				}
			}
		}
		for _, c := range d.Columns {
			if missing[c.Name] > 0 && c.Missing == "" {
				t.Errorf("%s.%s lacks %d values and does not say when", d.Name, c.Name, missing[c.Name])
			}
		}
		values[d.Name] = seen
		columns := describe(t, desk.Conn(), d.Name)
		var declared []string
		for _, c := range d.Columns {
			declared = append(declared, c.Name+" "+string(c.Type))
		}
		if diff := gocmp.Diff(declared, columns); diff != "" {
			t.Errorf("%s (-declared +view):\n%s", d.Name, diff)
		}
	}
	for _, d := range datasets.All() {
		for _, ref := range d.References {
			other, ok := datasets.Lookup(ref.To)
			if !ok || !slices.Equal(other.Key, ref.Keys) {
				t.Errorf("%s refers to %s by %v, which is not its key", d.Name, ref.To, ref.Keys)
			}
			var lost int
			statement := fmt.Sprintf("SELECT count(*) FROM %s a WHERE a.%[2]s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %[3]s b WHERE b.%[4]s = a.%[2]s)",
				d.Name, ref.Columns[0], ref.To, ref.Keys[0])
			if err := desk.Conn().QueryRowContext(t.Context(), statement).Scan(&lost); err != nil || lost > 0 {
				t.Errorf("%s: %d rows refer to nothing in %s, %v", d.Name, lost, ref.To, err)
			}
		}
	}
}

// less compares two rows by their key.
func less(d datasets.Dataset, a, b datasets.Row) bool {
	for _, name := range d.Key {
		i := slices.IndexFunc(d.Columns, func(c datasets.Column) bool { return c.Name == name })
		var n int
		if x, ok := a[i].(int64); ok {
			n = cmp.Compare(x, b[i].(int64))
		} else {
			n = cmp.Compare(a[i].(string), b[i].(string))
		}
		if n != 0 {
			return n < 0
		}
	}
	return false
}

// describe gives the columns of a view with their types, by the names of declarations.
func describe(t *testing.T, conn *sql.Conn, name string) []string {
	t.Helper()
	rows, err := conn.QueryContext(t.Context(), "SELECT column_name, column_type FROM (DESCRIBE "+name+")")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	types := map[string]datasets.Type{"INTEGER": datasets.Integer, "BIGINT": datasets.Integer, "DOUBLE": datasets.Float, "VARCHAR": datasets.Text,
		"BOOLEAN": datasets.Boolean, "DATE": datasets.Date, "TIMESTAMP": datasets.Time, "DECIMAL": datasets.Decimal}
	var list []string
	for rows.Next() {
		var column, kind string
		if err := rows.Scan(&column, &kind); err != nil {
			t.Fatal(err)
		}
		kind, _, _ = strings.Cut(kind, "(")
		list = append(list, column+" "+string(types[kind]))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// Pages put one after another are the whole, and Parquet holds the same, value by value.
func TestPagesAndParquetAreTheWhole(t *testing.T) {
	desk := desk(t)
	for _, d := range datasets.All() {
		whole := every(t, d, desk.Conn(), datasets.Query{})
		var paged []datasets.Row
		var after []string
		size := max(1, len(whole)/3+1)
		for {
			page, err := d.Page(t.Context(), desk.Conn(), datasets.Query{}, after, size)
			if err != nil {
				t.Fatal(err)
			}
			paged = append(paged, page...)
			if len(page) < size {
				break
			}
			after = d.KeyOf(page[len(page)-1])
		}
		if diff := gocmp.Diff(whole, paged); diff != "" {
			t.Errorf("%s in pages (-whole +paged):\n%.2000s", d.Name, diff)
		}
		path := filepath.Join(desk.Dir(), d.Name+".parquet")
		if err := d.Parquet(t.Context(), desk.Conn(), datasets.Query{}, path); err != nil {
			t.Fatal(err)
		}
		read := func(from string) []string {
			var out []string
			rows, err := desk.Conn().QueryContext(t.Context(), "SELECT CAST(t AS VARCHAR) FROM "+from+" t ORDER BY 1")
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			for rows.Next() {
				var s string
				if err := rows.Scan(&s); err != nil {
					t.Fatal(err)
				}
				out = append(out, s)
			}
			if err := rows.Err(); err != nil {
				t.Fatal(err)
			}
			return out
		}
		from := d.Name
		if slices.ContainsFunc(d.Filters(), func(f datasets.Filter) bool { return f.Name == "revisions" }) {
			from = "(SELECT * FROM " + d.Name + " WHERE live)"
		}
		if diff := gocmp.Diff(read(from), read("read_parquet('"+path+"')")); diff != "" {
			t.Errorf("%s as parquet (-view +file):\n%.2000s", d.Name, diff)
		}
	}
}

func TestFilters(t *testing.T) {
	desk := desk(t)
	d, _ := datasets.Lookup("observations")
	total := len(every(t, d, desk.Conn(), datasets.Query{}))
	for name, c := range map[string]struct {
		values map[string][]string
		reach  []string
		keep   func(region string, year int64) bool
	}{
		"a district":       {map[string][]string{"region": {lake}}, nil, func(r string, _ int64) bool { return r == lake }},
		"all below":        {map[string][]string{"region": {city}}, nil, func(string, int64) bool { return true }},
		"one of two":       {map[string][]string{"region": {lake, field}, "from": {"2023"}}, nil, func(_ string, y int64) bool { return y == 2023 }},
		"until":            {map[string][]string{"to": {"2022"}}, nil, func(_ string, y int64) bool { return y == 2022 }},
		"reach":            {nil, []string{field}, func(r string, _ int64) bool { return r == field }},
		"beyond the reach": {map[string][]string{"region": {lake}}, []string{field}, func(string, int64) bool { return false }},
		"no reach":         {nil, []string{}, func(string, int64) bool { return false }},
		"nowhere":          {map[string][]string{"region": {"123456"}}, nil, func(string, int64) bool { return false }},
	} {
		want := 0
		for _, r := range every(t, d, desk.Conn(), datasets.Query{}) {
			if c.keep(r[3].(string), r[7].(int64)) {
				want++
			}
		}
		got := every(t, d, desk.Conn(), datasets.Query{Values: c.values, Reach: c.reach})
		if len(got) != want {
			t.Errorf("%s: %d rows, want %d of %d", name, len(got), want, total)
		}
	}
	for _, values := range []map[string][]string{
		{"nonsense": {"1"}}, {"from": {"x"}}, {"from": {"2022", "2023"}}, {"basis": {"both"}}, {"agency": {"1; DROP"}}, {"region": make([]string, 201)},
	} {
		if _, err := d.Page(t.Context(), desk.Conn(), datasets.Query{Values: values}, nil, 1); err == nil {
			t.Errorf("%v was taken", values)
		}
	}
	if _, err := d.Page(t.Context(), desk.Conn(), datasets.Query{}, []string{"a"}, 1); err == nil {
		t.Error("half a key was taken")
	}
}

// Figures are exact, gaps stay gaps, and what the office has said travels with the figures it is about.
func TestWhatRowsSay(t *testing.T) {
	desk := desk(t)
	d, _ := datasets.Lookup("observations")
	edition, _ := forms.ForYear(2022)
	first := edition.Tables[0].Cells()[0]
	q := datasets.Query{Values: map[string][]string{"metric": {first.Key}}}
	var got []string
	for _, r := range every(t, d, desk.Conn(), q) {
		got = append(got, fmt.Sprintln(r[6], r[7], r[10], r[12], r[13]))
	}
	want := []string{"甲局 2022 12345678901234.5678 number e\n", "甲局 2023 4 number ru\n", "乙局 2023 0 number u\n"}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	findings, _ := datasets.Lookup("findings")
	for state, want := range map[string]int{"open": 2, "explained": 1} {
		rows := every(t, findings, desk.Conn(), datasets.Query{Values: map[string][]string{"state": {state}}})
		if len(rows) != want {
			t.Errorf("%d findings are %s, want %d", len(rows), state, want)
		}
	}
	if _, err := desk.Conn().ExecContext(context.WithoutCancel(t.Context()), "COPY (SELECT 1) TO '"+t.TempDir()+"/x.csv'"); err == nil {
		t.Error("the desk writes outside of its directory")
	}
}
