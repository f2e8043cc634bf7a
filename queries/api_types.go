package queries

import (
	"time"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/metrics"
)

// Snapshot tells which snapshot answers.
type Snapshot struct {
	Number      int       `json:"number"`
	PublishedAt time.Time `json:"published_at"`
	Reports     int       `json:"reports"`  // live reports
	Agencies    int       `json:"agencies"` // agencies with a live report
	Years       []int     `json:"years"`    // that have a live report, ascending
	Sample      bool      `json:"sample"`   // some of its regions are invented
}

// Region is a region of the snapshot.
type Region struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Level  string `json:"level"`
	Parent string `json:"parent,omitempty"`
	Sample bool   `json:"sample,omitempty"`
}

// Child is a region below another, with what the snapshot has of it.
type Child struct {
	Region
	Agencies int `json:"agencies"` // on the roster or with a report, subregions included
	Reports  int `json:"reports"`  // live reports of all years and both scopes
	Latest   int `json:"latest"`   // the last year with a report, 0 without
}

// Navigation is a region's place among the others.
type Navigation struct {
	Region
	Parents  []Region `json:"parents"`  // from the country down to the region above; empty for the country
	Children []Child  `json:"children"` // those with a report or an expected agency, in order of code
	// Years have a live report in the region, ascending; OwnYears and ConsolidatedYears have one on that basis.
	Years             []int `json:"years"`
	OwnYears          []int `json:"own_years"`
	ConsolidatedYears []int `json:"consolidated_years"`
	Agencies          int   `json:"agencies"`
	Reports           int   `json:"reports"`
	HasSample         bool  `json:"has_sample"` // a report in the region is of an invented agency
}

// Coverage is how many reports were expected of a region and how many came.
type Coverage struct {
	Year     int `json:"year"`
	Expected int `json:"expected"` // agencies on the roster for the year; 0 when no roster covers it
	Received int `json:"received"` // of those expected
	Reports  int `json:"reports"`  // live reports, expected or not
	Errors   int `json:"errors"`   // reports among them with an open error
	Revised  int `json:"revised"`  // reports among them that replaced an earlier revision
}

// Missing is how many of the expected reports have not come.
func (c Coverage) Missing() int { return c.Expected - c.Received }

// Frame says what an answer is about.
type Frame struct {
	Region Region `json:"region"`
	Basis  Basis  `json:"basis"`
	Years  []int  `json:"years"`
	// Self is the region as an entity; Parts are what it is divided into: its subregions with data or on the roster, then
	// its own agencies as one (本级). A region without subregions is divided into its agencies on the own basis.
	Self  Entity   `json:"self"`
	Parts []Entity `json:"parts"`
	// Coverage has one entry a year, on the frame's basis.
	Coverage []Coverage      `json:"coverage"`
	Breaks   []metrics.Break `json:"breaks"` // that fall between the first and the last year, boundary changes included
	Sample   bool            `json:"sample"` // a region in view is invented
}

// Overview answers 总览: how did the region do in Filter.To, against the years before?
type Overview struct {
	Frame
	Year     int           `json:"year"`
	Tiles    []Tile        `json:"tiles"`
	Findings FindingCounts `json:"findings"` // open findings of the reports of Year, both scopes
}

// Tile is one headline figure with its history: Years is aligned with Frame.Years, the last being the year shown.
type Tile struct {
	Metric metrics.Metric `json:"metric"`
	Years  []Figure       `json:"years"`
	Change Figure         `json:"change"` // growth from the year before, for counts only
}

// FindingCounts counts open findings.
type FindingCounts struct {
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Notes    int `json:"notes"`
	Reports  int `json:"reports"` // reports with at least one error or warning
}

// VolumeSet answers 申请量: how many requests, from whom, where?
type VolumeSet struct {
	Frame
	Total VolumeSeries   `json:"total"` // the region as a whole
	By    []VolumeSeries `json:"by"`    // in the order of Frame.Parts
}

// VolumeSeries is one entity through the years; Years is aligned with Frame.Years.
type VolumeSeries struct {
	Entity Entity       `json:"entity"`
	Years  []VolumeYear `json:"years"`
}

