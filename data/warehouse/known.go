package warehouse

import (
	"context"
	"database/sql"
	"fmt"

	"tongjian/data"
)

// known is what a job keeps in memory of the warehouse, so that deciding what to do with a file asks the database nothing.
// The job is the only writer, so it stays true; after a transaction that failed it is read again.
type known struct {
	sources  map[string]bool
	bySource map[string][]int     // reports not withdrawn, by sha256
	reports  map[int]*knownReport // all
	byKey    map[reportKey][]int  // all revisions, oldest first
	agencies map[agencyName]int   // by name
	aliases  map[agencyName]int   // by alias
	roster   map[int]agencyRow    // by id
	failures map[failure]bool
	nextID   nextIDs
}

// nextIDs are the ids the next new rows get.
type nextIDs struct{ report, agency, finding int }

// reportKey is what a report is a report of.
type reportKey struct {
	agency int
	year   int
	scope  data.Scope
}

type knownReport struct {
	id              int
	key             reportKey
	revision        int
	live, withdrawn bool
	source          string
	facts, rest     string // digests
}

// agencyName is what an agency is known by.
type agencyName struct{ region, name string }

// readKnown reads the warehouse into memory.
func readKnown(ctx context.Context, conn *sql.Conn) (*known, error) {
	k := &known{
		sources:  map[string]bool{},
		bySource: map[string][]int{},
		reports:  map[int]*knownReport{},
		byKey:    map[reportKey][]int{},
		agencies: map[agencyName]int{},
		aliases:  map[agencyName]int{},
		roster:   map[int]agencyRow{},
		failures: map[failure]bool{},
	}
	err := EachRow(ctx, conn, `SELECT sha256 FROM source`, func(scan func(...any) error) error {
		var sha string
		if err := scan(&sha); err != nil {
			return err
		}
		k.sources[sha] = true
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("sources: %w", err)
	}
	const reports = `SELECT id, agency, year, scope, revision, live, withdrawn, source, facts_digest, rest_digest FROM report ORDER BY id`
	err = EachRow(ctx, conn, reports, func(scan func(...any) error) error {
		var r knownReport
		err := scan(&r.id, &r.key.agency, &r.key.year, &r.key.scope, &r.revision, &r.live, &r.withdrawn, &r.source, &r.facts, &r.rest)
		if err != nil {
			return err
		}
		k.addReport(&r)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reports: %w", err)
	}
	const failed = `SELECT DISTINCT path, sha256, reason FROM file_outcome WHERE outcome IN ('failed', 'unplaced')`
	err = EachRow(ctx, conn, failed, func(scan func(...any) error) error {
		var f failure
		if err := scan(&f.path, &f.sha256, &f.reason); err != nil {
			return err
		}
		k.failures[f] = true
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("failures: %w", err)
	}
	if err := k.readAgencies(ctx, conn); err != nil {
		return nil, err
	}
	const ids = `SELECT (SELECT coalesce(max(id), 0) + 1 FROM report), (SELECT coalesce(max(id), 0) + 1 FROM agency),
		(SELECT coalesce(max(id), 0) + 1 FROM finding)`
	if err := conn.QueryRowContext(ctx, ids).Scan(&k.nextID.report, &k.nextID.agency, &k.nextID.finding); err != nil {
		return nil, fmt.Errorf("ids: %w", err)
	}
	return k, nil
}

func (k *known) addReport(r *knownReport) {
	k.reports[r.id] = r
	k.byKey[r.key] = append(k.byKey[r.key], r.id)
	if !r.withdrawn {
		k.bySource[r.source] = append(k.bySource[r.source], r.id)
	}
}

// live gives the live report of a key; nil when there is none.
func (k *known) live(key reportKey) *knownReport {
	for _, id := range k.byKey[key] {
		if r := k.reports[id]; r.live {
			return r
		}
	}
	return nil
}

// agency finds an agency by name, then by alias.
func (k *known) agency(n agencyName) (id int, ok bool) {
	if id, ok = k.agencies[n]; ok {
		return id, true
	}
	id, ok = k.aliases[n]
	return id, ok
}
