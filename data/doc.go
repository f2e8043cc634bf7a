// Package data holds the types that every part of Tongjian shares, and this tour of the whole program.
//
// A report is one agency's 政府信息公开工作年度报告 for one year. It travels through the program in one direction:
//
//  1. A file (workbook, text) is read into a [Document]: paragraphs and grids, every piece with its [Position].
//     Package ingest has one reader a format.
//  2. ingest locates the statutory tables 二, 三 and 四 (or the 统计表 of years up to 2018) by their labels, in the order of the form
//     declared in data/forms, and writes down each cell as a [Fact]: the figure, the raw text it was read from, and the
//     place it stands at. What is not recognised becomes [Unmapped]; nothing is dropped.
//  3. ingest/check compares the facts with the identities the form states or implies. What fails is a [Finding] with
//     both numbers and every cell involved. A finding never changes a fact. Before a job publishes, reports are compared
//     with each other too: with those of the year before, with those they add up.
//  4. data/warehouse stores the report in DuckDB as a new revision and publishes an immutable snapshot with rollups by
//     region, year and basis.
//  5. queries asks the snapshot: one .sql file and one typed function a question.
//  6. dashboard draws the answers: a page, a chart, a CSV or a JSON document, all of the same query.
//
// One word follows a number all the way: requests.received is declared in data/forms, placed in edition 2021, stored with
// "Sheet1!C7", selected in queries/volumes.sql, drawn in dashboard/charts/volumes.go. Back again, a point of a chart
// leads to the report page, with that cell highlighted in the original.
//
// The subpackages:
//
//	filing     when reports are due, and whether one came in time
//	keep       backups of a data directory, putting them back, verifying it
//	forms      the official form, edition by edition, label by label; everything else derives from it
//	metrics    every derived figure with its formula and the rules for showing it
//	regions    the GB/T 2260 codes, the roster of agencies, the matching of their names
//	warehouse  storage: jobs, revisions, snapshots, leases
//	incoming   files people have sent, until they are loaded
//	sample     the generator of sample reports, marked as such wherever they are shown
package data
