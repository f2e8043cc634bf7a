package warehouse

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"tongjian/data"
)

// Unfiled is a finding about a report that is not there (R-MISSING): whose it would be, and on which year.
type Unfiled struct {
	Agency int // its id in the warehouse
	Year   int
	Scope  data.Scope
	data.Finding
}

// ReplaceCrossFindings replaces all findings of checks across years and reports by those given, by report id, and those
// about reports that are not there. Findings of checks inside a report are not touched. When they are the same as before,
// nothing is written.
func (j *Job) ReplaceCrossFindings(ctx context.Context, findings map[int][]data.Finding, unfiled ...Unfiled) error {
	findings = maps.Clone(findings)
	maps.DeleteFunc(findings, func(_ int, list []data.Finding) bool { return len(list) == 0 })
	digest, err := crossDigest(findings, unfiled)
	if err != nil {
		return fmt.Errorf("findings across reports: %w", err)
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
		next, err = j.putCrossFindings(findings, unfiled, next)
		return err
	})
	if err != nil {
		return fmt.Errorf("findings across reports: %w", err)
	}
	j.known.nextID.finding = next
	return nil
}

// crossDigest hashes findings across reports; empty when there are none.
func crossDigest(findings map[int][]data.Finding, unfiled []Unfiled) (string, error) {
	if len(findings)+len(unfiled) == 0 {
		return "", nil
	}
	canonical, err := json.Marshal([]any{findings, unfiled})
	return hashOf(canonical), err
}

// putCrossFindings hands findings to the writer, numbered from next, and gives the number after the last.
func (j *Job) putCrossFindings(findings map[int][]data.Finding, unfiled []Unfiled, next int) (int, error) {
	for _, report := range slices.Sorted(maps.Keys(findings)) {
		if j.known.reports[report] == nil {
			return 0, fmt.Errorf("there is no report %d", report)
		}
		for _, f := range findings[report] {
			if err := j.writer.finding(next, findingOf{report: report}, "cross", f); err != nil {
				return 0, err
			}
			next++
		}
	}
	for _, u := range unfiled {
		if _, ok := j.known.roster[u.Agency]; !ok {
			return 0, fmt.Errorf("there is no agency %d", u.Agency)
		}
		of := findingOf{absent: reportKey{u.Agency, u.Year, u.Scope}}
		if err := j.writer.finding(next, of, "cross", u.Finding); err != nil {
			return 0, err
		}
		next++
	}
	return next, nil
}
