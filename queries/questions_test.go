package queries

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"tongjian/data"
)

// question asks and writes the answer down.
type question func(context.Context, *sql.DB, arguments, *page) error

// questions are all there are, by the name fixtures give them.
func questions() map[string]question {
	return map[string]question{
		"snapshot": func(ctx context.Context, db *sql.DB, _ arguments, p *page) error {
			s, err := SnapshotInfo(ctx, db)
			p.row("snapshot", s.Number, "reports", s.Reports, "agencies", s.Agencies, "years", s.Years, "sample", s.Sample,
				s.PublishedAt.UTC().Format("2006-01-02 15:04"))
			return err
		},
		"default": func(ctx context.Context, db *sql.DB, _ arguments, p *page) error {
			code, err := DefaultRegion(ctx, db)
			p.row(code)
			return err
		},
		"navigate":      askNavigate,
		"overview":      askOverview,
		"volumes":       askVolumes,
		"outcomes":      askOutcomes,
		"flow":          askFlow,
		"reviews":       askReviews,
		"funnel":        askFunnel,
		"proactive":     askProactive,
		"districts":     askDistricts,
		"compare":       askCompare,
		"gaps":          askGaps,
		"similar":       askSimilar,
		"peers":         askPeers,
		"find":          askFind,
		"contributions": askContributions,
		"agencies":      askAgencies,
		"agency":        askAgency,
		"report":        askReport,
		"findings":      askFindings,
		"filing":        askFiling,
		"missing":       askMissing,
		"letters":       askLetters,
		"continuity":    askContinuity,
		"panel":         askPanel,
	}
}

func askNavigate(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	n, err := Navigate(ctx, db, a["region"])
	if err != nil {
		return err
	}
	var parents []string
	for _, r := range n.Parents {
		parents = append(parents, r.Name)
	}
	p.row(n.Code, n.Name, n.Level, "under", strings.Join(parents, "/"), "reports", n.Reports, "years", n.Years,
		"own", n.OwnYears, "consolidated", n.ConsolidatedYears, "sample", n.HasSample)
	for _, c := range n.Children {
		p.row("child", c.Code, c.Name, "agencies", c.Agencies, "reports", c.Reports, "latest", c.Latest)
	}
	return nil
}

func askOverview(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	o, err := OverviewOf(ctx, db, a.filter(), a.list("tiles")...)
	if err != nil {
		return err
	}
	p.frame(o.Frame)
	for _, tile := range o.Tiles {
		words := []any{tile.Metric.Key}
		for i, f := range tile.Years {
			words = append(words, show(fmt.Sprint(o.Years[i]), f))
		}
		if tile.Change.Metric != "" {
			words = append(words, show("change", tile.Change))
		}
		p.row(words...)
	}
	return nil
}

func askVolumes(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	set, err := Volumes(ctx, db, a.filter())
	if err != nil {
		return err
	}
	p.frame(set.Frame)
	for _, s := range append([]VolumeSeries{set.Total}, set.By...) {
		for _, y := range s.Years {
			p.row(s.Entity.ID, y.Year, behind(y.Received), show("received", y.Received), show("in", y.CarriedIn),
				show("closed", y.Closed), show("out", y.CarriedOut), show("people", y.Applicants[0]), show("business", y.Applicants[1]))
		}
	}
	return nil
}

func askOutcomes(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	set, err := Outcomes(ctx, db, a.filter())
	if err != nil {
		return err
	}
	p.frame(set.Frame)
	for _, s := range append([]OutcomeSeries{set.Total}, set.By...) {
		for _, y := range s.Years {
			words := []any{s.Entity.ID, y.Year, behind(y.Total)}
			for i, g := range set.Groups {
				words = append(words, show(g.Label, y.Groups[i]))
			}
			p.row(append(words, show("总计", y.Total), show(set.Reasons[0].Key, y.Reasons[0]))...)
		}
	}
	return nil
}

func askFlow(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	set, err := Flow(ctx, db, a.filter())
	if err != nil {
		return err
	}
	words := []any{set.Self.ID, set.Year, show("received", set.Received), show("in", set.CarriedIn)}
	for i, g := range set.Groups {
		words = append(words, show(g.Label, set.Outcomes[i]))
	}
	p.row(append(words, show("closed", set.Closed), show("out", set.CarriedOut))...)
	return nil
}

