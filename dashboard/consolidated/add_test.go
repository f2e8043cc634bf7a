package consolidated_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/queries"

	"tongjian/dashboard/consolidated"
)

// world is parts being put together: figures by part and cell, on editions of their own.
type world struct {
	queries.Consolidation
}

func newWorld(year int) *world {
	w := &world{}
	w.Region, w.Year = queries.Region{Code: "990101", Name: "星湖区"}, year
	return w
}

// add adds a part on an edition; give tells what stands in a cell.
func (w *world) add(edition string, give func(data.CellID) (value int64, state data.State)) {
	n := len(w.Parts) + 1
	p := queries.ConsolidationPart{Agency: queries.Agency{ID: n, Name: fmt.Sprintf("第%d局", n), RegionName: "星湖区"}, Roster: true, Report: 100 + n, Editions: map[string]string{}}
	e, _ := forms.Named(edition)
	for _, t := range e.Tables {
		p.Editions[t.ID] = edition
		for _, c := range t.Cells() {
			cell := queries.PartCell{Report: p.Report, CellID: c.CellID}
			value, state := give(c.CellID)
			if cell.State = state; state == data.StateNumber {
				d := decimal.NewFromInt(value)
				cell.Value = &d
			}
			if state == data.StateText {
				cell.Raw = "无此项\n"
			}
			w.Cells = append(w.Cells, cell)
		}
	}
	w.Parts = append(w.Parts, p)
}

func (w *world) report(t interface{ Fatal(...any) }) *consolidated.Report {
	r, err := consolidated.Add(&w.Consolidation)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// even gives figures that satisfy every identity of an edition: the free cells from next, the totals from the identities.
func even(edition string, next func() int64) func(data.CellID) (int64, data.State) {
	values := map[data.CellID]int64{}
	e, _ := forms.Named(edition)
	for _, t := range e.Tables {
		for _, c := range t.Cells() {
			values[c.CellID] = next()
		}
		carry := func(column string) { // what came in is what went out
			at := func(key string) data.CellID { return data.CellID{Key: key, Column: column} }
			values[at("requests.received")] = values[at("outcome.total")] + values[at("requests.carried_out")]
			values[at("requests.carried_in")] = 0
		}
		for _, check := range []string{"T3-OUTCOMES", "T3-BALANCE", "T3-APPLICANTS", "T4-SUM"} {
			for _, id := range t.Identities {
				if id.Check != check {
					continue
				}
				if check == "T3-BALANCE" {
					carry(id.Left[0].Column)
					continue
				}
				total := int64(0)
				for _, c := range id.Left {
					total += values[c]
				}
				values[id.Right[0]] = total
			}
		}
	}
	return func(id data.CellID) (int64, data.State) { return values[id], data.StateNumber }
}

// Where the parts satisfy the identities of the form, their sums do, and every sum is that of its parts.
func TestSumsOfEvenPartsAreEven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(2024)
		for range rapid.IntRange(1, 5).Draw(t, "parts") {
			w.add("2021", even("2021", func() int64 { return rapid.Int64Range(0, 1e6).Draw(t, "figure") }))
		}
		r := w.report(t)
		if len(r.Uneven) > 0 || r.Incomplete() > 0 || len(r.Leftover) > 0 {
			t.Fatalf("uneven %v, incomplete %d", r.Uneven, r.Incomplete())
		}
		want := map[data.CellID]decimal.Decimal{}
		for _, c := range w.Cells {
			want[c.CellID] = want[c.CellID].Add(*c.Value)
		}
		for id, s := range r.Sums {
			if s.Value == nil || !s.Value.Equal(want[id]) || s.Given != len(w.Parts) {
				t.Fatalf("%v: %v of %d, want %s", id, s.Value, s.Given, want[id])
			}
		}
	})
}

