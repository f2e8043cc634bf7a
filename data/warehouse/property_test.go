package warehouse_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"tongjian/data"
	"tongjian/data/forms"
)

// Any report is read back from the snapshot as it was loaded, to the last blank and the last decimal.
func TestReportsAreReadBackAsLoaded(t *testing.T) {
	dir := t.TempDir()
	loaded := map[int]data.Report{}
	j := begin(t, dir)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		r := genReport().Draw(rt, "report")
		n++
		result, err := j.Load(t.Context(), file(fmt.Sprint(n), fmt.Sprintf("机关%d", n), "410202", r))
		if err != nil {
			rt.Fatal(err)
		}
		id := result.Reports[0].Report
		if diff := cmp.Diff(r, readReport(t, j.DB(), id), cmpopts.EquateEmpty()); diff != "" {
			rt.Fatalf("report %d (-loaded +read):\n%s", id, diff)
		}
		if n%20 == 0 {
			loaded[id] = r
		}
	})
	publish(t, j)
	end(t, j)
	db := newestDB(t, dir)
	for id, want := range loaded {
		if diff := cmp.Diff(want, readReport(t, db, id), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("report %d in the snapshot (-loaded +read):\n%s", id, diff)
		}
	}
}

func genReport() *rapid.Generator[data.Report] {
	return rapid.Custom(func(t *rapid.T) data.Report {
		r := data.Report{
			Year:       rapid.IntRange(2008, 2040).Draw(t, "year"),
			Scope:      rapid.SampledFrom([]data.Scope{data.ScopeOwn, data.ScopeConsolidated}).Draw(t, "scope"),
			Title:      genText().Draw(t, "title"),
			Confidence: rapid.Float64Range(0, 1).Draw(t, "confidence"),
			Editions:   map[string]string{},
			Claims:     rapid.SliceOfN(genClaim(), 0, 3).Draw(t, "claims"),
			Findings:   rapid.SliceOfN(genFinding(), 0, 3).Draw(t, "findings"),
			Unmapped:   rapid.SliceOfN(genUnmapped(), 0, 2).Draw(t, "unmapped"),
		}
		tables := []string{"2", "3", "4"}
		editions := []string{"2021", "2019", ""}
		if rapid.IntRange(0, 3).Draw(t, "form") == 0 {
			tables, editions = []string{forms.Statistics}, []string{"2014"}
		}
		for _, id := range tables {
			edition := rapid.SampledFrom(editions).Draw(t, "edition of "+id)
			if edition == "" {
				continue
			}
			r.Editions[id] = edition
			if r.Certainty == nil {
				r.Certainty = map[string]float64{}
			}
			r.Certainty[id] = rapid.Float64Range(0, 1).Draw(t, "certainty")
			e, _ := forms.Named(edition)
			table, _ := e.Table(id)
			cells := table.Cells()
			for _, c := range rapid.SliceOfNDistinct(rapid.SampledFrom(cells), 0, 6, func(c forms.Cell) data.CellID { return c.CellID }).Draw(t, "cells") {
				f := genFact().Draw(t, "fact")
				f.Table, f.Key, f.Column = id, c.Key, c.CellID.Column
				r.Facts = append(r.Facts, f)
			}
		}
		return r
	})
}

func genFact() *rapid.Generator[data.Fact] {
	return rapid.Custom(func(t *rapid.T) data.Fact {
		f := data.Fact{
			State: rapid.SampledFrom([]data.State{data.StateNumber, data.StateBlank, data.StateDash, data.StateSlash, data.StateText, data.StateUnreadable}).Draw(t, "state"),
			Raw:   genText().Draw(t, "raw"), Note: genText().Draw(t, "note"), At: genPosition().Draw(t, "at"),
		}
		if f.State == data.StateNumber {
			v := genFigure().Draw(t, "value")
			f.Value = &v
		}
		return f
	})
}

// genFigure gives figures of up to 14 digits before and 4 after the point.
func genFigure() *rapid.Generator[decimal.Decimal] {
	return rapid.Custom(func(t *rapid.T) decimal.Decimal {
		const most = 999_999_999_999_999_999
		return decimal.New(rapid.Int64Range(-most, most).Draw(t, "digits"), -4)
	})
}

// genText gives what may stand in a hostile file, ends of lines, quotes and zero bytes among it.
func genText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"", "0", "—", "/", "无", " 1,234 ", "3\n4", "'; DROP TABLE fact; --", "\"", "\x00", "👩‍👩‍👧‍👦", "a\x1b[31m"}),
		rapid.String(),
	)
}

func genPosition() *rapid.Generator[data.Position] {
	return rapid.Custom(func(t *rapid.T) data.Position {
		line := rapid.IntRange(1, 2000).Draw(t, "line")
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0:
			return data.Position{}
		case 1:
			return data.Position{Sheet: rapid.SampledFrom([]string{"Sheet1", "表 二!", "a'b"}).Draw(t, "sheet"), Line: line, Cell: rapid.IntRange(1, 800).Draw(t, "column")}
		case 2:
			return data.Position{Page: rapid.IntRange(1, 9).Draw(t, "page"), Line: line}
		}
		return data.Position{Grid: rapid.IntRange(0, 5).Draw(t, "grid"), Line: line, Cell: rapid.IntRange(0, 20).Draw(t, "cell")}
	})
}

func genClaim() *rapid.Generator[data.Claim] {
	return rapid.Custom(func(t *rapid.T) data.Claim {
		c := data.Claim{Key: rapid.SampledFrom([]string{"", "requests.received"}).Draw(t, "key"), Section: rapid.IntRange(0, 6).Draw(t, "section"),
			Quote: genText().Draw(t, "quote"), Qualifier: genText().Draw(t, "qualifier"), At: genPosition().Draw(t, "at"),
			Words: genText().Draw(t, "words"), PartOf: rapid.IntRange(0, 9).Draw(t, "part of")}
		if rapid.Bool().Draw(t, "has value") {
			v := genFigure().Draw(t, "value")
			c.Value = &v
		}
		return c
	})
}

func genFinding() *rapid.Generator[data.Finding] {
	return rapid.Custom(func(t *rapid.T) data.Finding {
		return data.Finding{Check: "T3-BALANCE", Severity: rapid.SampledFrom([]data.Severity{data.SeverityError, data.SeverityWarning, data.SeverityNote}).Draw(t, "severity"),
			Message: genText().Draw(t, "message"), Table: "3", Left: "1", Right: rapid.SampledFrom([]string{"", "0", "-2.5"}).Draw(t, "right"),
			Cells: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) data.FindingCell {
				return data.FindingCell{Table: "3", Key: "outcome.total", Column: "total", Label: genText().Draw(t, "label"), Raw: genText().Draw(t, "raw"), At: genPosition().Draw(t, "at")}
			}), 0, 3).Draw(t, "cells")}
	})
}

func genUnmapped() *rapid.Generator[data.Unmapped] {
	return rapid.Custom(func(t *rapid.T) data.Unmapped {
		return data.Unmapped{Table: "2", Label: genText().Draw(t, "label"), Values: rapid.SliceOfN(genText(), 0, 3).Draw(t, "values"), At: genPosition().Draw(t, "at")}
	})
}
