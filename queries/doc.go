// Package queries asks a published snapshot: one .sql file and one typed function a question.
//
// Every function takes the *sql.DB of a leased snapshot (data/warehouse) and a [Filter], and returns a struct of named
// results; nothing here writes. The SQL stays inside what DuckDB and PostgreSQL 15 both accept. Each question is answered
// by a fixed, small number of set-based statements, whatever the number of regions, years or agencies.
//
// The pieces every answer is made of:
//
//   - The [Atlas] is how the regions lie to each other and how many reports each has. It is read once a snapshot ([Shared]): no
//     question asks it again.
//   - A [Frame] says what the answer is about: region, basis, years, the parts the region is divided into, coverage,
//     breaks. Pages print it under every chart.
//   - An [Entity] is a row of a comparison: a region, the agencies directly under a region (本级), or one agency.
//   - A [Figure] is one number: an evaluated metrics.Value with how many reports stand behind it, how many of them gave a
//     number, and the report that leads to the cell when there is just one. A measure as reported and a derived rate are
//     both Figures and are shown by the same template.
//
// Files whose first comment says "Shared part" open a WITH that others continue: cells_*.sql (the figures of regions, of own
// agencies, of agencies), placed_*.sql (the reports behind them), heads.sql, matching.sql. So the one .sql of a question
// names its measures and nothing else: volumes.sql is where requests.received is selected.
//
// Where reports leave cells blank, a rate is of the reports that give every number it needs (complete.sql): its numerator and
// denominator speak of the same agencies.
//
// Own and consolidated reports never add up: every figure comes from one [Basis]. Answers are complete grids: an entity or
// year without data has a Figure whose Absent says why, so that charts draw a gap and nothing is dropped.
package queries
