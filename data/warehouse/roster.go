package warehouse

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"tongjian/data/regions"
)

// Imported counts what importing a roster did.
type Imported struct {
	// Added are new agencies, Updated those whose particulars changed or that had only been known from a report.
	Added, Updated, Unchanged int
}

// ImportAgencies enters a roster in one transaction. An agency is known by region and name: one that is there keeps its id
// and takes the roster's particulars. Agencies the roster leaves out stay, so a roster can come in parts; one that is no
// more is closed with ExpectedTo.
func (j *Job) ImportAgencies(ctx context.Context, agencies []regions.Agency) (Imported, error) {
	var (
		imported Imported
		rows     []agencyRow // added or updated
		last     = map[agencyName]int{}
		next     = j.known.nextID.agency
	)
	for i, a := range agencies {
		if a.Name == "" {
			return Imported{}, fmt.Errorf("roster: agency %d has no name", i+1)
		}
		// Of an agency listed twice, the later line counts.
		last[agencyName{a.Region, a.Name}] = i
	}
	for i, a := range agencies {
		row := rosterRow(a)
		if last[row.agencyName] != i {
			continue
		}
		id, ok := j.known.agencies[row.agencyName]
		if !ok {
			id = next
			next++
		}
		row.id = id
		switch {
		case !ok:
			imported.Added++
		case reflect.DeepEqual(row, j.known.roster[id]):
			imported.Unchanged++
			continue
		default:
			imported.Updated++
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return imported, nil
	}
	if err := j.change(ctx, func() error { return j.putAgencies(ctx, rows) }); err != nil {
		return Imported{}, fmt.Errorf("import roster: %w", err)
	}
	for _, row := range rows {
		j.known.addAgency(row)
	}
	j.known.nextID.agency = next
	return imported, nil
}

// Agencies lists the roster the warehouse has, by region and name: what reports are placed with. Agencies known only from
// a report are not on it.
func (j *Job) Agencies() []regions.Agency {
	var list []regions.Agency
	for _, a := range j.known.roster {
		if a.origin != originRoster {
			continue
		}
		list = append(list, regions.Agency{
			Name: a.name, Region: a.region, Aliases: slices.Clone(a.aliases), Kind: a.kind, CreditCode: a.creditCode, Scope: a.scope,
			ExpectedFrom: a.from, ExpectedTo: a.to, Population: a.population, Sample: a.sample,
		})
	}
	slices.SortFunc(list, func(a, b regions.Agency) int {
		if c := strings.Compare(a.Region, b.Region); c != 0 {
			return c
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list
}

// rosterRow is an agency of a roster as stored, but for its id.
func rosterRow(a regions.Agency) agencyRow {
	row := agencyRow{
		agencyName: agencyName{a.Region, a.Name}, kind: a.Kind, creditCode: a.CreditCode, scope: a.Scope,
		from: a.ExpectedFrom, to: a.ExpectedTo, population: max(a.Population, 0), sample: a.Sample, origin: originRoster,
	}
	for _, alias := range a.Aliases {
		if alias != "" && alias != a.Name {
			row.aliases = append(row.aliases, alias)
		}
	}
	slices.Sort(row.aliases)
	row.aliases = slices.Compact(row.aliases)
	return row
}

// putAgencies writes rows of the table agency, replacing those that are there. Nothing refers to the rows replaced but by
// their ids, which stay.
func (j *Job) putAgencies(ctx context.Context, rows []agencyRow) error {
	for _, row := range rows {
		if _, ok := j.known.roster[row.id]; ok {
			if err := j.updateAgency(ctx, row); err != nil {
				return fmt.Errorf("%s: %w", row.name, err)
			}
			continue
		}
		if err := j.writer.agency(row); err != nil {
			return err
		}
	}
	return nil
}

func (j *Job) updateAgency(ctx context.Context, a agencyRow) error {
	const update = `UPDATE agency SET kind = ?, credit_code = ?, scope = ?, expected_from = ?, expected_to = ?,
		population = nullif(?, 0), sample = ?, origin = ? WHERE id = ?`
	err := j.updateOne(ctx, update, text(a.kind), text(a.creditCode), string(a.scope), a.from, a.to, a.population, a.sample,
		a.origin, a.id)
	if err != nil {
		return err
	}
	if _, err := j.conn.ExecContext(ctx, `DELETE FROM agency_alias WHERE agency = ?`, a.id); err != nil {
		return err
	}
	return j.writer.aliases(a)
}
