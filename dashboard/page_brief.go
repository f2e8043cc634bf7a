package dashboard

import (
	"context"
	"fmt"
	"strconv"

	"tongjian/data/filing"
	"tongjian/data/metrics"
	"tongjian/queries"

	"tongjian/dashboard/brief"
	"tongjian/dashboard/charts"
)

// Brief is 简报: one sheet of paper for those who look for two minutes.
type Brief struct {
	Head
	Year      int
	Sentences []briefSentence
	// Nothing says why there is no sentence; Silent lists what is not said, with the reasons.
	Nothing string
	Silent  []brief.Silent
	Tiles   []Tile
	Figures []figure
	Filing  briefFiling
	Checked Link   // to the findings, with how many there are
	Docx    string // address of the sheet as a document
	lede    string
	q       query
}

// briefSentence is a sentence with where its figures are.
type briefSentence struct {
	brief.Sentence
	Link string
}

// briefFiling is who has reported, who is missing and who was late.
type briefFiling struct {
	Line          string
	Missing, Late briefNames
	Word          string // 缺报 or 待报
}

// briefNames are agencies by name, the first few, and how many there are.
type briefNames struct {
	Links []Link
	Total int
	All   string // where all of them are
}

// briefNamed is how many agencies a sheet names; the rest is counted, and a link away.
const briefNamed = 8

func (p Brief) figures() []figure { return p.Figures }

// records has a row for every figure a sentence rests on, with the sentence: what the twins export.
func (p Brief) records() records {
	r := records{columns: []column{{"rule", "规则"}, {"topic", "主题"}, {"sentence", "结论"}, {"note", "附注"}, {"link", "链接"}, {"chosen", "写入简报"},
		{"reason", "不写的原因"}, {"entity", "代码"}, {"name", "名称"}, {"year", "年份"}, {"basis", "口径"}, {"metric", "指标代码"}, {"metric_name", "指标"},
		{"value", "数值"}, {"unit", "单位"}, {"numerator", "分子"}, {"denominator", "分母"}, {"low", "95%区间下限"}, {"high", "95%区间上限"},
		{"flags", "标记"}, {"reports", "报告数"}, {"reported", "其中填写"}}}
	for _, s := range p.Sentences {
		for _, u := range s.Figures {
			c := charts.Cell{Figure: u.Figure, Entity: u.Entity, Year: u.Year, Key: u.Metric, Name: u.Name}
			f := cellRecord("", p.q.choice.Basis, c)
			// Of a chart's record: value, unit, numerator, denominator, low, high, flags; then the reason of a gap, which none of these has.
			row := []any{s.Rule, s.Topic, s.Text, s.Note, s.Link, true, nil, u.Entity.ID, u.Entity.Name, u.Year, string(p.q.choice.Basis), u.Metric, u.Name}
			r.rows = append(r.rows, append(append(row, f[7:14]...), u.Reports, u.Reported))
		}
	}
	for _, s := range p.Silent {
		row := make([]any, len(r.columns))
		row[0], row[2], row[5], row[6] = s.Rule, s.Name, false, s.Reason
		r.rows = append(r.rows, row)
	}
	return r
}

