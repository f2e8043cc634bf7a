package dashboard

import (
	"slices"
	"strconv"
	"strings"

	"tongjian/data"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// documentView is the file as received, as far as this report stands in it.
type documentView struct {
	Blocks []docBlock
	Left   string // what is not shown, and why; empty when all is
}

// docBlock is a paragraph or a grid.
type docBlock struct {
	Text, Place, Anchor string
	Here                bool
	Name                string // of a sheet
	Rows                [][]docCell
	Gap                 string // rows left out before this grid
}

type docCell struct {
	Text, Place, Anchor string
	ColSpan, RowSpan    string // empty for one
	Here                bool
}

// spanned writes how many columns or rows a cell takes; nothing for one.
func spanned(n int) string {
	if n <= 1 {
		return ""
	}
	return strconv.Itoa(n)
}

// documentMarks are the places to be marked.
type documentMarks struct {
	here data.Position
	also []data.Position // the cells of a finding
}

// cell reports whether a cell of a grid is to be marked; paragraph whether a paragraph is, or holds one that is.
func (m documentMarks) cell(at data.Position) bool {
	return !at.IsZero() && (at == m.here || slices.Contains(m.also, at))
}

func (m documentMarks) paragraph(at data.Position) bool {
	return samePlace(at, m.here) || slices.ContainsFunc(m.also, func(p data.Position) bool { return samePlace(at, p) })
}

// placeAnchor is the id of a place in the document; empty for no place.
func placeAnchor(p data.Position) string {
	if p.IsZero() {
		return ""
	}
	return "at-" + strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '\n' {
			return '_'
		}
		return r
	}, p.String())
}

const (
	// wholeRows is the length of a grid that is shown in full; of a longer one the rows around those read are.
	wholeRows = 400
	aroundRow = 8
)

// viewDocument reads the stored document and picks what belongs to the report: other sheets of a workbook are other
// agencies' reports, and a list of thousands of rows is shown around the rows that were read.
func viewDocument(files warehouse.Files, r *queries.ReportDetail, marks documentMarks) (*documentView, error) {
	doc, err := files.ReadDocument(r.Source.DocumentSHA)
	if err != nil {
		return nil, err
	}
	sheets, read := placesRead(r)
	v := &documentView{}
	otherSheets, leftRows := 0, 0
	for _, b := range doc.Blocks {
		if b.Grid == nil {
			v.Blocks = append(v.Blocks, docBlock{Text: b.Text, Place: b.At.Label(), Anchor: placeAnchor(b.At), Here: marks.paragraph(b.At)})
			continue
		}
		if sheet := sheetOf(b); sheet != "" && len(sheets) > 0 && !sheets[sheet] {
			otherSheets++
			continue
		}
		block, left := viewGrid(b, read, marks)
		leftRows += left
		v.Blocks = append(v.Blocks, block)
	}
	var left []string
	if otherSheets > 0 {
		left = append(left, strconv.Itoa(otherSheets)+" 个工作表与这份报告无关，没有显示")
	}
	if leftRows > 0 {
		left = append(left, "长表中离所读各行较远的 "+strconv.Itoa(leftRows)+" 行没有显示")
	}
	v.Left = strings.Join(left, "；")
	return v, nil
}

// keep leaves out the blocks that are not to be shown, and says why.
func (v *documentView) keep(shown func(docBlock) bool, why string) {
	had := len(v.Blocks)
	if v.Blocks = slices.DeleteFunc(v.Blocks, func(b docBlock) bool { return !shown(b) }); len(v.Blocks) == had {
		return
	}
	if v.Left != "" {
		v.Left += "；"
	}
	v.Left += why
}

// placesRead are the sheets and lines something was read from.
func placesRead(r *queries.ReportDetail) (sheets map[string]bool, lines map[int]bool) {
	sheets, lines = map[string]bool{}, map[int]bool{}
	note := func(p data.Position) {
		if p.Sheet != "" {
			sheets[p.Sheet] = true
		}
		lines[p.Line] = true
	}
	for _, f := range r.Facts {
		note(f.At)
	}
	for _, u := range r.Unmapped {
		note(u.At)
	}
	for _, c := range r.Claims {
		note(c.At)
	}
	return sheets, lines
}

func sheetOf(b data.Block) string {
	if b.Grid.Name != "" {
		return b.Grid.Name
	}
	return b.At.Sheet
}

func viewGrid(b data.Block, read map[int]bool, marks documentMarks) (docBlock, int) {
	out := docBlock{Name: b.Grid.Name, Anchor: placeAnchor(b.At)}
	left := 0
	for _, row := range b.Grid.Rows {
		if len(b.Grid.Rows) > wholeRows && !near(row, read) {
			left++
			continue
		}
		var cells []docCell
		for _, c := range row {
			cells = append(cells, docCell{Text: c.Text, Place: c.At.Label(), Anchor: placeAnchor(c.At), ColSpan: spanned(c.ColSpan),
				RowSpan: spanned(c.RowSpan), Here: marks.cell(c.At)})
		}
		out.Rows = append(out.Rows, cells)
	}
	return out, left
}

// near reports whether a row stands close to one that was read.
func near(row []data.DocCell, read map[int]bool) bool {
	if len(row) == 0 {
		return false
	}
	line := row[0].At.Line
	for n := line - aroundRow; n <= line+aroundRow; n++ {
		if read[n] {
			return true
		}
	}
	return false
}

// samePlace reports whether a paragraph holds a place: the same line, whatever the cell.
func samePlace(paragraph, here data.Position) bool {
	here.Cell, paragraph.Cell = 0, 0
	return !here.IsZero() && paragraph == here
}
