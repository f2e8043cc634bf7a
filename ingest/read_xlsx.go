package ingest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"tongjian/data"
)

// isXLSX looks for the workbook part's name, which every xlsx carries uncompressed in its directory.
func isXLSX(b []byte) bool {
	return bytes.HasPrefix(b, zipMagic) && bytes.Contains(b, []byte("xl/workbook.xml"))
}

// readXLSX reads the visible sheets of a workbook, each into a grid. Cells hold the stored value, not its display format, so
// that 1,234 shown for 1234.5 does not hide a half; formulas hold the value their author's program last computed.
func readXLSX(b []byte) (data.Document, error) {
	f, err := excelize.OpenReader(bytes.NewReader(onlyCells(b)), excelize.Options{
		RawCellValue:      true,
		UnzipSizeLimit:    maxUnzipBytes,
		UnzipXMLSizeLimit: maxUnzipBytes, // equal: nothing is spilled to temporary files
	})
	if err != nil {
		if strings.Contains(err.Error(), "unzip size") {
			return data.Document{}, fmt.Errorf("工作簿解压后%w %d MB", errTooLarge, maxUnzipBytes>>20)
		}
		return data.Document{}, errNotReadable{"工作簿打不开，已损坏或没有下载完整：请重新发送"}
	}
	defer f.Close()
	var (
		doc   data.Document
		cells int
	)
	parts := sheetParts(f)
	for _, sheet := range f.GetSheetList() {
		visible, err := f.GetSheetVisible(sheet)
		if err != nil || !visible {
			continue
		}
		grid, err := readSheet(f, sheet, parts[sheet], &cells)
		if err != nil {
			return data.Document{}, fmt.Errorf("工作表“%s”：%w", sheet, err)
		}
		if grid != nil {
			doc.Blocks = append(doc.Blocks, data.Block{Grid: grid, At: data.Position{Sheet: sheet, Line: 1, Cell: 1}})
		}
	}
	if len(doc.Blocks) == 0 {
		return data.Document{}, errNotReadable{"工作簿是空的"}
	}
	return doc, nil
}

