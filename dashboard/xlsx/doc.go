// Package xlsx writes lists for the office as Excel workbooks that can be printed as they are: a title, remarks, one table a
// sheet with Chinese heads that are repeated on every page and stay in view, A4 across, one page wide, pages numbered.
//
// Text is text: nothing an agency wrote becomes a formula. Nil is an empty cell, never a zero. The same sheets give the same
// bytes. Charts and whole pages are written by package workbook; here are lists of which one line is one thing to do.
package xlsx
