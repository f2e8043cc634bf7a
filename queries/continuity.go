package queries

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/shopspring/decimal"
	"golang.org/x/sync/errgroup"

	"tongjian/data/metrics"
)

// ContinuitySet answers 连续性: does a report begin where last year's ended? Requests carried into a year against those carried
// out of the year before, and normative documents in force against those of the year before with what was issued and repealed.
type ContinuitySet struct {
	Frame
	Carried Continuity `json:"carried"`
	Stock   Continuity `json:"stock"`
}

// Continuity is one of the two, agency by agency and year by year.
type Continuity struct {
	// Before and Now are the measures compared: Before in the year before, Now in the year itself.
	Before string `json:"before"`
	Now    string `json:"now"`
	// Joins are by region, agency and year: one for every agency and year with a report on it or on the year before.
	Joins []Join `json:"joins"`
}

// Join is where two consecutive reports of an agency meet.
type Join struct {
	Entity     Entity `json:"entity"`
	RegionName string `json:"region_name"`
	Year       int    `json:"year"` // the later of the two
	// Expected is what the year should begin with by last year's report, Now what it says it begins with. Either is absent,
	// with the reason, where there is no report, no number, or an older form that does not ask.
	Expected Figure `json:"expected"`
	Now      Figure `json:"now"`
	// Difference is Now less Expected; nil when either is absent.
	Difference *decimal.Decimal `json:"difference"`
}

// Compared reports whether both sides are numbers.
func (j Join) Compared() bool { return j.Difference != nil }

// Agrees reports whether both are the same number.
func (j Join) Agrees() bool { return j.Difference != nil && j.Difference.IsZero() }

// Differences are the joins that do not agree, the greatest difference first.
func (c Continuity) Differences() []Join {
	var list []Join
	for _, j := range c.Joins {
		if j.Compared() && !j.Agrees() {
			list = append(list, j)
		}
	}
	slices.SortStableFunc(list, func(a, b Join) int {
		return cmp.Or(b.Difference.Abs().Cmp(a.Difference.Abs()), cmp.Compare(b.Year, a.Year))
	})
	return list
}

// Of are the joins of a year.
func (c Continuity) Of(year int) []Join {
	var list []Join
	for _, j := range c.Joins {
		if j.Year == year {
			list = append(list, j)
		}
	}
	return list
}

// reported is what an agency's reports say, by year.
type reported struct {
	entity     Entity
	regionName string
	reports    map[int]int
	cells      map[yearMeasure]*decimal.Decimal // of cells that are asked; nil where there is no number
}

type yearMeasure struct {
	year    int
	measure string
}

// AskContinuity answers 连续性 for the agencies of a region on the filter's basis.
func AskContinuity(ctx context.Context, db *sql.DB, f Filter) (*ContinuitySet, error) {
	fr, err := frame(ctx, db, f)
	if err != nil {
		return nil, err
	}
	list, err := reportedBy(ctx, db, f)
	if err != nil {
		return nil, err
	}
	set := &ContinuitySet{Frame: fr, Carried: Continuity{Before: "requests.carried_out", Now: "requests.carried_in"},
		Stock: Continuity{Before: "normative.in_force", Now: "normative.in_force"}}
	set.Carried.Joins = make([]Join, 0, len(list)*len(fr.Years))
	set.Stock.Joins = make([]Join, 0, len(list)*len(fr.Years))
	for _, a := range list {
		for _, y := range fr.Years {
			if a.reports[y] == 0 && a.reports[y-1] == 0 {
				continue
			}
			set.Carried.Joins = append(set.Carried.Joins, a.join(y, a.figure(y-1, set.Carried.Before), a.figure(y, set.Carried.Now)))
			set.Stock.Joins = append(set.Stock.Joins, a.join(y, a.stock(y), a.figure(y, set.Stock.Now)))
		}
	}
	return set, nil
}

// reportedBy gives the agencies with a report on the filter's years or the year before, and what they say is carried over.
func reportedBy(ctx context.Context, db *sql.DB, f Filter) ([]*reported, error) {
	type report struct {
		entity     Entity
		regionName string
		year, id   int
	}
	type given struct {
		agency int
		at     yearMeasure
		value  number
	}
	var (
		reports []report
		cells   []given
		args    = []any{f.Region, f.From - 1, f.To, string(f.Basis)}
	)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		reports, err = askShared(ctx, db, []string{"continuity_reports.sql"}, func(rows *sql.Rows) (r report, err error) {
			r.entity.Kind = EntityAgency
			err = rows.Scan(&r.entity.Agency, &r.entity.Name, &r.entity.Region, &r.regionName, &r.entity.Sample, &r.year, &r.id)
			r.entity.ID = AgencyEntity(r.entity.Agency)
			return r, err
		}, args...)
		return err
	})
	group.Go(func() (err error) {
		cells, err = askShared(ctx, db, []string{"continuity.sql"}, func(rows *sql.Rows) (g given, err error) {
			err = rows.Scan(&g.agency, &g.at.year, &g.at.measure, &g.value)
			return g, err
		}, args...)
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var list []*reported
	byID := map[int]*reported{}
	for _, r := range reports {
		id := r.entity.Agency
		if byID[id] == nil {
			byID[id] = &reported{r.entity, r.regionName, map[int]int{}, map[yearMeasure]*decimal.Decimal{}}
			list = append(list, byID[id])
		}
		byID[id].reports[r.year] = r.id
	}
	for _, g := range cells {
		if a := byID[g.agency]; a != nil {
			a.cells[g.at] = g.value.value
		}
	}
	return list, nil
}

func (a *reported) join(year int, expected, now Figure) Join {
	j := Join{Entity: a.entity, RegionName: a.regionName, Year: year, Expected: expected, Now: now}
	if expected.K != nil && now.K != nil {
		d := now.K.Sub(*expected.K)
		j.Difference = &d
	}
	return j
}

// figure is what the agency's report on a year says, or why it says nothing.
func (a *reported) figure(year int, measure string) Figure {
	f := Figure{Value: metrics.Value{Metric: measure, Kind: metrics.KindCount, Unit: "件"}, Report: a.reports[year]}
	k, asked := a.cells[yearMeasure{year, measure}]
	switch {
	case f.Report == 0:
		return f.lacking(metrics.ReasonNoReport)
	case !asked:
		f.Reports = 1
		return f.lacking(metrics.ReasonNotAsked)
	case k == nil:
		f.Reports = 1
		return f.lacking(metrics.ReasonNotFilled)
	}
	f.Reports, f.Reported, f.K = 1, 1, k
	return f
}

// stock is how many documents should be in force in a year: those of the year before and those issued, less those repealed.
func (a *reported) stock(year int) Figure {
	before := a.figure(year-1, "normative.in_force")
	issued, repealed := a.figure(year, "normative.issued"), a.figure(year, "normative.repealed")
	for _, f := range []Figure{before, issued, repealed} {
		if f.K == nil {
			return before.lacking(f.Absent)
		}
	}
	sum := before.K.Add(*issued.K).Sub(*repealed.K)
	before.K = &sum
	return before
}

// lacking is a figure that is absent for a reason.
func (f Figure) lacking(why metrics.Reason) Figure {
	f.K, f.Absent, f.Flags = nil, why, why.Flag()
	return f
}
