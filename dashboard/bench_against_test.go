package dashboard

import (
	"context"
	"database/sql"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"testing"
	"time"

	"tongjian/data/warehouse"
	"tongjian/queries"
)

// askingPage is a page with the questions it asks.
type askingPage struct {
	path string
	asks []func(context.Context, *sql.DB) error
}

// askingPages are all pages that ask the snapshot anything, on a window, about an agency and the districts compared; that of changes
// since an older snapshot where there is one.
func askingPages(f queries.Filter, agency queries.AgencyProfile, districts []queries.Entity, past *sql.DB) []askingPage {
	type question = func(context.Context, *sql.DB) error
	year, pair := f, f
	year.From, pair.From = f.To, f.To-1
	volumes := func(ctx context.Context, db *sql.DB) error { _, err := queries.Volumes(ctx, db, f); return err }
	outcomes := func(ctx context.Context, db *sql.DB) error { _, err := queries.Outcomes(ctx, db, f); return err }
	overview := func(ctx context.Context, db *sql.DB) error { _, err := queries.OverviewOf(ctx, db, f); return err }
	rates := func(f queries.Filter, keys ...string) question {
		return func(ctx context.Context, db *sql.DB) error {
			_, err := queries.Districts(ctx, db, f, keys...)
			return err
		}
	}
	findings := func(ctx context.Context, db *sql.DB) error {
		_, err := queries.Findings(ctx, db, queries.FindingQuery{Region: f.Region, From: f.To, To: f.To, State: queries.FindingOpen, Limit: overviewFindings})
		return err
	}
	filing := func(f queries.Filter, limit int) question {
		return func(ctx context.Context, db *sql.DB) error {
			_, err := queries.Filing(ctx, db, f, limit, 0)
			return err
		}
	}
	var ids, with []string
	for _, e := range districts {
		ids, with = append(ids, e.ID), append(with, e.ID)
	}
	comparison := func(from, to int, ids, keys []string) question {
		return func(ctx context.Context, db *sql.DB) error {
			_, err := queries.Compare(ctx, db, queries.CompareQuery{Entities: ids, Metrics: keys, From: from, To: to, Basis: f.Basis})
			return err
		}
	}
	keys := []string{"requests.received", "any_release"}
	report := agency.Reports[0].ID
	detail := func(ctx context.Context, db *sql.DB) error { _, err := queries.ReportByID(ctx, db, report); return err }
	listed := queries.FindingQuery{Region: f.Region, From: f.From, To: f.To, State: queries.FindingOpen}
	var since []askingPage
	if past != nil {
		since = append(since, askingPage{"/changes", []question{
			func(ctx context.Context, db *sql.DB) error {
				_, err := queries.Changes(ctx, past, db, f.Region, f.From, f.To)
				return err
			}}})
	}
	return append(since, []askingPage{
		{"/", []question{volumes, outcomes, overview, findings, filing(year, everything),
			rates(year, "requests.received", "yoy", "completion", "requests.carried_out", "any_release", "refusal", "not_processed", "review.total", "correction_review")}},
		{"/volumes", []question{volumes, func(ctx context.Context, db *sql.DB) error { _, err := queries.Flow(ctx, db, f); return err }}},
		{"/outcomes", []question{outcomes, rates(f, "any_release", "merits_release", "full_release", "refusal")}},
		{"/reviews", []question{rates(f, "correction_review", "correction_suit"),
			func(ctx context.Context, db *sql.DB) error { _, err := queries.Reviews(ctx, db, f); return err },
			func(ctx context.Context, db *sql.DB) error {
				_, err := queries.Funnel(ctx, db, f, "correction_review")
				return err
			}}},
		{"/proactive", []question{func(ctx context.Context, db *sql.DB) error { _, err := queries.Proactive(ctx, db, f); return err }}},
		{address("/compare", url.Values{paramWith: with, "metric": keys}), []question{comparison(f.From, f.To, ids, keys),
			func(ctx context.Context, db *sql.DB) error { _, err := queries.LoadDirectory(ctx, db); return err }}},
		{"/continuity", []question{func(ctx context.Context, db *sql.DB) error { _, err := queries.AskContinuity(ctx, db, f); return err }}},
		{"/filing", []question{filing(f, filingsPerPage)}},
		{"/brief", []question{volumes, outcomes, overview, findings, filing(year, everything), rates(f, "any_release", "merits_release", "full_release", "refusal"),
			rates(pair, "requests.received", "any_release", "refusal", "correction_review"),
			func(ctx context.Context, db *sql.DB) error {
				_, err := queries.PanelOf(ctx, db, pair, "requests.received", "any_release", "refusal")
				return err
			}}},
		{"/agencies/" + strconv.Itoa(agency.ID), []question{comparison(f.From, f.To, []string{queries.AgencyEntity(agency.ID)}, keys),
			func(ctx context.Context, db *sql.DB) error {
				_, err := queries.AgencyByID(ctx, db, agency.ID)
				return err
			}}},
		{"/reports/" + strconv.Itoa(report), []question{detail}},
		{"/reports/" + strconv.Itoa(report) + "/changes", []question{detail}},
		{"/agencies", []question{func(ctx context.Context, db *sql.DB) error {
			_, err := queries.Agencies(ctx, db, queries.AgencyQuery{Region: f.Region, Limit: agenciesPerPage})
			return err
		}}},
		{"/findings", []question{
			func(ctx context.Context, db *sql.DB) error {
				q := listed
				q.Limit = findingsPerPage
				_, err := queries.Findings(ctx, db, q)
				return err
			},
			func(ctx context.Context, db *sql.DB) error {
				_, err := queries.FindingAgencies(ctx, db, listed)
				return err
			},
		}},
		{"/consolidated", []question{func(ctx context.Context, db *sql.DB) error { _, err := queries.ConsolidationOf(ctx, db, f); return err }}},
		{"/sources?metric=requests.received", []question{func(ctx context.Context, db *sql.DB) error {
			_, err := queries.Contributions(ctx, db, year, "requests.received", sourcesPerPage, 0)
			return err
		}, comparison(f.To, f.To, []string{f.Region}, []string{"requests.received"})}},
		{"/sources?metric=any_release", []question{comparison(f.To, f.To, []string{f.Region}, []string{"outcome.granted", "outcome.partial", "outcome.total"}),
			comparison(f.To, f.To, []string{f.Region}, []string{"any_release"})}},
	}...)
}

