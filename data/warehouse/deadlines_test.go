package warehouse_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongjian/data"
	"tongjian/data/filing"
)

func TestDeadlinesAreKeptAndPublished(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	first := filing.Deadline{Year: 2024, Scope: data.ScopeOwn, Region: "410202", Day: filing.Day(2025, time.February, 15)}
	later := first
	later.Day = filing.Day(2025, time.February, 28)
	other := filing.Deadline{Year: 2024, Scope: data.ScopeConsolidated, Region: "410200", Day: filing.Day(2025, time.April, 1)}
	for i, step := range []struct {
		set     filing.Deadline
		changed bool
		want    []filing.Deadline
	}{
		{first, true, []filing.Deadline{first}},
		{first, false, []filing.Deadline{first}},
		{other, true, []filing.Deadline{first, other}},
		{later, true, []filing.Deadline{later, other}},
	} {
		changed, err := j.SetDeadline(t.Context(), step.set)
		if err != nil || changed != step.changed {
			t.Fatalf("step %d: changed %t, %v", i, changed, err)
		}
		calendar, err := j.Deadlines(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(step.want, calendar.Set()); diff != "" {
			t.Errorf("step %d:\n%s", i, diff)
		}
	}
	first.Region = "nowhere"
	if _, err := j.SetDeadline(t.Context(), first); err == nil {
		t.Error("a deadline of no region is kept")
	}
	publish(t, j)
	if s := publish(t, j); s.New {
		t.Error("nothing changed and there is a new snapshot")
	}
	for _, want := range []bool{true, false} {
		if changed, err := j.ResetDeadline(t.Context(), 2024, data.ScopeConsolidated, "410200"); err != nil || changed != want {
			t.Errorf("reset: %t, %v, want %t", changed, err, want)
		}
	}
	if s := publish(t, j); !s.New {
		t.Error("a deadline was taken back and there is no new snapshot")
	}
	end(t, j)
	got := rows(t, newestDB(t, dir), `SELECT year, scope, region, day FROM deadline`)
	if len(got) != 1 {
		t.Errorf("the snapshot has deadlines %q", got)
	}
}
