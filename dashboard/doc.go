// Package dashboard serves the pages of Tongjian: what the newest snapshot says, drawn, tabulated and traceable to the cell.
//
// server.go has every route on one screen. A page is a file page_x.go with a pure function newX(ctx, query) that asks
// package queries and gives a value; the value is what the template of the same name prints, and what the page's JSON and
// CSV twins export. handle.go leases a snapshot, reads the address, builds the value, renders it into a buffer and only
// then answers, so that a failing template is an error page and never half a page.
//
// Every export says what the page says (records.go): CSV, JSON, and as a workbook (export.go, package workbook) the charts'
// tables with native charts, the lists, and a cover that tells what the figures are. Export writes them without a server.
//
// What a reader chooses is in the address and nowhere else (params.go): every view is a link, and the links of a page carry
// the choice along (links.go). Every page is complete without JavaScript: the tables are in the HTML, and every chart
// is a picture the server has drawn (pictures.go, package svg), which static/charts.js replaces by one that can be pointed at,
// from the same option, completed by the same static/option.js.
//
// What an answer depends on beside this program is in its key (cache.go): answers are kept by it, compressed, and made once for
// all who ask at the same time.
//
// Of each new snapshot the pages everybody starts from are asked ahead (warm.go), so that what they have in common is known when the
// first visitor comes. Nothing waits for it.
//
// What an office says about findings (data/office) is laid over the immutable snapshot: explained.go works it out once for each
// snapshot and state of the office, and the state is part of every key and ETag. write.go has the few addresses that change
// something, all of them forms sent by POST from a page of this site; they write to the office's store and to nothing else.
//
// snapshot=N in an address shows the page as of an older snapshot (asof.go): a line on top says so, and every link, form and chart of
// the finished page carries it along. page_changes.go tells what changed between two snapshots, page_report_changes.go between two
// revisions of a report.
//
// Everything an agency wrote is data: templates escape it, the policy in headers.go allows no inline script or style, and
// nothing is ever requested from another host.
package dashboard
