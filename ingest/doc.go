// Package ingest turns report files into facts. The recipe, a step a file:
//
//  1. readers.go tells a file's format by its content and calls the reader for it (read_xlsx.go, read_text.go). A reader
//     produces a [data.Document]: paragraphs and grids with their places. It knows nothing of the form.
//  2. pieces.go lays the Document out as a list of pieces in reading order: labels, values, blanks. glued.go takes apart what text
//     has run together, side_by_side.go tables pasted beside each other, turned.go turns a table 三 that lies on its side.
//  3. align.go matches the labels with those of the form as a sequence: the rows of a form come in a known order, and a
//     sequence survives lost characters, wrapped lines and rows that look alike where row-by-row matching does not. missed.go adds
//     rows it left out, shortened.go knows labels of which only some words are left.
//  4. values.go decides which piece fills which cell of a matched row: by the columns' headings where columns are real, by
//     order where they are not. number.go reads the figure.
//     text_columns.go finds columns in text that are as good as ruled, and headings in another order than the form's; wrapped_heads.go
//     and result_order.go do so for headings in pieces and for those of table 四. office_rows.go chooses among several rows under them,
//     twice_named.go doubts rows named twice.
//     years.go tells the report's own figures from those of another year printed beside them. routes.go reads a table 四 printed as
//     several rows, beside.go a table 二 of one figure a line, before.go figures that stand before their labels.
//  5. locate.go runs this for every table and edition, keeps the edition that fits better, and gathers what belongs to no
//     row of the form as unmapped. captions.go tells a report's tables from those of another year and from parts printed again.
//  6. identity.go tells agency, region, year and scope: from the title and the lines about it (identity_title.go), then from who signed,
//     what the text says of itself, the file's name and the folders (identity_names.go).
//  7. claims.go hands what stands outside the tables to package claims, which reads the numbers the prose states.
//  8. Package check compares the facts with the form's identities, and the claims with the facts.
//  9. ingest.go does all of this for many files on all cores and hands them to data/warehouse, many at a time.
//  10. When all are loaded, package check compares years and reports with each other ([check.Across]), before the job publishes.
//
// Measured on two cores that others shared (commands in the tests named):
//
//   - TestVariants and TestConvertedVariants write reports in some eighty ways agencies send them and compare cell by cell: no cell is
//     wrong without a finding.
//   - TestOddVariants does so with columns and rows left out, added, swapped, merged or repeated, cells left blank or filled with words,
//     in two dozen ways to write tables as text: no cell is wrong without a finding but one the test names.
//   - BenchmarkWorkbooksOf, 476 workbooks, medians of runs in turn: opening one and taking its rows with excelize takes 4.9 ms of
//     computing, reading and checking it 4.1 ms, loading it too 7.0 ms, 1.4 times as much.
//   - TestManyFiles: of 10,000 files of all formats the process held 430 MB after 4,000, 429 MB after 8,000 and 445 MB after 10,000, DuckDB
//     103 to 117 MB of it, the Go heap 39 to 114 MB; they took 91 s, and publishing them 6 s and 612 MB at most. None failed.
//   - testdata/compare/sheetjs.mjs, one file after another on one core, 417 workbooks: to turn one into cells SheetJS takes 4.1 ms of
//     computing, this package 1.4 ms; reading and checking it takes 3.8 ms in the same run, and loading it too 6.7 ms.
//
// Nothing here invents, repairs or rounds a figure: what cannot be read for certain becomes a READ finding that names its
// place, or stays unmapped.
package ingest
