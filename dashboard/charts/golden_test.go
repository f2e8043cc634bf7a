package charts

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"tongjian/data/forms"
	"tongjian/data/metrics"
	"tongjian/queries"
)

var update = flag.Bool("update", false, "write what charts are now to testdata; refuses when gaps would come or go")

// The answers below are those of an invented city of two districts over three years. 青禾区 reported nothing on 2022, and
// few cases on 2023; the names are as bad as names get.
var (
	testYears = []int{2021, 2022, 2023}
	self      = queries.Entity{ID: "990100", Kind: queries.EntityRegion, Name: "示例市", Region: "990100", Level: "prefecture", Sample: true}
	parts     = []queries.Entity{
		{ID: "990101", Kind: queries.EntityRegion, Name: "星湖区</script><b>{a|b}", Region: "990101", Level: "county", Sample: true},
		{ID: "990102", Kind: queries.EntityRegion, Name: "青禾区", Region: "990102", Level: "county", Sample: true},
	}
)

func testFrame() queries.Frame {
	return queries.Frame{Region: queries.Region{Code: "990100", Name: "示例市"}, Basis: queries.BasisOwn, Years: testYears, Self: self, Parts: parts,
		Breaks: []metrics.Break{{Year: 2022, ID: metrics.BreakEdition2021, Name: "版式甲", Note: "换了格式"}, {Year: 2023, ID: metrics.BreakReviewFirst, Name: "复议前置"},
			{Year: 2023, ID: metrics.BreakBoundary, Name: "区划调整"}}}
}

// n is a count; gap an absent one.
func n(count int64) queries.Figure {
	d := decimal.NewFromInt(count)
	return queries.Figure{Value: metrics.Value{Kind: metrics.KindCount, Unit: "件", K: &d}, Reports: 1, Reported: 1, Report: 7}
}

func gap(why metrics.Reason) queries.Figure {
	return queries.Figure{Value: metrics.Value{Kind: metrics.KindCount, Unit: "件", Absent: why, Flags: why.Flag()}}
}

// rate is k of m by the rules of package metrics.
func rate(k, m int64) queries.Figure { return share(n(k), n(m)) }

// testLinks lead to addresses that name what they are asked for.
func testLinks() Links {
	return Links{
		Cell: func(e queries.Entity, year int, key string, f queries.Figure) string {
			return fmt.Sprintf("/cell/%s/%d/%s/%d", e.ID, year, key, f.Report)
		},
		Entity: func(e queries.Entity) string { return "/entity/" + e.ID },
	}
}

func testVolumes() *queries.VolumeSet {
	year := func(y int, received int64) queries.VolumeYear {
		v := queries.VolumeYear{Year: y, Received: n(received), CarriedIn: n(2), Closed: n(received - 1), CarriedOut: n(3)}
		for i := range forms.Applicants()[1:] {
			v.Applicants = append(v.Applicants, n([]int64{received - 4, 1, 0, 1, 2, 0}[i]))
		}
		return v
	}
	absent := queries.VolumeYear{Year: 2022, Received: gap(metrics.ReasonNoReport), CarriedIn: gap(metrics.ReasonNoReport),
		Closed: gap(metrics.ReasonNoReport), CarriedOut: gap(metrics.ReasonNoReport)}
	for range forms.Applicants()[1:] {
		absent.Applicants = append(absent.Applicants, gap(metrics.ReasonNoReport))
	}
	return &queries.VolumeSet{Frame: testFrame(),
		Total: queries.VolumeSeries{Entity: self, Years: []queries.VolumeYear{year(2021, 1234567), year(2022, 40), year(2023, 50)}},
		By: []queries.VolumeSeries{
			{Entity: parts[0], Years: []queries.VolumeYear{year(2021, 30), year(2022, 40), year(2023, 41)}},
			{Entity: parts[1], Years: []queries.VolumeYear{year(2021, 20), absent, year(2023, 9)}},
		}}
}

func testGroups() []queries.OutcomeGroup {
	return []queries.OutcomeGroup{{Key: "outcome.granted", Label: "予以公开"}, {Key: "outcome.partial", Label: "部分公开"}, {Key: "outcome.refused", Label: "不予公开"},
		{Key: "outcome.unavailable", Label: "无法提供"}, {Key: "outcome.not_processed", Label: "不予处理"}, {Key: "outcome.other", Label: "其他处理"}}
}

