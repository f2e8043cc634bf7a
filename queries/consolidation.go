package queries

import (
	"context"
	"database/sql"

	"github.com/shopspring/decimal"
	"golang.org/x/sync/errgroup"

	"tongjian/data"
)

// Consolidation is what a government's own report on a year can be added up from: the live own reports of the agencies of a
// region and all below it, cell by cell, and who has not reported. It adds nothing up itself.
type Consolidation struct {
	Region Region              `json:"region"`
	Year   int                 `json:"year"`
	Parts  []ConsolidationPart `json:"parts"`
	// Cells have one entry a part and cell its editions ask, by part.
	Cells   []PartCell      `json:"cells"`
	Missing []MissingAgency `json:"missing"` // on the roster, and not in
}

// ConsolidationPart is one of the reports a government's report is added up from.
type ConsolidationPart struct {
	Agency
	Roster   bool              `json:"roster"` // the agency is on the roster
	Report   int               `json:"report"`
	Revision int               `json:"revision"`
	Editions map[string]string `json:"editions"` // by table number; a table the report lacks is not in it
	// Errors and Warnings are those the office has not explained.
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
}

// PartCell is a cell of a part.
type PartCell struct {
	Report int
	data.CellID
	Value *decimal.Decimal // nil when the cell holds no number
	State data.State       // "missing" for a cell the report's table lacks
	// Bridged cells are asked in other words by an older edition: near to the measure, and never the same.
	Bridged bool
	Raw     string // the report's own words, of a cell with words for a number
}

// ConsolidationOf gathers what the report of a region's government on Filter.To is made of; the filter's basis does not matter.
func ConsolidationOf(ctx context.Context, db *sql.DB, f Filter) (*Consolidation, error) {
	f.From, f.Basis = f.To, BasisOwn
	atlas, err := atlasOf(ctx, db)
	if err != nil {
		return nil, err
	}
	at, err := atlas.at(f.Region)
	if err != nil {
		return nil, err
	}
	c := &Consolidation{Region: at.Region, Year: f.To}
	var words map[partPlace]string
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		c.Parts, err = ask(ctx, db, []string{"consolidation_parts.sql"}, scanPart, f.Region, f.To, string(f.Explained))
		return err
	})
	group.Go(func() (err error) { c.Missing, err = Missing(ctx, db, f); return err })
	group.Go(func() (err error) { words, err = partWords(ctx, db, f); return err })
	group.Go(func() (err error) {
		c.Cells, err = ask(ctx, db, []string{"consolidation.sql"}, func(rows *sql.Rows) (p PartCell, err error) {
			var value number
			err = rows.Scan(&p.Report, &p.Key, &p.Column, &value, &p.State, &p.Bridged)
			p.Value = value.value
			return p, err
		}, f.Region, f.To)
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for i := range c.Cells {
		if cell := &c.Cells[i]; cell.State == data.StateText {
			cell.Raw = words[partPlace{cell.Report, cell.CellID}]
		}
	}
	return c, nil
}

// partPlace is a cell of one of the reports.
type partPlace struct {
	report int
	data.CellID
}

// partWords is what stands as words in cells; the first, where a report has a cell twice.
func partWords(ctx context.Context, db *sql.DB, f Filter) (map[partPlace]string, error) {
	words := map[partPlace]string{}
	_, err := ask(ctx, db, []string{"consolidation_words.sql"}, func(rows *sql.Rows) (struct{}, error) {
		var (
			at  partPlace
			raw string
		)
		err := rows.Scan(&at.report, &at.Key, &at.Column, &raw)
		if _, twice := words[at]; !twice {
			words[at] = raw
		}
		return struct{}{}, err
	}, f.Region, f.To)
	return words, err
}

func scanPart(rows *sql.Rows) (ConsolidationPart, error) {
	var (
		p        ConsolidationPart
		editions [4]string
	)
	err := rows.Scan(&p.ID, &p.Name, &p.Region, &p.RegionName, &p.Kind, &p.Sample, &p.Roster, &p.Report, &p.Revision,
		&editions[0], &editions[1], &editions[2], &editions[3], &p.Errors, &p.Warnings)
	p.Editions = map[string]string{}
	for i, table := range tables {
		if editions[i] != "" {
			p.Editions[table] = editions[i]
		}
	}
	return p, err
}