func TestWhatIsNoNumberIsNamedAndNotCounted(t *testing.T) {
	received := data.CellID{Key: "requests.received", Column: "total"}
	for _, c := range []struct {
		state data.State
		why   string
	}{{data.StateBlank, "空白"}, {data.StateDash, "横线"}, {data.StateSlash, "斜线"}, {data.StateText, "填的是“无此项”"},
		{data.StateUnreadable, "无法辨认"}, {"missing", "报告里没有这一格"}} {
		w := newWorld(2024)
		one := func() int64 { return 1 }
		w.add("2021", even("2021", one))
		w.add("2021", func(id data.CellID) (int64, data.State) {
			if id == received {
				return 0, c.state
			}
			return even("2021", one)(id)
		})
		r := w.report(t)
		s := r.Sums[received]
		if s.Value == nil || s.Given != 1 || len(s.Without) != 1 || s.Without[0].Why != c.why {
			t.Errorf("%s: %+v", c.state, s)
		}
		if got := r.Remark(received); got != "1 个单位给出数字；1 个没有：第2局（"+c.why+"）" {
			t.Errorf("%s: %s", c.state, got)
		}
		if len(r.Uneven) == 0 || len(r.Uneven[0].Because) != 1 || r.Uneven[0].Because[0].Agency != "第2局" ||
			!strings.Contains(r.Uneven[0].Because[0].Why, "没有数字") {
			t.Errorf("%s: %+v", c.state, r.Uneven)
		}
	}
}

// A cell nobody gave a number for has no sum, not a zero.
func TestNobodysNumberIsNoZero(t *testing.T) {
	w := newWorld(2024)
	w.add("2021", func(data.CellID) (int64, data.State) { return 0, data.StateDash })
	r := w.report(t)
	for id, s := range r.Sums {
		if s.Value != nil || s.Given != 0 {
			t.Fatalf("%v: %v", id, s.Value)
		}
	}
	if len(r.Uneven) > 0 {
		t.Errorf("nothing is compared with nothing: %v", r.Uneven)
	}
}

func TestABrokenPartIsNamed(t *testing.T) {
	w := newWorld(2024)
	w.add("2021", even("2021", func() int64 { return 2 }))
	w.add("2021", func(id data.CellID) (int64, data.State) {
		v, s := even("2021", func() int64 { return 2 })(id)
		if id == (data.CellID{Key: "review.total"}) {
			v++
		}
		return v, s
	})
	r := w.report(t)
	if len(r.Uneven) != 1 || r.Uneven[0].Sentence() != "表四“行政复议”（T4-SUM）：两边合计 16 和 17，出自 第2局（两边是 8 和 9）。" {
		t.Errorf("%+v", r.Uneven)
	}
}

// A part on another edition counts where its form asks the same; the rest is listed, and named where it is missed.
func TestPartsOnOtherEditions(t *testing.T) {
	w := newWorld(2024)
	w.add("2021", even("2021", func() int64 { return 1 }))
	w.add("2019", even("2019", func() int64 { return 3 }))
	r := w.report(t)
	if s := r.Sums[data.CellID{Key: "outcome.granted", Column: "research"}]; s.Value.String() != "4" || s.Given != 2 {
		t.Errorf("asked by both: %+v", s)
	}
	if s := r.Sums[data.CellID{Key: "rules.issued"}]; s.Value.String() != "1" || s.Without[0].Why != "2019版式没有这一格" {
		t.Errorf("asked by one: %+v", s)
	}
	labels := map[string]string{}
	for _, f := range r.Leftover {
		labels[f.Cell.Key+f.Cell.Column] = f.Sentence()
	}
	if got := labels["rules.made"]; got != "未计入：第2局 2019版式表二“规章·本年新制作数量” 3。" {
		t.Error(got)
	}
	if _, twice := labels["outcome.grantedresearch"]; twice || labels["outcome.otherresearch"] == "" {
		t.Errorf("leftover: %v", labels)
	}
	if len(r.Others()) != 1 {
		t.Errorf("%d parts on another edition", len(r.Others()))
	}
}

// On the form of 2019 the amount of purchases has no unit: it is not added up.
func TestNoUnitNoSum(t *testing.T) {
	w := newWorld(2019)
	w.add("2019", even("2019", func() int64 { return 3 }))
	r := w.report(t)
	id := data.CellID{Key: "procurement.amount"}
	if s := r.Sums[id]; s.Value != nil || !s.Unitless || r.Remark(id) == "" {
		t.Errorf("%+v", s)
	}
	if s := r.Sums[data.CellID{Key: "procurement.projects"}]; s.Value == nil || s.Value.String() != "3" {
		t.Errorf("%+v", s)
	}
}