func testOutcomes() *queries.OutcomeSet {
	refused, _ := forms.MeasureOf("outcome.refused")
	o := &queries.OutcomeSet{Frame: testFrame(), Groups: testGroups()}
	for _, key := range refused.Sum {
		m, _ := forms.MeasureOf(key)
		o.Reasons = append(o.Reasons, m)
	}
	year := func(y int, granted int64) queries.OutcomeYear {
		v := queries.OutcomeYear{Year: y, Groups: []queries.Figure{n(granted), n(1), n(2), n(3), n(0), n(4)}, Total: n(granted + 10)}
		for i := range o.Reasons {
			v.Reasons = append(v.Reasons, n(int64(i)*2))
		}
		v.Reasons[3] = gap(metrics.ReasonNotFilled)
		return v
	}
	few := queries.OutcomeYear{Year: 2023, Groups: []queries.Figure{n(1), n(1), n(0), n(0), n(0), n(0)}, Total: n(2), Reasons: year(2023, 1).Reasons}
	absent := queries.OutcomeYear{Year: 2022, Total: gap(metrics.ReasonNoReport)}
	for range o.Groups {
		absent.Groups = append(absent.Groups, gap(metrics.ReasonNoReport))
	}
	for range o.Reasons {
		absent.Reasons = append(absent.Reasons, gap(metrics.ReasonNoReport))
	}
	o.Total = queries.OutcomeSeries{Entity: self, Years: []queries.OutcomeYear{year(2021, 20), absent, year(2023, 30)}}
	o.By = []queries.OutcomeSeries{{Entity: parts[0], Years: []queries.OutcomeYear{year(2021, 20), year(2022, 21), year(2023, 22)}},
		{Entity: parts[1], Years: []queries.OutcomeYear{year(2021, 20), absent, few}}}
	return o
}

func testReviews() *queries.ReviewSet {
	year := func(y int, upheld int64) queries.ReviewYear {
		r := queries.RouteResult{Upheld: n(upheld), Corrected: n(2), Other: n(1), Pending: n(1), Total: n(upheld + 4)}
		none := queries.RouteResult{Upheld: n(0), Corrected: n(0), Other: n(0), Pending: n(0), Total: n(0)}
		return queries.ReviewYear{Year: y, Routes: []queries.RouteResult{r, none, r}}
	}
	series := func(e queries.Entity) queries.ReviewSeries {
		return queries.ReviewSeries{Entity: e, Years: []queries.ReviewYear{year(2021, 8), year(2022, 9), year(2023, 12)}}
	}
	return &queries.ReviewSet{Frame: testFrame(), Routes: forms.Routes(), Total: series(self), By: []queries.ReviewSeries{series(parts[0]), series(parts[1])}}
}

func testFunnel() *queries.FunnelSet {
	m, _ := metrics.Lookup("correction_review")
	agency := func(id int) queries.Entity {
		return queries.Entity{ID: queries.AgencyEntity(id), Kind: queries.EntityAgency, Name: fmt.Sprintf("第%d局", id), Region: "990101", Agency: id}
	}
	return &queries.FunnelSet{Frame: testFrame(), Year: 2023, Metric: m, Overall: rate(15, 100),
		Points: []queries.FunnelPoint{{Entity: agency(1), Figure: rate(9, 30)}, {Entity: agency(2), Figure: rate(3, 9)}, {Entity: agency(3), Figure: rate(0, 0)}}}
}

func testProactive() *queries.ProactiveSet {
	p := &queries.ProactiveSet{Frame: testFrame()}
	for _, m := range forms.Measures() {
		if m.Table == "2" {
			p.Measures = append(p.Measures, m)
		}
	}
	series := func(e queries.Entity) queries.ProactiveSeries {
		s := queries.ProactiveSeries{Entity: e}
		for _, y := range testYears {
			year := queries.ProactiveYear{Year: y}
			for i := range p.Measures {
				f := n(int64(i + y - 2020))
				if y == 2021 && i < 6 {
					f = gap(metrics.ReasonNotAsked)
				}
				year.Figures = append(year.Figures, f)
			}
			s.Years = append(s.Years, year)
		}
		return s
	}
	p.Total = series(self)
	return p
}

