package warehouse

import (
	"context"
	"database/sql"
	"fmt"

	"tongjian/data"
)

// Where an agency is known from.
const (
	originRoster = "roster"
	originReport = "report"
)

// agencyRow is a row of the table agency with its aliases.
type agencyRow struct {
	id int
	agencyName
	kind, creditCode string
	scope            data.Scope
	from, to         int
	population       int64 // 0 not known
	sample           bool
	origin           string
	aliases          []string // sorted, nil when there are none
}

// agency appends an agency and its aliases.
func (w *writer) agency(a agencyRow) error {
	var population any
	if a.population > 0 {
		population = a.population
	}
	err := w.row("agency", int32(a.id), text(a.name), text(a.region), text(a.kind), text(a.creditCode), text(string(a.scope)),
		int32(a.from), int32(a.to), population, a.sample, a.origin)
	if err != nil {
		return err
	}
	return w.aliases(a)
}

// aliases appends an agency's aliases.
func (w *writer) aliases(a agencyRow) error {
	for _, alias := range a.aliases {
		if err := w.row("agency_alias", int32(a.id), text(alias)); err != nil {
			return err
		}
	}
	return nil
}

// readAgencies reads the roster as the warehouse has it.
func (k *known) readAgencies(ctx context.Context, conn *sql.Conn) error {
	aliases := map[int][]string{}
	const alias = `SELECT agency, alias FROM agency_alias ORDER BY agency, alias`
	err := EachRow(ctx, conn, alias, func(scan func(...any) error) error {
		var id int
		var name string
		if err := scan(&id, &name); err != nil {
			return err
		}
		aliases[id] = append(aliases[id], name)
		return nil
	})
	if err != nil {
		return fmt.Errorf("aliases: %w", err)
	}
	const agencies = `SELECT id, name, region, kind, credit_code, scope, expected_from, expected_to, coalesce(population, 0),
		sample, origin FROM agency ORDER BY id`
	err = EachRow(ctx, conn, agencies, func(scan func(...any) error) error {
		var a agencyRow
		err := scan(&a.id, &a.name, &a.region, &a.kind, &a.creditCode, &a.scope, &a.from, &a.to, &a.population, &a.sample, &a.origin)
		if err != nil {
			return err
		}
		a.aliases = aliases[a.id]
		k.addAgency(a)
		return nil
	})
	if err != nil {
		return fmt.Errorf("agencies: %w", err)
	}
	return nil
}

// addAgency enters an agency, in place of what was known under its id.
func (k *known) addAgency(a agencyRow) {
	for _, alias := range k.roster[a.id].aliases {
		if n := (agencyName{a.region, alias}); k.aliases[n] == a.id {
			delete(k.aliases, n)
		}
	}
	k.roster[a.id] = a
	k.agencies[a.agencyName] = a.id
	for _, alias := range a.aliases {
		k.aliases[agencyName{a.region, alias}] = a.id
	}
}
