// Package charts draws the answers of package queries: one question a file, listed in page order in charts.go.
//
// A chart is built from one table of cells ([Table]): what the page prints, what is exported as CSV and JSON, and what is
// drawn are the same cells, so that they cannot disagree. go-echarts builds the option; this package only ever marshals
// it as data. Nothing an agency wrote can become code: there are no script functions in an option, formatters are named
// and live in static/charts.js, and the encoder escapes what would end a script block.
//
// Rules that hold for every chart:
//
//   - A figure that is absent is null, a gap in the line, a hatched field in a heat map; never a zero.
//   - Counts reach the page as exact decimals (json.Number). Only derived limits and intervals are floating point.
//   - The text of a point is made here, with the unit and the reason of a gap, and is the same as in the table.
//   - A share of fewer than ten cases is not drawn; its counts are written instead.
//   - Years at which what is counted changes are marked on the axis.
package charts
