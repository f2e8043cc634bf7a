package queries

import (
	"testing"
	"time"

	"tongjian/data"
)

func TestTiming(t *testing.T) {
	const latest = 2024
	for _, tc := range []struct {
		name     string
		scope    data.Scope
		year     int
		received string
		want     Timing
	}{
		{"before the year has ended", data.ScopeOwn, 2023, "2023-12-30T00:00:00Z", TimingInTime},
		{"the last second of the last day in Beijing", data.ScopeOwn, 2023, "2024-01-31T15:59:59Z", TimingInTime},
		{"the first second after it", data.ScopeOwn, 2023, "2024-01-31T16:00:00Z", TimingLate},
		{"a consolidated report has until March", data.ScopeConsolidated, 2023, "2024-03-31T15:59:59Z", TimingInTime},
		{"and not longer", data.ScopeConsolidated, 2023, "2024-03-31T16:00:00Z", TimingLate},
		{"the last second of the year after", data.ScopeOwn, 2023, "2024-12-31T15:59:59Z", TimingLate},
		{"loaded a year later still", data.ScopeOwn, 2023, "2024-12-31T16:00:00Z", TimingUnknown},
		{"the latest year, however late", data.ScopeOwn, latest, "2026-01-20T09:00:00Z", TimingLate},
	} {
		received, err := time.Parse(time.RFC3339, tc.received)
		if err != nil {
			t.Fatal(err)
		}
		if got := timingOf(tc.scope, tc.year, latest, received); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}
