package warehouse

import (
	"time"

	"tongjian/data"
)

// Incoming is one file as a reader understood it, with each of its reports placed: the agency and region it belongs to
// are decided.
type Incoming struct {
	// Path is the file as the user named it, with the path inside an archive after it.
	Path string
	// Name is the file's name without directories.
	Name string
	// Format is the reader that took it: xlsx, txt.
	Format string
	// Reader is the version of the reading code, kept with the report.
	Reader     string
	Bytes      []byte
	Document   data.Document
	Reports    []PlacedReport
	ReceivedAt time.Time
}

// PlacedReport is a report of a known agency. Year and scope are those of the report and must be set.
type PlacedReport struct {
	// AgencyName is the agency's name on the roster, or as the report gives it when the roster has none.
	AgencyName string
	// Region is the code of the region the agency belongs to; empty when it is not known.
	Region string
	Report data.Report
}

// Outcome tells what loading did.
type Outcome string

const (
	Loaded    Outcome = "loaded"    // a report that was not there
	Unchanged Outcome = "unchanged" // the same bytes, saying the same
	Revised   Outcome = "revised"   // a new revision of a report that was there
	Failed    Outcome = "failed"    // of a file only: it could not be read
	Unplaced  Outcome = "unplaced"  // of a file only: it was read, and whose report it is could not be told
)

// Label is the outcome's Chinese name.
func (o Outcome) Label() string {
	switch o {
	case Loaded:
		return "已入库"
	case Unchanged:
		return "无变化"
	case Revised:
		return "已更新"
	case Unplaced:
		return "待归属"
	}
	return "失败"
}

// Result is what loading a file did, one entry a report in the order they came.
type Result struct {
	// SHA256 is the hash of the file's bytes, its name under files/.
	SHA256 string
	// Outcome is of the whole file: revised when any report was, else loaded when any was, else unchanged.
	Outcome Outcome
	Reports []ReportResult
	// Withdrawn lists reports this very file had been placed as before and no longer is.
	Withdrawn []int
	// Err is why the file could not be loaded; nothing of it is in the warehouse then.
	Err error
}

// ReportResult is what became of one report.
type ReportResult struct {
	// Report is the id the report has in the warehouse: report.id.
	Report  int
	Outcome Outcome
	// Revision counts from 1 within the agency, year and scope.
	Revision int
	// Supersedes is the report that was live before it; 0 when there was none or nothing changed.
	Supersedes int
	Agency     int
	// NewAgency is set when the agency was not known and has been added from the report.
	NewAgency bool
	// Refreshed is set when the facts are unchanged and what surrounds them (title, claims, findings, unmapped rows) was
	// replaced by what this reading found.
	Refreshed bool
}
