package office

import (
	"testing"
	"time"
)

// Of each submission the last event counts, by whoever did the last thing a person did; every step has a name of its own, reading too,
// which is no change of what other pages show.
func TestLastEvents(t *testing.T) {
	s := open(t, t.TempDir())
	if last, err := s.LastStep(t.Context()); err != nil || last != "" {
		t.Errorf("before anything was sent: %q, %v", last, err)
	}
	li := Actor{Name: "li"}
	_, err := s.Send(t.Context(), li, Sending{Channel: ChannelPage, Sender: "li", Files: []SentFile{{Name: "a.xlsx", SHA256: "a"}, {Name: "b.xlsx", SHA256: "b"}}})
	if err != nil {
		t.Fatal(err)
	}
	steps := map[string]bool{}
	step := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		last, err := s.LastStep(t.Context())
		if err != nil || last == "" || steps[last] {
			t.Errorf("step %q, %v: it is not another", last, err)
		}
		steps[last] = true
	}
	step(nil)
	j, _, err := s.ClaimJob(t.Context(), "worker", JobRead)
	if err != nil {
		t.Fatal(err)
	}
	files, err := s.JobFiles(t.Context(), j.ID)
	if err != nil {
		t.Fatal(err)
	}
	version, err := s.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	step(s.CheckedFile(t.Context(), j, "worker", files[0], Checked{Status: StatusChecked, Reports: []SentReport{{AgencyName: "a", Region: "990101", Year: 2025, Scope: "own"}}}))
	if now, err := s.Version(t.Context()); err != nil || now != version {
		t.Errorf("reading a file changed the version: %v", err)
	}
	first := files[0].Submission
	if last, err := s.LastEvents(t.Context()); err != nil || len(last) != 2 || last[first].Status != StatusChecked || last[first].Name != "li" || last[files[1].Submission].Status != StatusReceived {
		t.Errorf("after reading: %+v, %v", last, err)
	}
	step(s.Submit(t.Context(), li, []int64{first}))
	step(s.Return(t.Context(), Actor{Name: "wang"}, first, "表三不平", time.Date(2026, 2, 20, 0, 0, 0, 0, time.UTC)))
	if last, err := s.LastEvents(t.Context()); err != nil || last[first].Status != StatusReturned || last[first].Name != "wang" || last[first].Due != "2026-02-20" {
		t.Errorf("after it was returned: %+v, %v", last[first], err)
	}
}