func newBrief(ctx context.Context, q query) (Brief, error) {
	var (
		f            = q.choice.Filter
		pair         = f
		review, suit = q.choice.correctionMetrics()
		keys         = brief.Keys(q.choice.releaseMetric(), review, suit)
		o            *queries.Overview
		v            *queries.VolumeSet
		outcomes     *queries.OutcomeSet
		rates        *queries.Comparison
		in           = brief.Input{Year: f.To, Release: q.choice.releaseMetric(), Review: review, Suit: suit}
		set          *queries.FilingSet
		findings     *queries.FindingList
		db           = q.lease.DB()
	)
	pair.From = f.To - 1
	year := f
	year.From = f.To
	err := together(ctx,
		func(ctx context.Context) (err error) {
			o, err = queries.OverviewOf(ctx, db, f, "requests.received", "outcome.total", "requests.carried_out", q.choice.releaseMetric(), review, suit)
			return err
		},
		func(ctx context.Context) (err error) { v, err = queries.Volumes(ctx, db, f); return err },
		func(ctx context.Context) (err error) { outcomes, err = queries.Outcomes(ctx, db, f); return err },
		func(ctx context.Context) (err error) {
			rates, err = queries.Districts(ctx, db, f, "any_release", "merits_release", "full_release", "refusal", review, suit)
			return err
		},
		func(ctx context.Context) (err error) {
			in.Comparison, err = queries.Districts(ctx, db, pair, keys...)
			return err
		},
		func(ctx context.Context) (err error) {
			in.Panel, err = queries.PanelOf(ctx, db, pair, keys...)
			return err
		},
		func(ctx context.Context) (err error) {
			set, err = queries.Filing(ctx, db, year, everything, 0)
			return err
		},
		func(ctx context.Context) (err error) {
			findings, err = queries.Findings(ctx, db, queries.FindingQuery{Region: f.Region, From: f.To, To: f.To, State: queries.FindingOpen,
				Explained: q.answers.Explained, Limit: 1})
			return err
		},
	)
	if err != nil {
		return Brief{}, err
	}
	in.PartsName = charts.PartsName(in.Comparison.Frame)
	list, err := charts.Brief(v, outcomes, rates, []string{review, suit}, q.links())
	if err != nil {
		return Brief{}, err
	}
	p := Brief{Year: f.To, Tiles: q.tiles(o), Figures: q.figures(list, q.source(o.Frame)), Filing: q.briefFiling(set), q: q, lede: coverageSentence(o.Frame)}
	if _, err := chosenChart(q, p.Figures); err != nil {
		return Brief{}, err
	}
	said, silent := brief.Judge(in)
	p.Silent = silent
	for _, s := range brief.Choose(said, brief.Most) {
		p.Sentences = append(p.Sentences, briefSentence{s, q.sentenceLink(s)})
	}
	if len(p.Sentences) == 0 {
		p.Nothing = fmt.Sprintf("%d 年的数字还得不出可以写在纸上的结论：件数太少、与上年没有超出偶然波动的差别，或者还有没解决的错误。", f.To)
	}
	c := findings.Counts
	p.Checked = Link{Label: fmt.Sprintf("待处理的核验问题：错误 %d，提醒 %d，涉及 %d 份报告", c.Errors, c.Warnings, c.Reports),
		URL: address("/findings", with(q.choice.given, paramFrom, strconv.Itoa(f.To), paramTo, strconv.Itoa(f.To)))}
	p.Docx = q.may(address("/brief.docx", q.choice.explicit()))
	p.Head = q.head("brief", o.Region.Name+" "+strconv.Itoa(f.To)+" 年政府信息公开简报", p.lede)
	return p, nil
}

// sentenceLink leads to the page with a sentence's figures, on the two years it compares.
func (q query) sentenceLink(s brief.Sentence) string {
	v := q.choice.explicit()
	if from := q.choice.To - 1; from < q.choice.From && from >= q.snapshot.Years[0] {
		v.Set(paramFrom, strconv.Itoa(from))
	}
	return address(s.Page, v) + "#" + s.Anchor
}

// briefFiling tells who is missing and who was late, of the year shown.
func (q query) briefFiling(set *queries.FilingSet) briefFiling {
	year := set.Years[len(set.Years)-1]
	f := briefFiling{Word: "待报", Line: coverageLine(set.Frame)}
	if set.Calendar.Overdue(q.choice.Basis.Scope(), year, q.choice.Region, q.snapshot.PublishedAt) {
		f.Word = "缺报"
	}
	f.Missing.All = q.missingLink(q.choice.Region, year)
	f.Late.All = address("/filing", q.choice.given)
	for _, a := range set.Agencies {
		c := a.Years[len(a.Years)-1]
		link := Link{Label: short(a.Agency.Name), URL: address("/agencies/"+strconv.Itoa(a.Agency.ID), q.choice.given)}
		switch {
		case c.Expected && c.Report == 0:
			f.Missing.add(link)
		case c.Report > 0 && c.Timing == filing.Late:
			f.Late.add(link)
		}
	}
	return f
}

func (n *briefNames) add(l Link) {
	if n.Total++; n.Total <= briefNamed {
		n.Links = append(n.Links, l)
	}
}

// More is how many are not named.
func (n briefNames) More() int { return n.Total - len(n.Links) }

// coverageLine says how many reports of the last year are in.
func coverageLine(f queries.Frame) string {
	last := f.Coverage[len(f.Coverage)-1]
	if last.Expected == 0 {
		return fmt.Sprintf("%d 年收到 %d 份报告，名录没有规定应报单位。", last.Year, last.Reports)
	}
	return fmt.Sprintf("%d 年应报 %d 份，收到 %d 份。", last.Year, last.Expected, last.Received)
}

// Rules tells how sentences are held back, in a sentence for the foot of the sheet.
func (p Brief) Rules() string {
	return fmt.Sprintf("结论由程序按规则写出：比率至少 %d 件，地区之间相比至少 %d 件，两年或两地的 95%% 区间不重叠才说高低；口径中断的年份不比较；缺报、有未解决错误时，须剔除后结论相同。",
		metrics.MinCases, metrics.MinRank)
}

// Narrow is the picture of a panel for a column of half a sheet of paper.
func (f figure) Narrow(panel int) string { return f.shot(panel, f.atLeast(panel, 420), "light") }
