package queries

import (
	"context"
	"database/sql"
	"errors"

	"tongjian/data/metrics"
)

var errUnfinished = errors.New("not there yet")

// SnapshotInfo tells which snapshot answers.
func SnapshotInfo(ctx context.Context, db *sql.DB) (Snapshot, error) {
	return Snapshot{}, errUnfinished
}

// DefaultRegion is where a reader who has chosen nothing starts: from the country down while one subregion holds more than
// nine tenths of the live reports.
func DefaultRegion(ctx context.Context, db *sql.DB) (string, error) { return "", errUnfinished }

// Navigate gives a region's place among the others, and ErrNotFound for a code that is not a region.
func Navigate(ctx context.Context, db *sql.DB, code string) (*Navigation, error) {
	return nil, errUnfinished
}

// OverviewOf answers 总览 with tiles for the metrics named; none takes [TileMetrics].
func OverviewOf(ctx context.Context, db *sql.DB, f Filter, tiles ...string) (*Overview, error) {
	return nil, errUnfinished
}

// TileMetrics are the headline figures of a region: volumes, release by both denominators, correction in review and suit.
func TileMetrics() []string {
	return []string{"requests.received", "outcome.total", "requests.carried_out", "any_release", "merits_release",
		"correction_review", "correction_suit"}
}

// Volumes answers 申请量: how many requests, from whom, where?
func Volumes(ctx context.Context, db *sql.DB, f Filter) (*VolumeSet, error) {
	return nil, errUnfinished
}

// Outcomes answers 办理结果: what became of the requests?
func Outcomes(ctx context.Context, db *sql.DB, f Filter) (*OutcomeSet, error) {
	return nil, errUnfinished
}

// Flow answers: what came in during Filter.To and where did it go?
func Flow(ctx context.Context, db *sql.DB, f Filter) (*FlowSet, error) { return nil, errUnfinished }

// Reviews answers 复议诉讼: do decisions stand?
func Reviews(ctx context.Context, db *sql.DB, f Filter) (*ReviewSet, error) {
	return nil, errUnfinished
}

// Funnel gives a ratio metric for every agency of the region in Filter.To, against the region as a whole.
func Funnel(ctx context.Context, db *sql.DB, f Filter, metric string) (*FunnelSet, error) {
	return nil, errUnfinished
}

// Proactive answers 主动公开: what stands in 表二?
func Proactive(ctx context.Context, db *sql.DB, f Filter) (*ProactiveSet, error) {
	return nil, errUnfinished
}

// Districts gives metrics for a region and its parts: heatmaps, dumbbells, rankings. Entities begin with the region itself.
func Districts(ctx context.Context, db *sql.DB, f Filter, metricKeys ...string) (*Comparison, error) {
	return nil, errUnfinished
}

// Compare answers 对比: any entities × years × metrics.
func Compare(ctx context.Context, db *sql.DB, q CompareQuery) (*Comparison, error) {
	return nil, errUnfinished
}

// Ranking orders the entities of a comparison by one metric in one year, greatest first; those that may not be ranked
// follow with place 0. The region itself, the first entity of Districts, is left out.
func (c *Comparison) Ranking(metric string, year int) []RankedPoint { return nil }

// RankedPoint is a point with its place in a ranking; 0 when it is not ranked.
type RankedPoint struct {
	Point
	Place int `json:"place"`
}

// At gives the point of an entity, metric and year.
func (c *Comparison) At(entity, metric string, year int) (Point, bool) { return Point{}, false }

// Entities names entities by id, in the order given: for the picker of a comparison. Unknown ids are ErrNotFound.
func Entities(ctx context.Context, db *sql.DB, ids []string) ([]Entity, error) {
	return nil, errUnfinished
}

// Contributions lists the live reports behind a region's figure for one measure and applicant column in Filter.To, the
// greatest first: the way from a point of a region to the cells. Key is as in metrics.Lookup, a measure. Limit 0 is 100.
func Contributions(ctx context.Context, db *sql.DB, f Filter, measure string, limit, offset int) (*RegionReports, error) {
	return nil, errUnfinished
}

// Agencies lists and searches agencies, in order of region and name.
func Agencies(ctx context.Context, db *sql.DB, q AgencyQuery) (*AgencyList, error) {
	return nil, errUnfinished
}

// AgencyByID answers 机构: one agency, every year; ErrNotFound when there is none.
func AgencyByID(ctx context.Context, db *sql.DB, id int) (*AgencyProfile, error) {
	return nil, errUnfinished
}

// ReportByID answers 报告: one report as read; ErrNotFound when there is none. Superseded revisions are found too.
func ReportByID(ctx context.Context, db *sql.DB, id int) (*ReportDetail, error) {
	return nil, errUnfinished
}

// Findings answers 核验: what is wrong in the live reports?
func Findings(ctx context.Context, db *sql.DB, q FindingQuery) (*FindingList, error) {
	return nil, errUnfinished
}

// Filing answers 报送: who has reported, who is missing? Limit 0 is 200 agencies.
func Filing(ctx context.Context, db *sql.DB, f Filter, limit, offset int) (*FilingSet, error) {
	return nil, errUnfinished
}

// Missing lists the agencies of a region that were expected to report on the filter's years and basis and have not.
func Missing(ctx context.Context, db *sql.DB, f Filter) ([]MissingAgency, error) {
	return nil, errUnfinished
}

var _ metrics.Metric
