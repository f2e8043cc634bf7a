package ingest

import (
	"os"
	"testing"
)

// sharedReports holds real reports with what a correct reading gives. It is there in some checkouts only.
const sharedReports = "../../shared/reports"

func TestRealReports(t *testing.T) {
	if _, err := os.Stat(sharedReports); err != nil {
		t.Skip("no real reports beside this checkout")
	}
	tallies, err := Expect(sharedReports)
	if err != nil {
		t.Fatal(err)
	}
	for _, y := range tallies {
		t.Logf("%-55s right %3d blank %3d missed %3d wrong %3d silent %d %v", y.File, y.Right, y.Blank, y.Missed, y.Wrong, y.Silent, y.Identity)
		for i, d := range y.Details {
			if i < 6 {
				t.Log("      ", d)
			}
		}
		for _, f := range y.Findings {
			t.Log("   !", f.Check, f.Severity, f.Message)
		}
	}
}