// VolumeYear is one entity in one year, in the total column.
type VolumeYear struct {
	Year       int    `json:"year"`
	Received   Figure `json:"received"`
	CarriedIn  Figure `json:"carried_in"`
	Closed     Figure `json:"closed"`
	CarriedOut Figure `json:"carried_out"`
	// Applicants are the requests received by kind of applicant, in the order of forms.Applicants without the total.
	Applicants []Figure `json:"applicants"`
}

// OutcomeGroup is one of the six ways a request ends.
type OutcomeGroup struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

// OutcomeSet answers 办理结果: what became of the requests?
type OutcomeSet struct {
	Frame
	Groups  []OutcomeGroup  `json:"groups"`  // the six outcomes in form order
	Reasons []forms.Measure `json:"reasons"` // the rows of 不予公开 in form order
	Total   OutcomeSeries   `json:"total"`
	By      []OutcomeSeries `json:"by"`
}

// OutcomeSeries is one entity through the years.
type OutcomeSeries struct {
	Entity Entity        `json:"entity"`
	Years  []OutcomeYear `json:"years"`
}

// OutcomeYear is one entity in one year.
type OutcomeYear struct {
	Year    int      `json:"year"`
	Groups  []Figure `json:"groups"`  // counts, in the order of OutcomeSet.Groups
	Total   Figure   `json:"total"`   // 办结总计 as reported
	Reasons []Figure `json:"reasons"` // counts, in the order of OutcomeSet.Reasons
}

// FlowSet answers: what came in and where did it go, in the year Filter.To?
type FlowSet struct {
	Frame
	Year       int            `json:"year"`
	Received   Figure         `json:"received"`
	CarriedIn  Figure         `json:"carried_in"`
	Groups     []OutcomeGroup `json:"groups"`
	Outcomes   []Figure       `json:"outcomes"` // in the order of Groups
	Closed     Figure         `json:"closed"`
	CarriedOut Figure         `json:"carried_out"`
}

// ReviewSet answers 复议诉讼: do decisions stand?
type ReviewSet struct {
	Frame
	Routes []forms.Route  `json:"routes"`
	Total  ReviewSeries   `json:"total"`
	By     []ReviewSeries `json:"by"`
}

// ReviewSeries is one entity through the years.
type ReviewSeries struct {
	Entity Entity       `json:"entity"`
	Years  []ReviewYear `json:"years"`
}

// ReviewYear is one entity in one year.
type ReviewYear struct {
	Year   int           `json:"year"`
	Routes []RouteResult `json:"routes"` // in the order of ReviewSet.Routes
	Closed Figure        `json:"closed"` // 办结总计, the denominator of the dispute rate
	// The rates of metrics.md, by key: correction_review, correction_suit, dispute, suit_after_review_share.
	CorrectionReview Figure `json:"correction_review"`
	CorrectionSuit   Figure `json:"correction_suit"`
	Dispute          Figure `json:"dispute"`
	AfterReview      Figure `json:"after_review"`
}

// RouteResult is what became of the cases of one route.
type RouteResult struct {
	Upheld    Figure `json:"upheld"`
	Corrected Figure `json:"corrected"`
	Other     Figure `json:"other"`
	Pending   Figure `json:"pending"`
	Total     Figure `json:"total"`
}

// FunnelSet answers: whose rate stands out from the others by more than chance? For the year Filter.To.
type FunnelSet struct {
	Frame
	Year    int            `json:"year"`
	Metric  metrics.Metric `json:"metric"`
	Overall Figure         `json:"overall"` // the region as a whole: the line the limits run around
	// Points has one entry an agency with a report in the region on this basis; those without cases have N = 0.
	Points []FunnelPoint `json:"points"`
}

// FunnelPoint is one agency in the funnel. Limits depend on N alone: metrics.FunnelLimits.
type FunnelPoint struct {
	Entity Entity `json:"entity"`
	Figure Figure `json:"figure"`
}

