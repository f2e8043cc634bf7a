package charts

import (
	"encoding/json"

	"tongjian/data/metrics"
	"tongjian/queries"
)

// Chart is one chart of a page with everything said about it.
type Chart struct {
	// Name is the chart's anchor on its page and the name of its files: volumes-parts.
	Name string
	// Title states the question the chart answers.
	Title string
	// Unit tells what is counted, with the basis: 单位：件.
	Unit string
	// Reading is a sentence on how to read it; empty when it needs none.
	Reading string
	// Definitions are the metrics it shows, whose formulas stand one click away.
	Definitions []metrics.Metric
	Legend      []Legend
	// Panels are drawn side by side on one scale; most charts have one. Without panels there was nothing to draw, and
	// Empty says why.
	Panels []Panel
	Empty  string
	// Small is set for panels that stand side by side.
	Small bool
	// Columns is how many of the page's twelve columns the chart takes.
	Columns int
	Table   Table
}

// Panel is one drawing of a chart.
type Panel struct {
	// Title and Link stand above it where a chart has several: the district, and the way down to it.
	Title, Link string
	// Note stands beside the title: the latest figure.
	Note string
	// Height is in CSS pixels.
	Height int
	// MinWidth is the least width it can be read at; a narrower screen scrolls it. 0 is any.
	MinWidth int
	Option   json.RawMessage
}

// Legend is an entry of a chart's legend.
type Legend struct {
	Label string
	// Class names the colour, as style.go and app.css know it: granted, refused.
	Class string
	// Decal names the pattern over the colour, as base.html and package svg know it; empty for none.
	Decal string
}

// Table holds the figures of a chart: rows of cells under columns.
type Table struct {
	Corner  string
	Columns []string
	// Units are those of the columns, where they differ; empty otherwise.
	Units []string
	Rows  []Row
}

// Unit is the unit of a column that has one of its own.
func (t Table) Unit(column int) string {
	if column < len(t.Units) {
		return t.Units[column]
	}
	return ""
}

// Row is one line of a table.
type Row struct {
	Label string
	Link  string // where the label leads: down to the district
	Sum   bool   // the region as a whole
	Cells []Cell
}

// Cell is one figure with all there is to say about it.
type Cell struct {
	queries.Figure
	Entity queries.Entity
	Year   int
	// Key and Name are the metric's or measure's.
	Key, Name string
	// Link leads to the cell of the report, or to the reports behind a sum.
	Link string
}

// Links tells where figures and entities lead, in the view the reader has chosen.
type Links struct {
	// Cell is where a figure comes from.
	Cell func(e queries.Entity, year int, key string, f queries.Figure) string
	// Entity is the same page for a part of the region; empty when there is nothing below it.
	Entity func(e queries.Entity) string
}

// cell makes a cell of a metric known to package metrics.
func (l Links) cell(e queries.Entity, year int, key string, f queries.Figure) Cell {
	c := Cell{Figure: f, Entity: e, Year: year, Key: key, Name: key}
	if m, ok := metrics.Lookup(key); ok {
		c.Name = m.Name
	}
	c.Link = l.Cell(e, year, key, f)
	return c
}

// lookup gives the metrics of keys, for definitions; keys are constants of this program.
func lookup(keys ...string) []metrics.Metric {
	var list []metrics.Metric
	for _, key := range keys {
		if m, ok := metrics.Lookup(key); ok {
			list = append(list, m)
		}
	}
	return list
}
