// Package ofd reads documents in the national format for fixed layout (.ofd, GB/T 33190—2016) into a [data.Document]. Like a PDF, such a
// file knows nothing of tables: it says which character stands where on a page and where lines are drawn. Unlike a PDF, it is an archive of
// XML. The recipe, a step a file:
//
//  1. pack.go opens the archive and finds parts by the ways files name them, within limits.
//  2. document.go follows OFD.xml to the documents in the file (clause 7.4), and each to its pages, templates and resources (7.5–7.7).
//  3. content.go goes through what is drawn on a page (8.5): layers, blocks, pictures, units kept among the resources.
//  4. text.go places characters (11), path.go the corners of drawn lines (9); geometry.go counts their coordinates up to the page's.
//
// The tables on the pages are found by package pdf, which does that for any fixed layout. What cannot be seen on paper is not read: text
// drawn in no colour under a scanned picture is what a recognition program believed to see there.
package ofd