// ProactiveSet answers 主动公开: what stands in 表二?
type ProactiveSet struct {
	Frame
	Measures []forms.Measure   `json:"measures"` // of 表二, all editions, in form order
	Total    ProactiveSeries   `json:"total"`
	By       []ProactiveSeries `json:"by"`
}

// ProactiveSeries is one entity through the years.
type ProactiveSeries struct {
	Entity Entity          `json:"entity"`
	Years  []ProactiveYear `json:"years"`
}

// ProactiveYear is one entity in one year: Figures in the order of ProactiveSet.Measures, flagged z where the edition does
// not ask.
type ProactiveYear struct {
	Year    int      `json:"year"`
	Figures []Figure `json:"figures"`
}

// CompareQuery asks for any entities × years × metrics.
type CompareQuery struct {
	Entities []string // entity ids; unknown ones are ErrNotFound
	Metrics  []string // keys of metrics.Lookup; unknown ones are an error
	From, To int
	Basis    Basis
}

// Comparison is a complete grid of entities × metrics × years.
type Comparison struct {
	Frame    Frame            `json:"frame"` // of Districts; of Compare only Basis, Years, Breaks and Sample are set
	Entities []Entity         `json:"entities"`
	Metrics  []metrics.Metric `json:"metrics"`
	// Points run through the entities, for each through the metrics, for each through the years.
	Points []Point `json:"points"`
}

// Point is one figure of a comparison.
type Point struct {
	Entity string `json:"entity"`
	Year   int    `json:"year"`
	Figure
}

// Agency is one reporting organ.
type Agency struct {
	ID         int      `json:"id"`
	Name       string   `json:"name"`
	Region     string   `json:"region"`
	RegionName string   `json:"region_name"`
	Kind       string   `json:"kind"`
	Aliases    []string `json:"aliases,omitempty"`
	Sample     bool     `json:"sample,omitempty"`
}

// AgencyQuery chooses agencies.
type AgencyQuery struct {
	Region string // with everything under it
	Text   string // part of a name or alias, case and width ignored; empty for all
	Kind   string // empty for all
	Limit  int    // at most this many rows; 0 is 100
	Offset int
}

// AgencyList is a page of agencies.
type AgencyList struct {
	Total int         `json:"total"`
	Rows  []AgencyRow `json:"rows"`
}

// AgencyRow is an agency with what it has reported.
type AgencyRow struct {
	Agency
	Years        []int `json:"years"` // with a live report of any scope, ascending
	Latest       int   `json:"latest"`
	LatestReport int   `json:"latest_report"`
	Errors       int   `json:"errors"`   // open findings of its live reports
	Warnings     int   `json:"warnings"` // likewise
}

// AgencyProfile is one agency with every report ever received and the findings of the live ones.
type AgencyProfile struct {
	Agency
	Parents  []Region     `json:"parents"` // from the country down to the agency's region
	Reports  []ReportHead `json:"reports"` // newest year first, then own before consolidated, then newest revision
	Findings []Finding    `json:"findings"`
}

// ReportHead is what tells one report from another.
type ReportHead struct {
	ID         int        `json:"id"`
	Agency     int        `json:"agency"`
	AgencyName string     `json:"agency_name"`
	Region     string     `json:"region"`
	RegionName string     `json:"region_name"`
	Year       int        `json:"year"`
	Scope      data.Scope `json:"scope"`
	Revision   int        `json:"revision"` // counts from 1
	Live       bool       `json:"live"`     // the newest revision; the others are superseded
	Title      string     `json:"title"`
	LoadedAt   time.Time  `json:"loaded_at"`
	Confidence float64    `json:"confidence"`
	Errors     int        `json:"errors"`
	Warnings   int        `json:"warnings"`
	Notes      int        `json:"notes"`
}

// Source is the file a report was read from.
type Source struct {
	SHA256      string    `json:"sha256"`
	Name        string    `json:"name"`
	Format      string    `json:"format"`
	Bytes       int64     `json:"bytes"`
	ReceivedAt  time.Time `json:"received_at"`
	DocumentSHA string    `json:"document_sha"` // of the stored data.Document; empty when none was kept
}

