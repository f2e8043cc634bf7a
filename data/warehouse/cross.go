package warehouse

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"tongjian/data"
)

// ReplaceCrossFindings replaces all findings of checks across reports by those given, by report id. Findings of checks
// inside a report are not touched. When they are the same as before, nothing is written.
func (j *Job) ReplaceCrossFindings(ctx context.Context, findings map[int][]data.Finding) error {
	findings = maps.Clone(findings)
	maps.DeleteFunc(findings, func(_ int, list []data.Finding) bool { return len(list) == 0 })
	canonical, err := json.Marshal(findings)
	if err != nil {
		return fmt.Errorf("findings across reports: %w", err)
	}
	digest := hashOf(canonical)
	if len(findings) == 0 {
		digest = ""
	}
	var before string
	if err := j.conn.QueryRowContext(ctx, `SELECT cross_digest FROM warehouse_state`).Scan(&before); err != nil {
		return fmt.Errorf("findings across reports: %w", err)
	}
	if digest == before {
		return nil
	}
	next := j.known.nextID.finding
	err = j.change(ctx, func() error {
		for _, statement := range []string{
			`DELETE FROM finding_cell WHERE finding IN (SELECT id FROM finding WHERE origin = 'cross')`,
			`DELETE FROM finding WHERE origin = 'cross'`,
			`UPDATE warehouse_state SET cross_digest = ` + quote(digest),
		} {
			if _, err := j.conn.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		for _, report := range slices.Sorted(maps.Keys(findings)) {
			if j.known.reports[report] == nil {
				return fmt.Errorf("there is no report %d", report)
			}
			if err := j.writer.findings(report, "cross", findings[report], next); err != nil {
				return err
			}
			next += len(findings[report])
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("findings across reports: %w", err)
	}
	j.known.nextID.finding = next
	return nil
}
