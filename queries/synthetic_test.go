package queries

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
)

// synthetic makes reports for benchmarks: agencies of the invented city and its nine districts, every year from 2019, each
// table full of small numbers. Figures satisfy no identity; some cells are blank, some reports have an error.
func synthetic(t testing.TB, agencies, years int) *sql.DB {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	var (
		roster []regions.Agency
		files  []warehouse.Incoming
	)
	for i := range agencies {
		region := fmt.Sprintf("99010%d", i%10)
		a := regions.Agency{Name: fmt.Sprintf("第%d局", i), Region: region, Kind: "部门", Scope: data.ScopeOwn, ExpectedFrom: 2019, Sample: true}
		if i < 10 {
			a.Name, a.Kind, a.Scope, a.Population = fmt.Sprintf("第%d政府", i), "政府", data.ScopeConsolidated, 400_000
		}
		roster = append(roster, a)
		for year := 2019; year < 2019+years; year++ {
			if random.IntN(40) == 0 {
				continue // not reported
			}
			name := fmt.Sprintf("%d-%d.txt", i, year)
			files = append(files, warehouse.Incoming{Path: name, Name: name, Format: "txt", Reader: "1", Bytes: []byte(name),
				ReceivedAt: testTime, Reports: []warehouse.PlacedReport{{AgencyName: a.Name, Region: region, Report: filled(random, a, year)}}})
		}
	}
	return publish(t, roster, files)
}

// filled is a report with a number in nearly every cell.
func filled(random *rand.Rand, a regions.Agency, year int) data.Report {
	edition, _ := forms.ForYear(year)
	r := data.Report{Agency: a.Name, Region: a.Region, Year: year, Scope: a.Scope, Confidence: 1, Editions: map[string]string{}}
	for _, table := range edition.Tables {
		r.Editions[table.ID] = edition.Name
		for i, c := range table.Cells() {
			f := data.Fact{Table: table.ID, Key: c.Key, Column: c.CellID.Column, State: data.StateBlank, At: data.Position{Line: i + 1, Cell: 1}}
			if random.IntN(20) > 0 {
				value := decimal.NewFromInt(random.Int64N(90))
				f.State, f.Value, f.Raw = data.StateNumber, &value, value.String()
			}
			r.Facts = append(r.Facts, f)
		}
	}
	if random.IntN(10) == 0 {
		finding := data.Finding{Check: "T3-BALANCE", Severity: data.SeverityError, Message: "不平", Table: "3"}
		for _, key := range []string{"requests.received", "outcome.total"} {
			finding.Cells = append(finding.Cells, data.FindingCell{Table: "3", Key: key, Column: forms.Total, Label: key})
		}
		r.Findings = append(r.Findings, finding)
	}
	return r
}
