package brief_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"tongjian/data/metrics"
	"tongjian/queries"

	"tongjian/dashboard/brief"
)

// figures are what stands behind a case: by entity, metric and year, numerator and denominator.
type at struct {
	entity, metric string
	year           int
}

type given struct {
	k, n     int64 // n is 0 of a count
	doubtful int
	partly   bool
	flags    metrics.Flags
	absent   metrics.Reason
}

const year = 2024

// input makes an input of figures; whatever is not given is absent.
func input(t *testing.T, figures map[at]given, parts ...string) brief.Input {
	t.Helper()
	in := brief.Input{Year: year, Release: "any_release", Review: "correction_review", Suit: "correction_suit", PartsName: "地区", Panel: &queries.Panel{}}
	c := &queries.Comparison{Frame: queries.Frame{Years: []int{year - 1, year}, Self: queries.Entity{ID: "r", Kind: queries.EntityRegion, Name: "星湖区"},
		Coverage: []queries.Coverage{{Year: year - 1, Expected: 20, Received: 20, Reports: 20}, {Year: year, Expected: 20, Received: 20, Reports: 20}}}}
	for _, p := range parts {
		c.Frame.Parts = append(c.Frame.Parts, queries.Entity{ID: p, Kind: queries.EntityRegion, Name: p})
	}
	c.Entities = append([]queries.Entity{c.Frame.Self}, c.Frame.Parts...)
	for _, key := range brief.Keys(in.Release, in.Review, in.Suit) {
		m, ok := metrics.Lookup(key)
		if !ok {
			t.Fatalf("no metric %s", key)
		}
		c.Metrics = append(c.Metrics, m)
	}
	for _, e := range c.Entities {
		for _, m := range c.Metrics {
			for _, y := range c.Frame.Years {
				g, ok := figures[at{e.ID, m.Key, y}]
				if !ok {
					g.absent = metrics.ReasonNoReport
				}
				c.Points = append(c.Points, queries.Point{Entity: e.ID, Year: y, Figure: g.figure(m)})
			}
		}
	}
	in.Comparison = c
	return in
}

func (g given) figure(m metrics.Metric) queries.Figure {
	f := queries.Figure{Reports: 20, Reported: 20, Doubtful: g.doubtful}
	if g.partly {
		f.Reported = 18
	}
	of := metrics.Metric{Key: m.Key, Kind: m.Kind, Unit: m.Unit, Share: m.Share, Numerator: []metrics.Term{{Measure: "k", Sign: +1}}}
	if m.Kind != metrics.KindCount {
		of.Denominator = []metrics.Term{{Measure: "n", Sign: +1}}
	}
	f.Value = metrics.Evaluate(of, func(t metrics.Term) metrics.Operand {
		if g.absent != "" {
			return metrics.Operand{Absent: g.absent}
		}
		d := decimal.NewFromInt(g.k)
		if t.Measure == "n" {
			d = decimal.NewFromInt(g.n)
		}
		return metrics.Operand{Value: &d}
	})
	f.Flags = f.Flags.With(g.flags)
	return f
}

// two gives a metric of the region in both years.
func two(metric string, before, now given) map[at]given {
	return map[at]given{{"r", metric, year - 1}: before, {"r", metric, year}: now}
}

// verdict is what a rule says of an input: its sentence, or the reason for none.
func verdict(t *testing.T, in brief.Input, rule string) string {
	t.Helper()
	said, silent := brief.Judge(in)
	for _, s := range said {
		if s.Rule == rule {
			if s.Note != "" {
				return s.Text + "／" + s.Note
			}
			return s.Text
		}
	}
	for _, s := range silent {
		if s.Rule == rule {
			return "✗" + s.Reason
		}
	}
	t.Fatalf("no rule %s", rule)
	return ""
}

// Every rule about a count: it speaks beyond chance and only then.
func TestGrowth(t *testing.T) {
	words := map[string]string{"received": "新收申请", "carried-out": "结转下年继续办理", "reviews": "被申请行政复议"}
	seen := 0
	for _, r := range brief.Rules() {
		if r.Kind != brief.Growth {
			continue
		}
		seen++
		say := func(before, now given) string { return verdict(t, input(t, two(r.Metric, before, now)), r.Key) }
		if got := say(given{k: 1000}, given{k: 1200}); !strings.Contains(got, words[r.Key]) || !strings.Contains(got, "1,200 件，比上年的 1,000 件增加 20.0%") {
			t.Errorf("%s: %s", r.Key, got)
		}
		if got := say(given{k: 1000}, given{k: 800}); !strings.Contains(got, "800 件，比上年的 1,000 件减少 20.0%") {
			t.Errorf("%s: %s", r.Key, got)
		}
		if got := say(given{k: 40}, given{k: 0}); !strings.Contains(got, "减少 100.0%") {
			t.Errorf("%s: a fall to nothing is one: %s", r.Key, got)
		}
		for name, c := range map[string]struct {
			before, now given
			reason      string
		}{
			"chance":   {given{k: 1000}, given{k: 1080}, "✗增减没有超出偶然波动"},
			"few":      {given{k: 9}, given{k: 90}, "✗上年不足 10 件"},
			"none":     {given{absent: metrics.ReasonNoReport}, given{k: 90}, "✗上年没有报告"},
			"blank":    {given{k: 90}, given{absent: metrics.ReasonNotFilled}, "✗本年报告中没有填写数字"},
			"break":    {given{k: 1000}, given{k: 2000, flags: metrics.FlagBreak}, "✗统计口径在这一年中断，前后不能比较"},
			"doubtful": {given{k: 1000}, given{k: 2000, doubtful: 2}, "✗2 份报告有未解决的错误，只看两年都有报告、没有未解决错误的单位，得不出同样的结论"},
			"partly":   {given{k: 1000}, given{k: 2000, partly: true}, "✗2024 年有 2 份报告没有填，只看两年都有报告、没有未解决错误的单位，得不出同样的结论"},
		} {
			if got := say(c.before, c.now); got != c.reason {
				t.Errorf("%s, %s: %s", r.Key, name, got)
			}
		}
	}
	if seen != len(words) {
		t.Errorf("%d rules of growth", seen)
	}
}

