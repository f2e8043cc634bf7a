package queries

import (
	"context"
	"database/sql"
	"strconv"

	"github.com/shopspring/decimal"
)

// Similar is an entity like another.
type Similar struct {
	Entity
	// Received is how many requests it received in the year, Own how many the other did.
	Received decimal.Decimal `json:"received"`
	Own      decimal.Decimal `json:"own"`
	// Namesake is set for an agency of the same name elsewhere: 教育局 of another district.
	Namesake bool `json:"namesake,omitempty"`
}

// SimilarTo gives at most limit entities like one, the likest first: of its level and kind, with a number of requests
// received in the year near to its own. It is empty when the entity has no such number, and for own agencies (本级).
func SimilarTo(ctx context.Context, db *sql.DB, id string, year int, basis Basis, limit int) ([]Similar, error) {
	e, err := parseEntity(id)
	if err != nil {
		return nil, err
	}
	question, key := "similar_regions.sql", e.Region
	switch e.Kind {
	case EntityDirect:
		return nil, nil
	case EntityAgency:
		question, key = "similar_agencies.sql", strconv.Itoa(e.Agency)
	}
	return ask(ctx, db, []string{question}, func(rows *sql.Rows) (Similar, error) {
		s := Similar{Entity: Entity{Kind: e.Kind}}
		var value, own number
		err := rows.Scan(&s.ID, &s.Name, &s.Region, &s.Agency, &s.Level, &s.Sample, &value, &own, &s.Namesake)
		if err == nil {
			s.Received, s.Own = *value.value, *own.value // the statement leaves out what has none
		}
		return s, err
	}, key, year, string(basis), limit)
}