// ReportDetail is one report as read.
type ReportDetail struct {
	ReportHead
	Parents   []Region          `json:"parents"`
	Editions  map[string]string `json:"editions"` // by table number
	Source    Source            `json:"source"`
	Facts     []data.Fact       `json:"facts"` // in form order as stored
	Findings  []Finding         `json:"findings"`
	Unmapped  []data.Unmapped   `json:"unmapped"`
	Claims    []data.Claim      `json:"claims"`
	Revisions []ReportHead      `json:"revisions"`          // of the same agency, year and scope, newest first, itself included
	Previous  *ReportHead       `json:"previous,omitempty"` // live report of the year before, same scope
	Next      *ReportHead       `json:"next,omitempty"`
	Sample    bool              `json:"sample"`
}

// Finding is a stored finding with the report it is about.
type Finding struct {
	ID         int        `json:"id"`
	Report     int        `json:"report"`
	Agency     int        `json:"agency"`
	AgencyName string     `json:"agency_name"`
	Region     string     `json:"region"`
	RegionName string     `json:"region_name"`
	Year       int        `json:"year"`
	Scope      data.Scope `json:"scope"`
	data.Finding
}

// FindingQuery chooses findings of live reports.
type FindingQuery struct {
	Region   string // with everything under it
	From, To int    // 0 for no bound
	Agency   int    // 0 for all
	Report   int    // 0 for all
	Check    string // empty for all
	Severity data.Severity
	Limit    int // at most this many rows; 0 is 100
	Offset   int
}

// FindingList is a page of findings, and counts of all that match.
type FindingList struct {
	Total  int           `json:"total"`
	Counts FindingCounts `json:"counts"` // by severity, of all that match but for the severity asked
	Checks []CheckCount  `json:"checks"` // by check, of all that match but for the check asked, most frequent first
	Rows   []Finding     `json:"rows"`   // errors first, then newest year, then agency
}

// CheckCount counts the findings of one check.
type CheckCount struct {
	Check    string        `json:"check"`
	Severity data.Severity `json:"severity"`
	Findings int           `json:"findings"`
	Reports  int           `json:"reports"`
}

// FilingSet answers 报送: who has reported, who is missing? Coverage of the region is in the frame.
type FilingSet struct {
	Frame
	By []FilingSeries `json:"by"` // coverage of the subregions, in the order of the regions among Frame.Parts
	// Agencies directly under the region and in its subregions, as a matrix; Total counts all, Agencies is one page.
	Total    int         `json:"total"`
	Agencies []FilingRow `json:"agencies"`
}

// FilingSeries is the coverage of a part of the region, aligned with Frame.Years.
type FilingSeries struct {
	Entity Entity     `json:"entity"`
	Years  []Coverage `json:"years"`
}

// FilingRow is one agency through the years, aligned with Frame.Years.
type FilingRow struct {
	Agency Agency       `json:"agency"`
	Years  []FilingCell `json:"years"`
}

// FilingCell is one agency in one year.
type FilingCell struct {
	Expected bool      `json:"expected"`
	Report   int       `json:"report"` // live report; 0 when there is none
	Revision int       `json:"revision,omitempty"`
	LoadedAt time.Time `json:"loaded_at,omitzero"`
	Late     bool      `json:"late"` // a finding says so
	Errors   int       `json:"errors,omitempty"`
	Warnings int       `json:"warnings,omitempty"`
}

// MissingAgency is an agency that was expected to report for a year and has not.
type MissingAgency struct {
	Agency
	Year  int        `json:"year"`
	Scope data.Scope `json:"scope"`
	Last  int        `json:"last"` // the last year it did report, 0 if never
}

// RegionReports lists the live reports behind a figure of a region.
type RegionReports struct {
	Total int          `json:"total"`
	Rows  []ReportFact `json:"rows"`
}

// ReportFact is what one report contributes to a figure of a region.
type ReportFact struct {
	ReportHead
	Value *decimal.Decimal `json:"value"`
	State data.State       `json:"state"` // empty for a derived sum or a measure the report does not have
	Raw   string           `json:"raw"`
}