// testComparison has a point for every entity, metric and year: a gap for 青禾区 on 2022, k/n on 2023.
func testComparison(keys ...string) *queries.Comparison {
	c := &queries.Comparison{Frame: testFrame(), Entities: append([]queries.Entity{self}, parts...), Metrics: lookup(keys...)}
	for i, e := range c.Entities {
		for _, m := range c.Metrics {
			for _, y := range testYears {
				f := rate(int64(12+3*i+y-2021), 60)
				if m.Kind == metrics.KindCount {
					f = n(int64(100*i + y - 2000))
				}
				if i == 2 && y == 2022 {
					f = gap(metrics.ReasonNoReport)
				}
				if i == 2 && y == 2023 && m.Kind != metrics.KindCount {
					f = rate(3, 7)
				}
				c.Points = append(c.Points, queries.Point{Entity: e.ID, Year: y, Figure: f})
			}
		}
	}
	return c
}

// testComparing is what the views of a comparison draw.
func testComparing(v View, years []int) Comparing {
	keys, mix := []string{"requests.received", "any_release"}, Mixes()[0]
	if v == ViewStack {
		keys = mix.Metrics()
	}
	c := testComparison(keys...)
	var points []queries.Point
	for _, p := range c.Points {
		if slices.Contains(years, p.Year) {
			points = append(points, p)
		}
	}
	c.Points, c.Frame.Years = points, years
	c.Frame.Self = queries.Entity{} // a comparison has no region
	band := queries.Band{Metric: "any_release", Counted: 7, Low: decimal.RequireFromString("18.25"), Median: decimal.NewFromInt(23), High: decimal.RequireFromString("91.5")}
	return Comparing{Comparison: c, Mix: mix, Peers: &queries.Peers{Year: 2023, Level: "county", Entities: 9, Bands: []queries.Band{band}}}
}

// everyChart builds the charts of every page, by page.
func everyChart(t testing.TB) map[string][]Chart {
	t.Helper()
	l := testLinks()
	pages := map[string][]Chart{}
	add := func(page string, list []Chart, err error) {
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		pages[page] = list
	}
	flow := &queries.FlowSet{Frame: testFrame(), Year: 2023, Received: n(50), CarriedIn: n(2), Groups: testGroups(),
		Outcomes: []queries.Figure{n(30), n(1), n(2), n(0), gap(metrics.ReasonNotFilled), n(4)}, Closed: n(37), CarriedOut: n(3)}
	list, err := Overview(testVolumes(), testOutcomes(), testComparison("requests.received", "any_release", "clearance"), l)
	add("overview", list, err)
	list, err = Volumes(testVolumes(), flow, l)
	add("volumes", list, err)
	list, err = Outcomes(testOutcomes(), testComparison("any_release", "merits_release", "full_release", "refusal"), "merits_release", l)
	add("outcomes", list, err)
	list, err = Reviews(testReviews(), testFunnel(), testComparison("correction_review", "correction_suit"), []string{"correction_review", "correction_suit"}, l)
	add("reviews", list, err)
	list, err = Proactive(testProactive(), l)
	add("proactive", list, err)
	list, err = Continuity(testContinuity(), 100, l)
	add("continuity", list, err)
	list, err = Compare(testComparison("requests.received", "any_release"), l)
	add("compare", list, err)
	for _, v := range Views() {
		list, err = CompareAs(v.View, testComparing(v.View, testYears), l)
		add("compare-"+string(v.View), list, err)
	}
	for _, v := range []View{ViewStack, ViewHeat} {
		list, err = CompareAs(v, testComparing(v, testYears[2:]), l)
		add("compare-"+string(v)+"-year", list, err)
	}
	return pages
}

func TestChartsAreAsBefore(t *testing.T) {
	for page, list := range everyChart(t) {
		for _, c := range list {
			var b bytes.Buffer
			for _, p := range c.Panels {
				if err := json.Indent(&b, p.Option, "", " "); err != nil {
					t.Fatalf("%s: %v", c.Name, err)
				}
				b.WriteByte('\n')
			}
			compareGolden(t, filepath.Join("testdata", page+"."+c.Name+".json"), b.Bytes())
		}
	}
}

// compareGolden compares with a file, or writes it under -update. A file whose number of gaps would change is not
// overwritten: a gap that has become a figure is the mistake these charts must never make.
func compareGolden(t *testing.T, file string, got []byte) {
	t.Helper()
	want, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if !*update {
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%.3000s", file, diff)
		}
		return
	}
	gaps := func(b []byte) int { return strings.Count(string(b), `"value": null`) }
	if err == nil && gaps(want) != gaps(got) {
		t.Errorf("%s: %d gaps have become %d; delete the file first if that is meant", file, gaps(want), gaps(got))
		return
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, got, 0o644); err != nil {
		t.Fatal(err)
	}
}