// Every rule about a rate: intervals must not overlap.
func TestChange(t *testing.T) {
	seen := 0
	for _, r := range brief.Rules() {
		if r.Kind != brief.Change {
			continue
		}
		seen++
		key := map[string]string{"@release": "any_release", "@review": "correction_review", "@suit": "correction_suit"}[r.Metric]
		if key == "" {
			key = r.Metric
		}
		say := func(before, now given) string { return verdict(t, input(t, two(key, before, now)), r.Key) }
		if got := say(given{k: 100, n: 200}, given{k: 140, n: 200}); !strings.HasSuffix(got, "为 70.0%（140/200），高于上年的 50.0%（100/200）。") {
			t.Errorf("%s: %s", r.Key, got)
		}
		if got := say(given{k: 140, n: 200}, given{k: 100, n: 200}); !strings.HasSuffix(got, "为 50.0%（100/200），低于上年的 70.0%（140/200）。") {
			t.Errorf("%s: %s", r.Key, got)
		}
		for name, c := range map[string]struct {
			before, now given
			reason      string
		}{
			"overlap":  {given{k: 10, n: 20}, given{k: 14, n: 20}, "✗两年的 95% 区间重叠，差别可能只是偶然"},
			"few":      {given{k: 0, n: 9}, given{k: 200, n: 200}, "✗上年不足 10 件"},
			"few now":  {given{k: 0, n: 200}, given{k: 9, n: 9}, "✗本年不足 10 件"},
			"break":    {given{k: 10, n: 200}, given{k: 190, n: 200, flags: metrics.FlagBreak}, "✗统计口径在这一年中断，前后不能比较"},
			"doubtful": {given{k: 10, n: 200, doubtful: 1}, given{k: 190, n: 200}, "✗1 份报告有未解决的错误，只看两年都有报告、没有未解决错误的单位，得不出同样的结论"},
			"absurd":   {given{k: 10, n: 200}, given{k: 201, n: 200}, "✗分子不是分母的一部分，报告有误"},
			"none":     {given{k: 10, n: 200}, given{absent: metrics.ReasonNoReport}, "✗本年没有报告"},
		} {
			if got := say(c.before, c.now); got != c.reason {
				t.Errorf("%s, %s: %s", r.Key, name, got)
			}
		}
	}
	if seen != 7 {
		t.Errorf("%d rules of change", seen)
	}
}

// What is doubtful is said when it holds for the agencies without doubt too, and only then.
func TestWhatHoldsWithoutTheDoubtfulIsSaid(t *testing.T) {
	figures := two("requests.received", given{k: 1000}, given{k: 1300, doubtful: 1})
	for _, c := range []struct {
		before, now int64
		want        string
	}{
		{900, 1150, "2024 年新收申请 1,300 件，比上年的 1,000 件增加 30.0%。／1 份报告有未解决的错误；只看两年都有报告、没有未解决错误的 2 个单位，结论相同"},
		{900, 910, "✗"}, {900, 700, "✗"}, {8, 800, "✗"},
	} {
		in := input(t, figures)
		for agency := range 2 {
			in.Panel.Add(agency+1, year-1, "requests.received", decimal.NewFromInt(c.before/2))
			in.Panel.Add(agency+1, year, "requests.received", decimal.NewFromInt(c.now/2))
		}
		in.Panel.Add(9, year, "requests.received", decimal.NewFromInt(99999)) // in one year only: not compared
		got := verdict(t, in, "received")
		if c.want == "✗" && !strings.HasPrefix(got, "✗") || c.want != "✗" && got != c.want {
			t.Errorf("%d to %d: %s", c.before, c.now, got)
		}
	}
}

// Missing reports stand against a comparison like errors do.
func TestMissingReports(t *testing.T) {
	in := input(t, two("requests.received", given{k: 1000}, given{k: 1300}))
	in.Comparison.Frame.Coverage[1].Received = 18
	if got := verdict(t, in, "received"); !strings.HasPrefix(got, "✗2024 年缺 2 份报告，") {
		t.Error(got)
	}
}

