package queries

import (
	"context"
	"database/sql"
	"testing"

	"tongjian/data/metrics"
)

// BenchmarkQuestions asks every question a page asks of about 1,600 reports with 330,000 cells.
func BenchmarkQuestions(b *testing.B) {
	db := synthetic(b, 235, 7)
	info, err := SnapshotInfo(context.Background(), db)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d reports", info.Reports)
	city := Filter{Region: "990100", From: 2019, To: 2025, Basis: BasisOwn}
	district := Filter{Region: "990101", From: 2019, To: 2025, Basis: BasisOwn}
	var every []string
	for _, m := range metrics.All() {
		every = append(every, m.Key)
	}
	for _, q := range []struct {
		name string
		ask  func(context.Context, *sql.DB) error
	}{
		{"snapshot", func(ctx context.Context, db *sql.DB) error { _, err := SnapshotInfo(ctx, db); return err }},
		{"default", func(ctx context.Context, db *sql.DB) error { _, err := DefaultRegion(ctx, db); return err }},
		{"navigate", func(ctx context.Context, db *sql.DB) error { _, err := Navigate(ctx, db, "990100"); return err }},
		{"overview", func(ctx context.Context, db *sql.DB) error { _, err := OverviewOf(ctx, db, city); return err }},
		{"volumes/city", func(ctx context.Context, db *sql.DB) error { _, err := Volumes(ctx, db, city); return err }},
		{"volumes/district", func(ctx context.Context, db *sql.DB) error { _, err := Volumes(ctx, db, district); return err }},
		{"outcomes", func(ctx context.Context, db *sql.DB) error { _, err := Outcomes(ctx, db, city); return err }},
		{"flow", func(ctx context.Context, db *sql.DB) error { _, err := Flow(ctx, db, city); return err }},
		{"reviews", func(ctx context.Context, db *sql.DB) error { _, err := Reviews(ctx, db, city); return err }},
		{"proactive", func(ctx context.Context, db *sql.DB) error { _, err := Proactive(ctx, db, city); return err }},
		{"funnel", func(ctx context.Context, db *sql.DB) error {
			_, err := Funnel(ctx, db, city, "correction_review")
			return err
		}},
		{"heatmap", func(ctx context.Context, db *sql.DB) error {
			_, err := Districts(ctx, db, city, "any_release")
			return err
		}},
		{"districts/all", func(ctx context.Context, db *sql.DB) error { _, err := Districts(ctx, db, city, every...); return err }},
		{"compare", func(ctx context.Context, db *sql.DB) error {
			_, err := Compare(ctx, db, CompareQuery{
				Entities: []string{"990101", "990102", "a:12", "a:13"}, Metrics: every[:4], From: 2019, To: 2025, Basis: BasisOwn})
			return err
		}},
		{"contributions", func(ctx context.Context, db *sql.DB) error {
			_, err := Contributions(ctx, db, city, "requests.received", 0, 0)
			return err
		}},
		{"agencies", func(ctx context.Context, db *sql.DB) error {
			_, err := Agencies(ctx, db, AgencyQuery{Region: "990100", Text: "局"})
			return err
		}},
		{"agency", func(ctx context.Context, db *sql.DB) error { _, err := AgencyByID(ctx, db, 40); return err }},
		{"report", func(ctx context.Context, db *sql.DB) error { _, err := ReportByID(ctx, db, 400); return err }},
		{"findings", func(ctx context.Context, db *sql.DB) error {
			_, err := Findings(ctx, db, FindingQuery{Region: "990100", From: 2019, To: 2025})
			return err
		}},
		{"filing", func(ctx context.Context, db *sql.DB) error { _, err := Filing(ctx, db, city, 0, 0); return err }},
		{"missing", func(ctx context.Context, db *sql.DB) error { _, err := Missing(ctx, db, city); return err }},
	} {
		b.Run(q.name, func(b *testing.B) {
			for b.Loop() {
				if err := q.ask(b.Context(), db); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