func askReviews(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	set, err := Reviews(ctx, db, a.filter())
	if err != nil {
		return err
	}
	p.frame(set.Frame)
	for _, s := range append([]ReviewSeries{set.Total}, set.By...) {
		for _, y := range s.Years {
			p.row(s.Entity.ID, y.Year, behind(y.Closed), show("closed", y.Closed), show("correction_review", y.CorrectionReview),
				show("correction_suit", y.CorrectionSuit), show("dispute", y.Dispute), show("after", y.AfterReview))
			for i, r := range y.Routes {
				p.row(" ", set.Routes[i].Key, show("upheld", r.Upheld), show("corrected", r.Corrected), show("other", r.Other),
					show("pending", r.Pending), show("total", r.Total))
			}
		}
	}
	return nil
}

func askFunnel(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	set, err := Funnel(ctx, db, a.filter(), a["metric"])
	if err != nil {
		return err
	}
	p.row(show("overall", set.Overall))
	for _, point := range set.Points {
		p.row(point.Entity.ID, point.Entity.Name, behind(point.Figure), point.Figure.Fraction(), show(set.Metric.Key, point.Figure))
	}
	return nil
}

func askProactive(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	set, err := Proactive(ctx, db, a.filter())
	if err != nil {
		return err
	}
	p.frame(set.Frame)
	for _, s := range append([]ProactiveSeries{set.Total}, set.By...) {
		for _, y := range s.Years {
			words := []any{s.Entity.ID, y.Year}
			for i, m := range set.Measures {
				if a["measures"] == "" || strings.Contains(a["measures"], m.Key) {
					words = append(words, show(m.Key, y.Figures[i]))
				}
			}
			p.row(words...)
		}
	}
	return nil
}

func (p *page) comparison(c *Comparison) {
	for _, e := range c.Entities {
		for _, m := range c.Metrics {
			for _, year := range c.Frame.Years {
				point, _ := c.At(e.ID, m.Key, year)
				p.row(point.Entity, point.Year, behind(point.Figure), show(m.Key, point.Figure))
			}
		}
	}
}

func askDistricts(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	c, err := Districts(ctx, db, a.filter(), a.list("metrics")...)
	if err != nil {
		return err
	}
	p.frame(c.Frame)
	p.comparison(c)
	if a["rank"] != "" {
		for _, r := range c.Ranking(a["rank"], a.number("to")) {
			p.row("place", r.Place, r.Entity, r.Text())
		}
	}
	return nil
}

func askCompare(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	f := a.filter()
	c, err := Compare(ctx, db, a.compare(f))
	if err != nil {
		return err
	}
	for _, change := range c.Changes {
		p.row("change", change.Region, change.Name, "to", change.Last, "into", change.Into, change.IntoName, "chosen", change.Chosen,
			"reported", change.Reported, "lacking", change.Lacking)
	}
	for _, e := range c.Entities {
		p.row("entity", e.ID, e.Kind, e.Name, "in", e.Region)
	}
	for _, b := range c.Frame.Breaks {
		p.row("break", b.Year, b.ID, b.Note)
	}
	p.comparison(c)
	return nil
}

func askContributions(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	list, err := Contributions(ctx, db, a.filter(), a["measure"], a.number("limit"), a.number("offset"))
	if err != nil {
		return err
	}
	p.row(list.Measure.Name, "total", list.Total)
	for _, r := range list.Rows {
		value := "-"
		if r.Value != nil {
			value = r.Value.String()
		}
		p.row(heads([]ReportHead{r.ReportHead}), r.AgencyName, value, r.State, fmt.Sprintf("%q", r.Raw), r.At)
	}
	return nil
}