func TestApart(t *testing.T) {
	for _, r := range brief.Rules() {
		if r.Kind != brief.Apart {
			continue
		}
		key := map[string]string{"@release": "any_release", "@review": "correction_review"}[r.Metric]
		if key == "" {
			key = r.Metric
		}
		say := func(parts ...given) string {
			names, figures := []string{"甲区", "乙区", "丙区", "丁区"}, map[at]given{}
			for i, g := range parts {
				figures[at{names[i], key, year}] = g
			}
			return verdict(t, input(t, figures, names[:len(parts)]...), r.Key)
		}
		same := given{k: 20, n: 100}
		if got := say(same, same, given{k: 80, n: 100}); !strings.HasPrefix(got, "丙区的") || !strings.HasSuffix(got, "为 80.0%（80/100），高于其余地区合计的 20.0%（40/200）。") {
			t.Errorf("%s: %s", r.Key, got)
		}
		if got := say(given{k: 80, n: 100}, given{k: 80, n: 100}, same); !strings.Contains(got, "低于其余地区合计的 80.0%（160/200）。") {
			t.Errorf("%s: %s", r.Key, got)
		}
		if got := say(same, same, given{k: 80, n: 100}, given{k: 29, n: 29}); !strings.Contains(got, "／另有 1 个地区") {
			t.Errorf("%s, a small one stands aside: %s", r.Key, got)
		}
		const few = "✗可比的地区不足 3 个（每个至少 30 件，没有未解决的错误）"
		for name, got := range map[string]string{
			"small":    say(same, same, given{k: 29, n: 29}),
			"doubtful": say(same, same, given{k: 80, n: 100, doubtful: 1}),
			"partly":   say(same, same, given{k: 80, n: 100, partly: true}),
			"two":      say(same, given{k: 80, n: 100}),
		} {
			if got != few {
				t.Errorf("%s, %s: %s", r.Key, name, got)
			}
		}
		if got := say(same, same, given{k: 24, n: 100}); got != "✗没有一个地区的 95% 区间与其余的不重叠" {
			t.Errorf("%s: %s", r.Key, got)
		}
	}
}

func TestSteady(t *testing.T) {
	for rule, key := range map[string]string{"release-steady": "any_release", "review-steady": "correction_review"} {
		say := func(before, now given) string { return verdict(t, input(t, two(key, before, now)), rule) }
		if got := say(given{k: 50, n: 100}, given{k: 52, n: 100}); !strings.HasSuffix(got, "为 52.0%（52/100），与上年的 50.0%（50/100）没有超出偶然波动的差别。") {
			t.Error(got)
		}
		if got := say(given{k: 15, n: 29}, given{k: 52, n: 100}); got != "✗上年不足 30 件" {
			t.Error(got)
		}
		if got := say(given{k: 10, n: 100}, given{k: 90, n: 100}); got != "✗两年有差别" {
			t.Error(got)
		}
	}
}

// With no figures nothing is said, and every rule tells why; wordings leave no field unfilled.
func TestNothingIsSaidOfNothing(t *testing.T) {
	said, silent := brief.Judge(input(t, nil))
	if len(said) > 0 || len(silent) != len(brief.Rules()) {
		t.Errorf("said %v, silent %d", said, len(silent))
	}
	figures := map[at]given{}
	for _, r := range brief.Rules() {
		for _, key := range []string{r.Metric, "any_release", "correction_review", "correction_suit"} {
			figures[at{"r", key, year - 1}], figures[at{"r", key, year}] = given{k: 100, n: 1000}, given{k: 300, n: 1000}
			figures[at{"甲", key, year}], figures[at{"乙", key, year}], figures[at{"丙", key, year}] = given{k: 10, n: 100}, given{k: 10, n: 100}, given{k: 90, n: 100}
		}
	}
	said, _ = brief.Judge(input(t, figures, "甲", "乙", "丙"))
	for _, s := range said {
		if strings.ContainsAny(s.Text+s.Note, "{}@") {
			t.Errorf("%s: %s", s.Rule, s.Text)
		}
	}
	if len(said) < len(brief.Rules())-3 {
		t.Errorf("only %d rules speak", len(said))
	}
}

// The weightiest come first, of different topics where there are that many, the steady only where nothing else is to be told.
func TestChoose(t *testing.T) {
	s := func(rule, topic string, weight float64) brief.Sentence {
		return brief.Sentence{Rule: rule, Topic: topic, Weight: weight}
	}
	for want, list := range map[string][]brief.Sentence{
		"a c d": {s("a", "x", 9), s("b", "x", 8), s("c", "y", 3), s("d", "z", 2)},
		"a b c": {s("c", "y", 1), s("a", "x", 9), s("b", "x", 8)},
		"a b":   {s("b", "y", 1), s("a", "x", 9)},
		"a b s": {s("s", "steady", 5), s("t", "steady", 4), s("a", "x", 9), s("b", "x", 6)},
	} {
		var got []string
		for _, c := range brief.Choose(list, brief.Most) {
			got = append(got, c.Rule)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("chose %v, want %s", got, want)
		}
	}
}
