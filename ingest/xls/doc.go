// Package xls reads workbooks of Excel 97 to 2003 (.xls) and of WPS (.et) into a [data.Document]: the format BIFF8 inside a
// compound file. The recipe, a step a file:
//
//  1. container.go has package ole take the workbook's stream out of the compound file.
//  2. records.go splits the stream into records, each with the records that continue it; text.go reads the several ways
//     in which strings are kept.
//  3. workbook.go reads the first part of the stream: encryption, the list of sheets, the table of strings.
//  4. sheet.go reads the cells of a sheet: texts, numbers, the results formulas last had, and which cells are merged.
//  5. grid.go lays the cells of a sheet out as a grid.
//
// Of the hundred kinds of records those that say what stands in a cell are read, and all others passed over. A file may say
// anything: every length is checked, and nothing is allocated because a file asks for it.
package xls
