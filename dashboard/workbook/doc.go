// Package workbook writes what a page shows as one Excel workbook: a cover that says what the figures are, a sheet for each
// chart with its table and a native chart that can be edited, and a sheet for each list.
//
// book.go has the parts of a workbook and writes them in order. A chart's sheet (chart_sheet.go) prints the chart's one table
// of cells, the same the page prints; drawing.go reads from the option the page draws what is drawn, in which colours, and
// native.go draws the same with Excel's own charts. So a new chart on a page needs nothing here. What is drawn from the table
// refers to the table's cells; what is drawn from figures derived of it, as shares of a stack, has these in a block of its own
// below, headed 作图数据.
//
// Rules that hold for every sheet:
//
//   - A figure that is absent is an empty cell and a gap in the chart; never a zero.
//   - Numbers are numbers. A cell holds 15 digits: a longer one is written as text rather than changed.
//   - Rates are percentages computed from the exact counts. A rate of fewer than ten cases is an empty cell; its counts stand
//     in a column of text, k/n, and the flags in another.
//   - Text is text: nothing an agency wrote can become a formula. What is longer than a cell can hold is cut, and says so.
//   - The same book gives the same bytes. Nothing in it tells of the machine or the user.
package workbook
