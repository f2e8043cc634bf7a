package queries

import (
	"database/sql"
	"time"

	"tongjian/data"
)

// ReportHead is what tells one report from another.
type ReportHead struct {
	ID         int        `json:"id"`
	Agency     int        `json:"agency"`
	AgencyName string     `json:"agency_name"`
	Region     string     `json:"region"`
	RegionName string     `json:"region_name"`
	Year       int        `json:"year"`
	Scope      data.Scope `json:"scope"`
	Revision   int        `json:"revision"` // counts from 1 within agency, year and scope
	// Live is the revision that counts. The others are superseded, or withdrawn: their file was found to belong to another
	// agency or year.
	Live       bool      `json:"live"`
	Withdrawn  bool      `json:"withdrawn,omitempty"`
	Title      string    `json:"title"`
	LoadedAt   time.Time `json:"loaded_at"`
	Confidence float64   `json:"confidence"` // 0 to 1
	Errors     int       `json:"errors"`     // findings of the report
	Warnings   int       `json:"warnings"`
	Notes      int       `json:"notes"`
}

// targets are where the columns of heads.sql go, in its order.
func (h *ReportHead) targets() []any {
	return []any{&h.ID, &h.Agency, &h.AgencyName, &h.Region, &h.RegionName, &h.Year, &h.Scope, &h.Revision, &h.Live,
		&h.Withdrawn, &h.Title, &h.LoadedAt, &h.Confidence, &h.Errors, &h.Warnings, &h.Notes}
}

// scanHead reads a row of nothing but a head.
func scanHead(rows *sql.Rows) (ReportHead, error) {
	var h ReportHead
	err := rows.Scan(h.targets()...)
	return h, err
}
