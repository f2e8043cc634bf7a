// Package pdf reads a PDF file with a text layer into a [data.Document]. A PDF knows nothing of tables or paragraphs: it says
// which character stands where on a page and where lines are drawn. The recipe, a step a file:
//
//  1. engine.go starts PDFium, which is compiled to WebAssembly and part of the program, and opens a file in an instance of its
//     own with limits on time and memory.
//  2. page.go lists the characters of a page with their boxes, objects.go the ruling lines and pictures; coordinates.go turns
//     both the way the page is read. overlaid.go leaves out watermarks and shadows, clipped.go what is cut off at its cell. sheets.go
//     takes pages from elsewhere instead: package ofd reads another format of fixed layout.
//  3. rules.go joins the pieces of ruling lines and finds the regions they enclose; grid.go cuts a region into cells, stacked.go
//     tells tables that adjoin, and overflow.go keeps a text that is shown over the cells beside its own in one piece.
//  4. lines.go joins characters into lines and the lines of a cell into its text; loose.go does the same for what stands outside
//     the grids, where columns are told by the gaps between words, beside.go helping where gaps are narrow. unlined.go,
//     unlined_heads.go, unlined_grid.go and unlined_labels.go find the tables set without lines among it; where each column has its heading
//     and each row its whole label, their columns are as real as ruled ones.
//  5. document.go puts the pages together with writer.go: page numbers and running heads go, a grid cut in two by a page break becomes
//     one (parts.go), so do a table without lines that goes on over the page (below.go), pages a wide table goes on beside (across.go,
//     across_rows.go), and the lines of a paragraph.
//  6. look.go and render.go draw a page with a place marked on it, for looking up what was read.
//
// What cannot be seen on paper is not read: text hidden under a scanned picture is what a recognition program believed to
// see there, and no figure is taken from it.
package pdf
