package ingest

import (
	"strings"
	"testing"

	"tongjian/data/warehouse"
)

// A file at which the reading code breaks is a file that failed: those before and after it are read, loaded and published.
func TestAFileThatBreaksTheReadingStopsNoOther(t *testing.T) {
	job, err := warehouse.Begin(t.Context(), t.TempDir(), warehouse.Options{Command: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer job.Close()
	whole := func() ([]byte, error) { return []byte("文字"), nil }
	broken := Given{Path: "坏.txt", Contents: func() ([]byte, error) { panic("index out of range") }}
	var got []FileResult
	summary, err := RunGiven(t.Context(), job, []Given{{"前.txt", whole}, broken, {"后.txt", whole}}, Options{Each: func(r FileResult) { got = append(got, r) }})
	if err != nil || summary.Files != 3 || len(got) != 3 {
		t.Fatalf("%+v, %v", summary, err)
	}
	if r := got[1]; r.Outcome != warehouse.Failed || !strings.Contains(r.Reason, "读取时出错（index out of range）") {
		t.Errorf("%s %q", r.Outcome, r.Reason)
	}
	if _, r := ReadGiven(t.Context(), broken, Options{}); r.Outcome != warehouse.Failed || r.Reason != got[1].Reason {
		t.Errorf("read alone: %s %q", r.Outcome, r.Reason)
	}
}
