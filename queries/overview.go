package queries

import (
	"context"
	"database/sql"

	"tongjian/data/metrics"
)

// Overview answers 总览: how did the region do in Filter.To, against the years before?
type Overview struct {
	Frame
	Year  int    `json:"year"`
	Tiles []Tile `json:"tiles"`
}

// Tile is one headline figure with its history: Years is aligned with Frame.Years, the last being the year shown.
type Tile struct {
	Metric metrics.Metric `json:"metric"`
	Years  []Figure       `json:"years"`
	// Change is the growth from the year before, of a count only; a rate has none, and Change.Metric is empty.
	Change Figure `json:"change"`
}

// FindingCounts counts findings.
type FindingCounts struct {
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Notes    int `json:"notes"`
	Reports  int `json:"reports"` // reports with at least one error or warning
}

// TileMetrics are the headline figures of a region: volumes, release by both denominators, correction in review and suit.
func TileMetrics() []string {
	return []string{"requests.received", "outcome.total", "requests.carried_out", "any_release", "merits_release",
		"correction_review", "correction_suit"}
}

// OverviewOf answers 总览 with tiles for the metrics named; none takes [TileMetrics].
func OverviewOf(ctx context.Context, db *sql.DB, f Filter, tiles ...string) (*Overview, error) {
	if len(tiles) == 0 {
		tiles = TileMetrics()
	}
	of, err := metricsNamed(tiles)
	if err != nil {
		return nil, err
	}
	fr, err := frame(ctx, db, f)
	if err != nil {
		return nil, err
	}
	sheet, err := sheetFor(ctx, db, of, []Entity{fr.Self}, fr)
	if err != nil {
		return nil, err
	}
	fr.Breaks = sheet.breaks(of, fr.Self)
	out := &Overview{Frame: fr, Year: f.To}
	for _, m := range of {
		tile := Tile{Metric: m, Years: sheet.series(m, fr.Self, fr.Years)}
		if growth, ok := metrics.Lookup("yoy." + m.Key); ok {
			tile.Change = sheet.figure(growth, fr.Self, f.To)
		}
		out.Tiles = append(out.Tiles, tile)
	}
	return out, nil
}