func askAgencies(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	list, err := Agencies(ctx, db, AgencyQuery{Region: a["region"], Text: strings.ReplaceAll(a["text"], "+", " "), Kind: a["kind"],
		Limit: a.number("limit"), Offset: a.number("offset")})
	if err != nil {
		return err
	}
	p.row("total", list.Total)
	for _, r := range list.Rows {
		p.row(r.ID, r.Name, r.RegionName, r.Kind, strings.Join(r.Aliases, "|"), "years", r.Years, "latest", r.Latest,
			fmt.Sprintf("#%d", r.LatestReport), "findings", r.Errors, r.Warnings)
	}
	return nil
}

func askAgency(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	agency, err := AgencyByID(ctx, db, a.number("id"))
	if err != nil {
		return err
	}
	p.row(agency.ID, agency.Name, agency.RegionName, "under", agency.Parents[0].Name, len(agency.Parents))
	p.row("reports", heads(agency.Reports))
	for _, f := range agency.Findings {
		p.finding(f)
	}
	return nil
}

func askReport(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	r, err := ReportByID(ctx, db, a.number("id"))
	if err != nil {
		return err
	}
	p.row(heads([]ReportHead{r.ReportHead}), r.AgencyName, r.Title, "editions", r.Editions)
	p.row("source", r.Source.Name, r.Source.Format, r.Source.Bytes, "facts", len(r.Facts))
	for _, f := range r.Facts {
		if wanted := a.list("cell"); len(wanted) > 0 && f.Cell() == parseCell(wanted[0]) {
			p.row(f.Key, f.Column, f.State, fmt.Sprintf("%q", f.Raw), f.At)
		}
	}
	for _, f := range r.Findings {
		p.finding(f)
	}
	for _, u := range r.Unmapped {
		p.row("unmapped", u.Table, u.Label, u.Values, u.At)
	}
	for _, c := range r.Claims {
		p.row("claim", c.Key, c.Value, c.Quote)
	}
	p.row("revisions", heads(r.Revisions))
	if r.Previous != nil {
		p.row("previous", heads([]ReportHead{*r.Previous}))
	}
	if r.Next != nil {
		p.row("next", heads([]ReportHead{*r.Next}))
	}
	return nil
}

func askFindings(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	list, err := Findings(ctx, db, FindingQuery{Region: a["region"], From: a.number("from"), To: a.number("to"),
		Agency: a.number("agency"), Report: a.number("report"), Check: a["check"], Severity: data.Severity(a["severity"]),
		Limit: a.number("limit"), Offset: a.number("offset")})
	if err != nil {
		return err
	}
	p.row("total", list.Total, "counts", list.Counts.Errors, list.Counts.Warnings, list.Counts.Notes, "in", list.Counts.Reports)
	for _, c := range list.Checks {
		p.row("check", c.Check, c.Severity, c.Findings, "in", c.Reports)
	}
	for _, f := range list.Rows {
		p.finding(f)
	}
	return nil
}

func askFiling(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	set, err := Filing(ctx, db, a.filter(), a.number("limit"), a.number("offset"))
	if err != nil {
		return err
	}
	p.frame(set.Frame)
	for _, s := range set.By {
		for _, c := range s.Years {
			p.row(s.Entity.ID, c.Year, "expected", c.Expected, "received", c.Received, "missing", c.Missing(), "reports", c.Reports)
		}
	}
	p.row("agencies", set.Total)
	for _, r := range set.Agencies {
		words := []any{r.Agency.ID, r.Agency.Name}
		if !r.Listed {
			words = append(words, "unlisted")
		}
		for _, c := range r.Years {
			cell := fmt.Sprintf("%d:", c.Year)
			if c.Expected {
				cell += "expected"
			}
			if c.Report != 0 {
				cell += fmt.Sprintf("#%d/r%d", c.Report, c.Revision)
			}
			if c.Timing != "" {
				cell += "/" + string(c.Timing)
			}
			if c.Errors+c.Warnings > 0 {
				cell += fmt.Sprintf("/%d+%d", c.Errors, c.Warnings)
			}
			words = append(words, cell)
		}
		p.row(words...)
	}
	return nil
}

func askMissing(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	list, err := Missing(ctx, db, a.filter())
	if err != nil {
		return err
	}
	for _, m := range list {
		p.row(m.Year, m.Scope, m.Name, m.RegionName, "last", m.Last)
	}
	return nil
}
