package sample

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/regions"
)

// Mistakes in the prose, in what the file says of itself, and in how the tables are typed.

// misstate makes the prose state a number that is not the table's. occasion tells whether the report states it at all.
func misstate(check, which string, occasion func(*draft) bool) func(*draft, chance) bool {
	return func(d *draft, r chance) bool {
		if d.layout == layoutTables || d.spelling == spellStrokes || !d.own() || !occasion(d) {
			return false
		}
		d.slip = slip{check: check, which: which, by: some(r)}
		return true
	}
}

// atLeast is the occasion for a mistake in the number of a measure.
func atLeast(n int64, keys ...string) func(*draft) bool {
	return func(d *draft) bool {
		sum := int64(0)
		for _, key := range keys {
			v, ok := d.total(key)
			if !ok {
				return false
			}
			sum += v
		}
		return sum >= n
	}
}

// zeroTable: table 三 was never filled in, though the text tells of requests.
func zeroTable(d *draft, _ chance) bool {
	if d.layout == layoutTables || !d.own() || d.figures.count("requests.received", forms.Total) < 3 {
		return false
	}
	for _, cell := range d.cells {
		if cell.Table == "3" {
			cell.setNumber(decimal.Zero)
			d.touched[cell.ID()] = true
		}
	}
	d.zeroed = true
	return true
}

// mangledRow is a row whose label was typed so that it must be told by its place.
type mangledRow struct {
	table, label string
	cells        []data.CellID
}

// mangleLabel: a label of table 三 was typed anew from memory.
func mangleLabel(d *draft, _ chance) bool {
	done := false
	d.rewrite("3", func(blocks []forms.Block) {
		i := slices.IndexFunc(blocks[0].Rows, func(row forms.Row) bool { return row.Cells[0].Key == "outcome.refused.internal_affairs" })
		if i < 0 {
			return
		}
		row := blocks[0].Rows[i]
		row.Label = "5.属于内部管理事务信息"
		m := mangledRow{table: "3", label: row.Label}
		for _, c := range row.Cells {
			m.cells = append(m.cells, c.CellID)
		}
		blocks[0].Rows[i] = row
		d.mangled, done = append(d.mangled, m), true
	})
	return done
}

// fileOfNeighbour: the file was saved under the name of the same body of another district.
func fileOfNeighbour(d *draft, r chance) bool {
	region, _ := regions.ByCode(d.Region)
	if !d.own() || d.Region == regions.SamplePrefecture || d.trade.township || !strings.HasPrefix(d.Name, region.Name) {
		return false
	}
	others := slices.DeleteFunc(regions.Children(regions.SamplePrefecture), func(o regions.Region) bool { return o.Code == d.Region })
	d.fileRegion = pick(r, others).Name
	return true
}

// fileName gives the name of the workbook without its ending.
func (d *draft) fileName() string {
	if d.fileRegion == "" {
		return d.nameThen()
	}
	region, _ := regions.ByCode(d.Region)
	return d.fileRegion + strings.TrimPrefix(d.Name, region.Name)
}
