package charts

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"tongjian/data/metrics"
	"tongjian/queries"
)

// join is an agency's two sides; nil is a gap for the reason.
func join(id int, year int, expected, now *int64, why metrics.Reason) queries.Join {
	e := queries.Entity{ID: queries.AgencyEntity(id), Kind: queries.EntityAgency, Agency: id, Name: "单位" + itoa(id) + "</script>", Region: "990101"}
	side := func(v *int64) queries.Figure {
		if v == nil {
			return gap(why)
		}
		return n(*v)
	}
	j := queries.Join{Entity: e, Year: year, Expected: side(expected), Now: side(now)}
	if expected != nil && now != nil {
		d := decimal.NewFromInt(*now - *expected)
		j.Difference = &d
	}
	return j
}

func testContinuity() *queries.ContinuitySet {
	v := func(n int64) *int64 { return &n }
	return &queries.ContinuitySet{Frame: testFrame(),
		Carried: queries.Continuity{Before: "requests.carried_out", Now: "requests.carried_in", Joins: []queries.Join{
			join(1, 2021, nil, v(3), metrics.ReasonNoReport), join(1, 2022, v(4), v(4), ""), join(1, 2023, v(2), v(12), ""),
			join(2, 2022, v(0), v(1), ""), join(2, 2023, v(5), v(5), ""), join(3, 2023, v(7), nil, metrics.ReasonNotFilled), join(4, 2023, v(9), v(8), "")}},
		Stock: queries.Continuity{Before: "normative.in_force", Now: "normative.in_force", Joins: []queries.Join{
			join(1, 2023, nil, v(3), metrics.ReasonNotAsked), join(2, 2023, v(5), v(6), "")}},
	}
}

func TestContinuityCountsEveryJoinOnce(t *testing.T) {
	set := testContinuity()
	set.Stock.Joins = set.Stock.Joins[:1]
	list, err := Continuity(set, 3, testLinks())
	if err != nil {
		t.Fatal(err)
	}
	years := list[0].Table
	for i, want := range []string{"0 1 1", "0 1 2", "1 0 0", "0 0 1", "0/0 1/2 1/3"} {
		var got []string
		for _, c := range years.Rows[i].Cells {
			text := c.Text()
			if i == 4 {
				text = c.K.String() + "/" + c.N.String()
			}
			got = append(got, text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", years.Rows[i].Label, got, want)
		}
	}
	// The greatest difference first, then what cannot be compared; what agrees is left out when there is no room, and said.
	var rows []string
	for _, r := range list[1].Table.Rows {
		rows = append(rows, r.Label+" "+r.Cells[0].Text()+" "+r.Cells[1].Text()+" "+r.Cells[2].Text())
	}
	want := "单位1</script> 2 12 10; 单位4</script> 9 8 −1; 单位3</script> 7 — —"
	if got := strings.Join(rows, "; "); got != want || !strings.Contains(list[1].Reading, "没有列出 1 个相符的单位") {
		t.Errorf("%s, want %s\n%s", got, want, list[1].Reading)
	}
	// Each side leads to its own year's report.
	first := list[1].Table.Rows[0].Cells
	if first[0].Link != "/cell/a:1/2022/requests.carried_out/7" || first[1].Link != "/cell/a:1/2023/requests.carried_in/7" || first[2].Link != "" {
		t.Errorf("links %s, %s, %s", first[0].Link, first[1].Link, first[2].Link)
	}
	if all := list[2]; len(all.Table.Rows) != 3 || all.Table.Rows[0].Label != "2023 年　单位1</script>" || !strings.Contains(all.Reading, "共 3 处") {
		t.Errorf("differences %+v", all.Table.Rows)
	}
	// A year nobody can be compared in draws no points and claims nothing.
	if stock := list[4]; len(stock.Panels) != 0 || stock.Empty == "" || list[5].Empty == "" {
		t.Errorf("stock is drawn: %+v", stock)
	}
}