// BenchmarkAgainstQuestions compares each page with the slowest of the questions it asks. times-slowest is how many times as long the
// page takes as that question asked alone, when what the questions of pages have in common is known (queries.Shared), as it is of pages
// that have been warmed; kept-times the same when the very page has been asked for before; first-times the same as the first page of a
// snapshot, when nothing is known but its regions, which are read when it is opened. first-beside is that first page in times of the
// slowest of its questions as the page asks it: beside the others, on the same processors. Medians, because other programs on the
// machine disturb all of them.
func BenchmarkAgainstQuestions(b *testing.B) {
	s, keeping := benchServer(b), benchServer(b)
	keeping.sent, keeping.drawables = newCache(keptAnswers, (*sent).size), newCache(keptDrawables, (*drawable).size)
	lease, err := s.snapshots.Acquire(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer lease.Release()
	info, err := s.memo.snapshot(b.Context(), lease)
	if err != nil {
		b.Fatal(err)
	}
	c, err := parseChoice(b.Context(), s.memo, lease, info, atMachine("test"), url.Values{})
	if err != nil {
		b.Fatal(err)
	}
	agencies, err := queries.Agencies(b.Context(), lease.DB(), queries.AgencyQuery{Region: c.Region, Limit: 1})
	if err != nil || len(agencies.Rows) == 0 {
		b.Fatal("no agency", err)
	}
	agency, err := queries.AgencyByID(b.Context(), lease.DB(), agencies.Rows[0].ID)
	if err != nil {
		b.Fatal(err)
	}
	set, err := queries.Volumes(b.Context(), lease.DB(), c.Filter)
	if err != nil {
		b.Fatal(err)
	}
	var past *sql.DB
	if before, err := s.snapshots.AcquireNumber(b.Context(), lease.Info().Number-1); err == nil {
		defer before.Release()
		past = before.DB()
	}
	for _, page := range askingPages(c.Filter, *agency, set.Parts, past) {
		b.Run(benchName(path.Clean(page.path)), func(b *testing.B) { benchAsking(b, s, keeping, lease, page) })
	}
}

// benchAsking measures one page against its questions.
func benchAsking(b *testing.B, s, keeping *server, lease *warehouse.Lease, page askingPage) {
	db := lease.DB()
	h, kept := s.routes(), keeping.routes()
	times := map[string][]time.Duration{}
	measure := func(what string, do func() error) {
		start := time.Now()
		if err := do(); err != nil {
			b.Fatal(err)
		}
		times[what] = append(times[what], time.Since(start))
	}
	whole := func(h http.Handler) func() error {
		return func() error {
			if w := get(b, h, page.path, "Accept-Encoding", "gzip"); w.Code != http.StatusOK {
				b.Fatalf("%s: %d", page.path, w.Code)
			}
			return nil
		}
	}
	get(b, kept, page.path, "Accept-Encoding", "gzip")
	for b.Loop() {
		for i, ask := range page.asks {
			ctx := opened(b, db).In(b.Context())
			measure(strconv.Itoa(i), func() error { return ask(ctx, db) })
		}
		beside := opened(b, db).In(b.Context())
		measure("beside", func() error {
			var all []func(context.Context) error
			for _, ask := range page.asks {
				all = append(all, func(ctx context.Context) error { return ask(ctx, db) })
			}
			return together(beside, all...)
		})
		*s.memo = memo{}
		measure("opening", func() error { _, err := s.memo.snapshot(b.Context(), lease); return err })
		measure("first", whole(h))
		measure("again", whole(h))
		measure("kept", whole(kept))
	}
	slowest := time.Duration(0)
	for i := range page.asks {
		slowest = max(slowest, median(times[strconv.Itoa(i)]))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-ms")
	b.ReportMetric(float64(median(times["opening"]).Microseconds())/1000, "opening-ms")
	b.ReportMetric(float64(median(times["first"]))/float64(median(times["beside"])), "first-beside")
	for what, unit := range map[string]string{"first": "first-times", "again": "times-slowest", "kept": "kept-times"} {
		b.ReportMetric(float64(median(times[what]))/float64(slowest), unit)
	}
}

// opened is what is known of a snapshot that has been opened and never asked.
func opened(b *testing.B, db *sql.DB) *queries.Shared {
	b.Helper()
	shared := queries.NewShared()
	if _, err := shared.Atlas(b.Context(), db); err != nil {
		b.Fatal(err)
	}
	return shared
}

func median(list []time.Duration) time.Duration {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}
