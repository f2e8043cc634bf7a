// Package check puts reports to the checks declared in data/checks and gives their findings. A check compares; it never changes
// a fact and never blocks loading. Each message is one sentence in the form's own words, with both numbers; the finding lists
// every cell involved.
//
// [Report] runs the checks inside one report, Go functions over its facts and claims, when the report is read. [Across] runs
// those across years (Y-) and across reports (S-, R-) over everything a job has loaded, before it publishes: one file of SQL
// each in across/, with a header that says what it finds, in what words and how grave that is; across/shared.sql holds what
// they are written in. The part of Y-COPY that is about words is Go, in copies.go and others.go.
//
// Only what is the same question is compared: rows of editions that ask another one are never set side by side, and a figure
// that a new edition or a new law made count something else does not jump. Where a cell holds no number the finding is a note
// that says what could not be compared; where reports are missing, a sum is a lower bound and judged as one.
//
// To add a check across reports: declare it in data/checks, write across/x_name.sql, and give it three fixtures in
// testdata/across, one that fails, one that passes, and one of what must not be found.
package check
