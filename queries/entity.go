package queries

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// EntityKind tells what an entity is.
type EntityKind string

const (
	EntityRegion EntityKind = "region" // a region with everything under it
	EntityDirect EntityKind = "direct" // 本级: the agencies that belong to the region itself, without its subregions
	EntityAgency EntityKind = "agency" // one agency
)

// Entity is what a row of a comparison stands for.
type Entity struct {
	// ID is the code of a region, "d:" and the code for its own agencies (本级), "a:" and the id of an agency.
	ID     string     `json:"id"`
	Kind   EntityKind `json:"kind"`
	Name   string     `json:"name"`
	Region string     `json:"region"`           // code of the region it is or belongs to
	Agency int        `json:"agency,omitempty"` // id of the agency, for an agency
	Level  string     `json:"level,omitempty"`  // data/regions level, for a region
	Sample bool       `json:"sample,omitempty"` // invented, for demonstration
}

// Prefixes of entity ids.
const (
	directPrefix = "d:"
	agencyPrefix = "a:"
)

// directName names the agencies of a region itself.
func directName(region string) string { return region + "本级" }

// AgencyEntity is the entity id of an agency.
func AgencyEntity(id int) string { return agencyPrefix + strconv.Itoa(id) }

// DirectEntity is the entity id of the agencies that belong to a region itself.
func DirectEntity(region string) string { return directPrefix + region }

// entityLists are entities sorted into the comma lists statements take.
type entityLists struct{ regions, direct, agencies string }

// listEntities sorts entity ids by kind. A malformed id is ErrNotFound: it comes from a link.
func listEntities(ids []string) (entityLists, error) {
	var regions, direct, agencies []string
	for _, id := range ids {
		code, isDirect := strings.CutPrefix(id, directPrefix)
		agency, isAgency := strings.CutPrefix(id, agencyPrefix)
		switch {
		case isAgency:
			n, err := strconv.ParseInt(agency, 10, 32)
			if err != nil || n <= 0 {
				return entityLists{}, fmt.Errorf("agency %q: %w", id, ErrNotFound)
			}
			agencies = append(agencies, strconv.FormatInt(n, 10))
		case isDirect:
			direct = append(direct, code)
		default:
			regions = append(regions, code)
		}
		if strings.Contains(id, ",") {
			return entityLists{}, fmt.Errorf("entity %q: %w", id, ErrNotFound)
		}
	}
	if len(agencies) == 0 {
		agencies = []string{"0"} // no agency has this id; an empty list is not a number
	}
	return entityLists{strings.Join(regions, ","), strings.Join(direct, ","), strings.Join(agencies, ",")}, nil
}

// ids are the ids of entities, in order.
func ids(entities []Entity) []string {
	out := make([]string, len(entities))
	for i, e := range entities {
		out[i] = e.ID
	}
	return out
}

// Entities names entities by id, in the order given and each once: for the picker of a comparison. Unknown ids are
// ErrNotFound.
func Entities(ctx context.Context, db *sql.DB, wanted []string) ([]Entity, error) {
	lists, err := listEntities(wanted)
	if err != nil {
		return nil, err
	}
	found, err := ask(ctx, db, []string{"entities.sql"}, func(rows *sql.Rows) (Entity, error) {
		var e Entity
		err := rows.Scan(&e.ID, &e.Name, &e.Region, &e.Agency, &e.Level, &e.Sample)
		switch {
		case e.Agency != 0:
			e.Kind = EntityAgency
		case strings.HasPrefix(e.ID, directPrefix):
			e.Kind, e.Name = EntityDirect, directName(e.Name)
		default:
			e.Kind = EntityRegion
		}
		return e, err
	}, lists.regions, lists.direct, lists.agencies)
	if err != nil {
		return nil, err
	}
	var out []Entity
	for _, id := range wanted {
		i := slices.IndexFunc(found, func(e Entity) bool { return e.ID == id })
		if i < 0 {
			return nil, fmt.Errorf("entity %q: %w", id, ErrNotFound)
		}
		if !slices.Contains(out, found[i]) {
			out = append(out, found[i])
		}
	}
	return out, nil
}
