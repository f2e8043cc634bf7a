// Package pdf reads a PDF file with a text layer into a [data.Document]. A PDF knows nothing of tables or paragraphs: it says
// which character stands where on a page and where lines are drawn. The recipe, a step a file:
//
//  1. engine.go starts PDFium, which is compiled to WebAssembly and part of the program, and opens a file in an instance of its
//     own with limits on time and memory.
//  2. page.go lists the characters of a page with their boxes, objects.go the ruling lines and pictures; coordinates.go turns
//     both the way the page is read.
//  3. rules.go joins the pieces of ruling lines and finds the regions they enclose; grid.go cuts a region into cells.
//  4. lines.go joins characters into lines and the lines of a cell into its text; loose.go does the same for what stands outside
//     the grids, where columns are told by the gaps between words.
//  5. document.go puts the pages together: page numbers and running heads go, a grid cut in two by a page break becomes one, the
//     lines of a paragraph become one text.
//  6. render.go draws a page as a picture, for looking up what was read.
//
// What cannot be seen on paper is not read: text hidden under a scanned picture is what a recognition program believed to
// see there, and no figure is taken from it.
package pdf
