package ingest

import (
	"os"
	"slices"
	"strings"
	"testing"

	"tongjian/data"
)

// sharedReports holds real reports with what a correct reading gives. It is there in some checkouts only.
const sharedReports = "../../shared/reports"

// removed are reports whose source deleted blanks and repeated figures: their expectation holds what once stood there, which
// nobody can read.
var removed = []string{"114-", "118-"}

// Every cell that is there to be read is read exactly.
func TestRealReports(t *testing.T) {
	if _, err := os.Stat(sharedReports); err != nil {
		t.Skip("no real reports beside this checkout")
	}
	tallies, err := Expect(sharedReports)
	if err != nil {
		t.Fatal(err)
	}
	right := 0
	for _, y := range tallies {
		t.Logf("%-55s right %3d blank %3d missed %3d wrong %3d silent %d %v", y.File, y.Right, y.Blank, y.Missed, y.Wrong, y.Silent, y.Identity)
		right += y.Right
		if y.Wrong > 0 || y.Missed > 0 && !slices.ContainsFunc(removed, func(n string) bool { return strings.HasPrefix(y.File, n) }) {
			t.Errorf("%s: %d wrong, %d missed: %v", y.File, y.Wrong, y.Missed, y.Details)
		}
		var errors []string
		for _, f := range y.Findings {
			if f.Severity == data.SeverityError {
				errors = append(errors, f.Check)
			}
		}
		want := []string(nil)
		if strings.HasPrefix(y.File, "001-") {
			want = []string{"T4-SUM", "T4-SUM"} // 复议 10 + 1 and 复议后起诉 5, each with 总计 0: the published report is wrong
		}
		if !slices.Equal(errors, want) {
			t.Errorf("%s: errors %v, want %v", y.File, errors, want)
		}
	}
	if right < 1000 {
		t.Errorf("%d cells read", right)
	}
}
