package dashboard

import (
	"context"
	"strconv"

	"tongjian/data/metrics"
	"tongjian/queries"

	"tongjian/dashboard/charts"
)

// Overview is 总览: how did the region do in the year?
type Overview struct {
	Head
	Year     int
	Tiles    []Tile
	Figures  []figure
	Filing   briefFiling
	Findings []queries.Finding
	Counts   queries.FindingCounts
	AllOpen  string // address of all findings
	Brief    string // address of the sheet for leaders
	tiles    figure // the tiles as a table, for export
	q        query
}

// records are the tiles through the years, then the charts.
func (p Overview) records() records {
	return chartRecords(append([]figure{p.tiles}, p.Figures...), p.q.choice.Basis, p.q.values.Get("chart"))
}

// overviewFindings is how many open findings the page shows; the rest is a link.
const overviewFindings = 8

func newOverview(ctx context.Context, q query) (Overview, error) {
	var (
		f         = q.choice.Filter
		o         *queries.Overview
		v         *queries.VolumeSet
		outcomes  *queries.OutcomeSet
		parts     *queries.Comparison
		set       *queries.FilingSet
		findings  *queries.FindingList
		review, _ = q.choice.correctionMetrics()
	)
	err := together(ctx,
		func(ctx context.Context) (err error) { o, err = queries.OverviewOf(ctx, q.lease.DB(), f); return err },
		func(ctx context.Context) (err error) { v, err = queries.Volumes(ctx, q.lease.DB(), f); return err },
		func(ctx context.Context) (err error) {
			outcomes, err = queries.Outcomes(ctx, q.lease.DB(), f)
			return err
		},
		func(ctx context.Context) (err error) {
			year := f
			year.From = f.To
			parts, err = queries.Districts(ctx, q.lease.DB(), year, "requests.received", "yoy", "completion", "requests.carried_out",
				q.choice.releaseMetric(), "refusal", "not_processed", "review.total", review)
			return err
		},
		func(ctx context.Context) (err error) {
			year := f
			year.From = f.To
			set, err = queries.Filing(ctx, q.lease.DB(), year, everything, 0)
			return err
		},
		func(ctx context.Context) (err error) {
			findings, err = queries.Findings(ctx, q.lease.DB(),
				queries.FindingQuery{Region: f.Region, From: f.To, To: f.To, State: queries.FindingOpen, Explained: q.answers.Explained,
					Limit: overviewFindings})
			return err
		},
	)
	if err != nil {
		return Overview{}, err
	}
	list, err := charts.Overview(v, outcomes, parts, q.links())
	if err != nil {
		return Overview{}, err
	}
	p := Overview{Year: f.To, Filing: q.briefFiling(set), Counts: findings.Counts, Findings: findings.Rows, q: q, Figures: q.figures(list, q.source(o.Frame))}
	p.Brief = address("/brief", q.choice.given)
	p.AllOpen = address("/findings", with(q.choice.given, paramFrom, strconv.Itoa(f.To), paramTo, strconv.Itoa(f.To)))
	p.Tiles, p.tiles = q.tiles(o), figure{Chart: charts.Tiles(o, q.links())}
	if done, ok := parts.At(o.Self.ID, "completion", f.To); ok && done.K != nil {
		for i := range p.Tiles {
			if p.Tiles[i].key == "outcome.total" {
				p.Tiles[i].Also = "办结率 " + done.Text()
			}
		}
	}
	if _, err := chosenChart(q, append([]figure{p.tiles}, p.Figures...)); err != nil {
		return Overview{}, err
	}
	p.Head = q.head("overview", o.Region.Name+" "+strconv.Itoa(f.To)+" 年政府信息公开总览", coverageSentence(o.Frame))
	return p, nil
}

