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

// AgencyEntity is the entity id of an agency.
func AgencyEntity(id int) string { return agencyPrefix + strconv.Itoa(id) }

// DirectEntity is the entity id of the agencies that belong to a region itself.
func DirectEntity(region string) string { return directPrefix + region }

// entityLists are entities sorted by kind into the comma lists statements take.
type entityLists struct{ regions, direct, agencies string }

// listEntities sorts entities by kind.
func listEntities(entities []Entity) entityLists {
	var regions, direct, agencies []string
	for _, e := range entities {
		switch e.Kind {
		case EntityRegion:
			regions = append(regions, e.Region)
		case EntityDirect:
			direct = append(direct, e.Region)
		case EntityAgency:
			agencies = append(agencies, strconv.Itoa(e.Agency))
		}
	}
	return entityLists{strings.Join(regions, ","), strings.Join(direct, ","), strings.Join(agencies, ",")}
}

// entityGroup is the entities of one kind, with the shared parts of statements that fetch their figures and reports.
type entityGroup struct {
	kind          EntityKind
	list          string
	cells, placed string
}

// placedOwn is the shared part of a region's own reports with those of everything below it.
const placedOwn = "placed_own.sql"

// groupEntities gives a group for every kind there is among the entities. A statement for all kinds at once would cost more
// to plan than it saves.
func groupEntities(entities []Entity, basis Basis) []entityGroup {
	lists := listEntities(entities)
	placed := placedOwn
	if basis == BasisConsolidated {
		placed = "placed_consolidated.sql"
	}
	return slices.DeleteFunc([]entityGroup{
		{EntityRegion, lists.regions, "cells_regions.sql", placed},
		{EntityDirect, lists.direct, "cells_direct.sql", "placed_direct.sql"},
		{EntityAgency, lists.agencies, "cells_agencies.sql", "placed_agencies.sql"},
	}, func(g entityGroup) bool { return g.list == "" })
}

// parseEntity tells what an entity id stands for, without asking whether it exists. A malformed id is ErrNotFound: it comes
// from a link.
func parseEntity(id string) (Entity, error) {
	code, isDirect := strings.CutPrefix(id, directPrefix)
	agency, isAgency := strings.CutPrefix(id, agencyPrefix)
	switch {
	case strings.Contains(id, ","), id == "", code == "":
	case isAgency:
		if n, err := strconv.ParseInt(agency, 10, 32); err == nil && n > 0 {
			return Entity{ID: AgencyEntity(int(n)), Kind: EntityAgency, Agency: int(n)}, nil
		}
	case isDirect:
		return Entity{ID: id, Kind: EntityDirect, Region: code}, nil
	default:
		return Entity{ID: id, Kind: EntityRegion, Region: id}, nil
	}
	return Entity{}, fmt.Errorf("entity %q: %w", id, ErrNotFound)
}

// Entities names entities by id, in the order given and each once: for the picker of a comparison. Unknown ids are
// ErrNotFound.
func Entities(ctx context.Context, db *sql.DB, wanted []string) ([]Entity, error) {
	parsed := make([]Entity, len(wanted))
	for i, id := range wanted {
		var err error
		if parsed[i], err = parseEntity(id); err != nil {
			return nil, err
		}
	}
	atlas, err := atlasOf(ctx, db)
	if err != nil {
		return nil, err
	}
	agencies, err := agenciesNamed(ctx, db, listEntities(parsed).agencies)
	if err != nil {
		return nil, err
	}
	known := func(e Entity) (named Entity, ok bool) {
		if e.Kind == EntityAgency {
			named, ok = agencies[e.Agency]
			return named, ok
		}
		at, ok := atlas.places[e.Region]
		switch {
		case !ok:
			return e, false
		case e.Kind == EntityDirect:
			return directEntity(at.Region), true
		}
		return regionEntity(at.Region), true
	}
	var out []Entity
	for _, e := range parsed {
		named, ok := known(e)
		if !ok {
			return nil, fmt.Errorf("entity %q: %w", e.ID, ErrNotFound)
		}
		if !slices.Contains(out, named) {
			out = append(out, named)
		}
	}
	return out, nil
}

// agenciesNamed gives those there are of a comma list of agencies, by id.
func agenciesNamed(ctx context.Context, db *sql.DB, list string) (map[int]Entity, error) {
	if list == "" {
		return nil, nil
	}
	found, err := askShared(ctx, db, []string{"named_agencies.sql"}, func(rows *sql.Rows) (Entity, error) {
		e := Entity{Kind: EntityAgency}
		err := rows.Scan(&e.Agency, &e.Name, &e.Region, &e.Sample)
		e.ID = AgencyEntity(e.Agency)
		return e, err
	}, list)
	agencies := make(map[int]Entity, len(found))
	for _, e := range found {
		agencies[e.Agency] = e
	}
	return agencies, err
}
