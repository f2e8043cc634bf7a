package queries

import (
	"context"
	"database/sql"
	"slices"

	"tongjian/data/metrics"
)

// GapReason tells why a figure of a comparison is missing, finer than metrics.Reason: whether a report was due at all.
type GapReason string

const (
	GapNotListed  GapReason = "not_listed"     // no report, and the roster expects none of the year
	GapNotFiled   GapReason = "not_filed"      // no report, though the roster expects one
	GapOtherBasis GapReason = "other_basis"    // reports on the other basis only
	GapNotAsked   GapReason = "not_asked"      // the edition does not ask it
	GapBlank      GapReason = "blank"          // asked, and left without a number
	GapFewCases   GapReason = "few_cases"      // fewer than metrics.MinCases: shown as k / n, not drawn as a rate
	GapOther      GapReason = "not_computable" // nothing to compute it from: no population, no common unit, no cases
)

// GapReasons lists the reasons in the order pages show them.
func GapReasons() []GapReason {
	return []GapReason{GapNotListed, GapNotFiled, GapOtherBasis, GapNotAsked, GapBlank, GapFewCases, GapOther}
}

// Label is the reason in Chinese.
func (r GapReason) Label() string {
	switch r {
	case GapNotListed:
		return "没有报告，名录当年不要求"
	case GapNotFiled:
		return "应报未报"
	case GapOtherBasis:
		return "只有另一口径的报告"
	case GapNotAsked:
		return "当年版式没有这一项"
	case GapBlank:
		return "报告里没有填数"
	case GapFewCases:
		return "不足 10 件，只列件数，不画比率"
	}
	return "缺少计算所需的数（上年、人口、分母），算不出来"
}

// Gap is a figure of a comparison that has no number to draw.
type Gap struct {
	Entity Entity
	Metric metrics.Metric
	Year   int
	Reason GapReason
	Figure Figure
}

// Gaps lists the figures of a comparison that are not drawn, with the reason; in its order.
func Gaps(ctx context.Context, db *sql.DB, c *Comparison) ([]Gap, error) {
	var gaps []Gap
	unfiled := false
	i := 0
	for _, e := range c.Entities {
		for _, m := range c.Metrics {
			for _, year := range c.Frame.Years {
				p := c.Points[i]
				i++
				if p.Shown() {
					continue
				}
				reason := gapReason(p.Absent)
				if reason == GapNotFiled && p.Reports > 0 { // of growth: it is the year before that has none
					reason = GapOther
				}
				unfiled = unfiled || reason == GapNotFiled
				gaps = append(gaps, Gap{e, m, year, reason, p.Figure})
			}
		}
	}
	if !unfiled {
		return gaps, nil
	}
	due, err := listed(ctx, db, c)
	if err != nil {
		return nil, err
	}
	for i, g := range gaps {
		if g.Reason == GapNotFiled && !due[entityYear{g.Entity.ID, g.Year}] {
			gaps[i].Reason = GapNotListed
		}
	}
	return gaps, nil
}

func gapReason(why metrics.Reason) GapReason {
	switch why {
	case metrics.ReasonNoReport:
		return GapNotFiled
	case metrics.ReasonOtherBasis:
		return GapOtherBasis
	case metrics.ReasonNotAsked:
		return GapNotAsked
	case metrics.ReasonNotFilled:
		return GapBlank
	case metrics.ReasonFewCases, metrics.ReasonSmallBase:
		return GapFewCases
	}
	return GapOther
}

// listed tells for which entities and years the roster expects a report on the basis.
func listed(ctx context.Context, db *sql.DB, c *Comparison) (map[entityYear]bool, error) {
	due := map[entityYear]bool{}
	lists := listEntities(c.Entities)
	years := c.Frame.Years
	for _, kind := range []struct{ question, list string }{
		{"listed_regions.sql", lists.regions}, {"listed_direct.sql", lists.direct}, {"listed_agencies.sql", lists.agencies},
	} {
		if kind.list == "" {
			continue
		}
		_, err := ask(ctx, db, []string{kind.question}, func(rows *sql.Rows) (struct{}, error) {
			var at entityYear
			err := rows.Scan(&at.entity, &at.year)
			due[at] = true
			return struct{}{}, err
		}, kind.list, slices.Min(years), slices.Max(years), string(c.Frame.Basis))
		if err != nil {
			return nil, err
		}
	}
	return due, nil
}