// readSheet gives the sheet's grid, or nil when nothing stands on it. cells counts over the whole file.
func readSheet(f *excelize.File, sheet, part string, cells *int) (*data.Grid, error) {
	merged, err := mergedRanges(f, sheet, part)
	if err != nil {
		return nil, err
	}
	grid := &data.Grid{Name: sheet, Ruled: true}
	last := 0
	err = eachRow(f, sheet, part, func(line int, texts []string) error {
		texts = trimAbsent(texts)
		if len(texts) > maxGridCols {
			return fmt.Errorf("第 %d 行有 %d 列，%w %d 列", line, len(texts), errTooLarge, maxGridCols)
		}
		if line > maxGridRows {
			if len(trimEmpty(texts)) == 0 {
				return nil
			}
			return fmt.Errorf("行数%w %d 行", errTooLarge, maxGridRows)
		}
		row, filled, err := sheetRow(sheet, line, texts, merged[line])
		if err != nil {
			return err
		}
		if *cells += filled; *cells > maxCells {
			return fmt.Errorf("单元格数%w %d 个", errTooLarge, maxCells)
		}
		for len(grid.Rows) < line-1 {
			grid.Rows = append(grid.Rows, nil)
		}
		if len(grid.Rows) >= line {
			return fmt.Errorf("第 %d 行出现两次，或行号没有按次序", line)
		}
		grid.Rows = append(grid.Rows, row)
		if filled > 0 {
			last = line
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if last == 0 {
		return nil, nil
	}
	grid.Rows = grid.Rows[:last]
	return grid, nil
}

// sheetRow lists the cells of one row, leaving out those covered by a merged range that starts elsewhere, and counts the
// filled ones.
func sheetRow(sheet string, line int, texts []string, merged []mergedRange) ([]data.DocCell, int, error) {
	row, filled := make([]data.DocCell, 0, len(texts)), 0
	for i, text := range texts {
		if utf8.RuneCountInString(text) > maxCellRunes {
			return nil, 0, fmt.Errorf("第 %d 行第 %d 列的文字%w %d 字", line, i+1, errTooLarge, maxCellRunes)
		}
		cell := data.DocCell{Text: text, Col: i, ColSpan: 1, RowSpan: 1,
			At: data.Position{Sheet: sheet, Line: line, Cell: i + 1}}
		if m, ok := mergedAt(merged, i+1); ok {
			if m.line != line || m.col != i+1 {
				continue
			}
			cell.ColSpan, cell.RowSpan = m.cols, m.lines
		}
		if cell.Text != "" {
			filled++
		}
		row = append(row, cell)
	}
	return row, filled, nil
}

// plainNumber writes a stored number the way Excel shows it: 15 significant digits, no exponent. Files store doubles, so 26.55
// may stand there as 26.550000000000001; fifteen digits is the precision the sheet itself promises. Anything else is returned
// as it is. Digits written as text are no number: they stand as they do in the file.
func plainNumber(text string) string {
	if len(text) < 3 || len(text) > 30 || strings.IndexFunc(text, notNumeric) >= 0 {
		return text
	}
	if len(text) < 16 && !strings.ContainsAny(text, "eE") {
		return text
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil {
		return text
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}

func notNumeric(r rune) bool {
	return (r < '0' || r > '9') && r != '.' && r != '-' && r != '+' && r != 'e' && r != 'E'
}

// trimAbsent cuts a row that reaches too far back to its last filled cell: formats are often laid over whole rows.
func trimAbsent(texts []string) []string {
	if len(texts) <= maxGridCols {
		return texts
	}
	return trimEmpty(texts)
}

func trimEmpty(texts []string) []string {
	for len(texts) > 0 && texts[len(texts)-1] == "" {
		texts = texts[:len(texts)-1]
	}
	return texts
}

// mergedRange is a merged cell: where it starts and how far it reaches.
type mergedRange struct{ line, col, lines, cols int }

// maxMergedCells bounds the area all merged ranges of a sheet may cover together: a merge over whole columns says nothing about
// a table and would fill memory.
const maxMergedCells = 200_000

// mergedAt gives the merged range a column of a line is in, of those that line has; the last where ranges overlap.
func mergedAt(ranges []mergedRange, col int) (mergedRange, bool) {
	for _, m := range slices.Backward(ranges) {
		if m.col <= col && col < m.col+m.cols {
			return m, true
		}
	}
	return mergedRange{}, false
}

// mergedRanges gives, for each line, the merged ranges it has a part in. It reads the few <mergeCell> elements out of the sheet's
// part directly: asking excelize would parse the whole sheet a second time, at the cost of all the rest together.
func mergedRanges(f *excelize.File, sheet, part string) (map[int][]mergedRange, error) {
	refs, err := mergeReferences(f, sheet, part)
	if err != nil {
		return nil, err
	}
	ranges := map[int][]mergedRange{}
	covered := 0
	for _, ref := range refs {
		first, last, _ := strings.Cut(ref, ":")
		if last == "" {
			continue
		}
		c1, r1, err1 := excelize.CellNameToCoordinates(first)
		c2, r2, err2 := excelize.CellNameToCoordinates(last)
		if err := errors.Join(err1, err2); err != nil || c2 < c1 || r2 < r1 {
			return nil, fmt.Errorf("合并单元格 %s 无效", ref)
		}
		m := mergedRange{line: r1, col: c1, lines: r2 - r1 + 1, cols: c2 - c1 + 1}
		if m.lines > maxMergedCells || m.cols > maxMergedCells {
			continue
		}
		if covered += m.lines * m.cols; covered > maxMergedCells {
			return nil, fmt.Errorf("合并单元格覆盖的面积%w %d 格", errTooLarge, maxMergedCells)
		}
		for line := r1; line <= r2; line++ {
			ranges[line] = append(ranges[line], m)
		}
	}
	return ranges, nil
}

func mergeReferences(f *excelize.File, sheet, part string) ([]string, error) {
	raw, ok := f.Pkg.Load(part)
	b, isBytes := raw.([]byte)
	if !ok || !isBytes {
		cells, err := f.GetMergeCells(sheet)
		if err != nil {
			return nil, fmt.Errorf("合并单元格读不出：%w", err)
		}
		var refs []string
		for _, c := range cells {
			refs = append(refs, c.GetStartAxis()+":"+c.GetEndAxis())
		}
		return refs, nil
	}
	start := bytes.LastIndex(b, []byte("</sheetData>"))
	if start < 0 {
		return nil, nil
	}
	var refs []string
	d := xml.NewDecoder(bytes.NewReader(b[start+len("</sheetData>"):]))
	d.Strict = false
	for {
		token, err := d.RawToken()
		if err != nil {
			return refs, nil // the tail ends with the worksheet's own closing tag, or is damaged: what was found counts
		}
		el, ok := token.(xml.StartElement)
		if !ok || el.Name.Local != "mergeCell" {
			continue
		}
		for _, a := range el.Attr {
			if a.Name.Local == "ref" {
				refs = append(refs, a.Value)
			}
		}
	}
}

// sheetParts maps each sheet's name to its part inside the package: Sheet1 → xl/worksheets/sheet1.xml.
func sheetParts(f *excelize.File) map[string]string {
	parts := map[string]string{}
	raw, _ := f.Pkg.Load("xl/_rels/workbook.xml.rels")
	b, ok := raw.([]byte)
	if !ok || f.WorkBook == nil {
		return parts
	}
	var rels struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		}
	}
	if xml.Unmarshal(b, &rels) != nil {
		return parts
	}
	targets := map[string]string{}
	for _, r := range rels.Relationship {
		if rest, ok := strings.CutPrefix(r.Target, "/"); ok {
			targets[r.ID] = rest
			continue
		}
		targets[r.ID] = path.Join("xl", r.Target)
	}
	for _, s := range f.WorkBook.Sheets.Sheet {
		parts[s.Name] = targets[s.ID]
	}
	return parts
}