// coverageSentence says what a page rests on.
func coverageSentence(f queries.Frame) string {
	text := "口径：" + f.Basis.Label()
	if len(f.Coverage) == 0 {
		return text
	}
	last := f.Coverage[len(f.Coverage)-1]
	year := strconv.Itoa(last.Year) + " 年"
	switch {
	case last.Reports == 0:
		return text + "。" + year + "没有收到这一口径的报告。"
	case last.Expected == 0:
		return text + "。" + year + "收到 " + strconv.Itoa(last.Reports) + " 份报告。"
	case last.Missing() > 0 && f.Basis == queries.BasisConsolidated:
		return text + "。" + year + "本地和下级政府应报 " + strconv.Itoa(last.Expected) + " 份，收到 " + strconv.Itoa(last.Received) + " 份。"
	case last.Missing() > 0:
		return text + "。" + year + "应报 " + strconv.Itoa(last.Expected) + " 份，收到 " + strconv.Itoa(last.Received) +
			" 份，缺 " + strconv.Itoa(last.Missing()) + " 份：合计只含已收到的。"
	}
	return text + "。" + year + "应报 " + strconv.Itoa(last.Expected) + " 份，全部收到。"
}

// Tile is one headline figure.
type Tile struct {
	Label string
	// Value and Unit are the figure; Also is said under it: counts behind a rate, why there is none; then the rate's interval.
	Value, Unit string
	Change      string
	Also        string
	Interval    string
	Absent      bool
	Flags       string // letters
	FlagText    string // their meaning
	Link        string
	Formula     string
	Spark       Spark
	key         string // of its metric
}

// tiles are the headline figures, then the reports themselves.
func (q query) tiles(o *queries.Overview) []Tile {
	var tiles []Tile
	for _, t := range o.Tiles {
		if len(t.Years) == 0 {
			continue
		}
		now := t.Years[len(t.Years)-1]
		tile := Tile{key: t.Metric.Key, Label: t.Metric.Name, Value: now.Text(), Absent: now.Text() == metrics.Gap, Formula: t.Metric.Formula,
			Link: q.cellLink(o.Self, o.Year, t.Metric.Key, now), Flags: string(now.Flags), Spark: spark(t.Years)}
		tile.FlagText = charts.Notes(now)
		if t.Metric.Kind == metrics.KindCount {
			tile.Change = changeText(t)
			if !tile.Absent {
				tile.Unit = t.Metric.Unit
			}
		} else {
			tile.Change = pointsText(t)
		}
		switch {
		case now.Absent != "":
			tile.Also = now.Absent.Label()
		case now.Rate != nil && now.Interval() != "":
			tile.Also, tile.Interval = now.Fraction(), now.Interval()
		case now.Rate != nil:
			tile.Also = now.Fraction()
		}
		tiles = append(tiles, tile)
	}
	return append(tiles, q.filingTile(o))
}

// changeText is the growth of a count from the year before.
func changeText(t queries.Tile) string {
	if len(t.Years) < 2 {
		return ""
	}
	before := t.Years[len(t.Years)-2]
	switch {
	case t.Change.Rate != nil:
		return "同比 " + t.Change.Text()
	case before.K == nil:
		return "上年" + before.Absent.Label()
	}
	return "上年 " + before.Text() + " 件"
}

// pointsText is last year's rate beside this year's; the difference of two rates is left to the reader, with both shown.
func pointsText(t queries.Tile) string {
	if len(t.Years) < 2 {
		return ""
	}
	before := t.Years[len(t.Years)-2]
	if before.Text() == metrics.Gap {
		return "上年 —"
	}
	return "上年 " + before.Text()
}

// filingTile tells how many of the expected reports are in.
func (q query) filingTile(o *queries.Overview) Tile {
	t := Tile{Label: "报告收到 / 应报", Value: metrics.Gap, Absent: true, Formula: "名录上应当报送的单位中，已有报告的"}
	if len(o.Coverage) == 0 {
		return t
	}
	last := o.Coverage[len(o.Coverage)-1]
	if last.Expected == 0 {
		t.Value, t.Unit, t.Also, t.Absent = strconv.Itoa(last.Reports), "份", "名录没有规定应报单位", false
		return t
	}
	t.Value, t.Absent = strconv.Itoa(last.Received)+" / "+strconv.Itoa(last.Expected), false
	if n := last.Missing(); n > 0 {
		t.Also = "缺 " + strconv.Itoa(n) + " 份"
		t.Link = q.source(o.Frame).MissingURL
	}
	var history []float64
	var given []bool
	for _, c := range o.Coverage {
		history, given = append(history, float64(c.Received)), append(given, c.Expected > 0)
	}
	t.Spark = sparkOf(history, given)
	return t
}
