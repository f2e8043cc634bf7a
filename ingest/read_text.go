package ingest

import (
	"fmt"
	"strings"

	"tongjian/data"
)

// isText accepts anything that holds no control characters other than those of text, in UTF-8, UTF-16 or GB18030.
func isText(b []byte) bool {
	_, ok := textHead(b)
	return ok
}

// readText reads plain text. Lines with tabs or bars become rows of a grid; all others are paragraphs.
func readText(b []byte) (data.Document, error) {
	lines, err := textLinesOf(b)
	if err != nil {
		return data.Document{}, err
	}
	var (
		t     textLines
		cells int
	)
	for i, line := range lines {
		line, ruled := withBars(line)
		if ruled {
			continue
		}
		row := splitLine(line, i+1)
		if cells += len(row); cells > maxCells {
			return data.Document{}, fmt.Errorf("单元格数%w %d 个", errTooLarge, maxCells)
		}
		t.add(i+1, line, row)
	}
	return data.Document{Blocks: t.blocks}, nil
}

// plainText gives what a text file says, each line ended by a line feed alone.
func plainText(b []byte) (string, error) {
	text, err := decodeText(b, "")
	if err != nil {
		return "", err
	}
	switch {
	case len(text) > maxTextBytes:
		return "", fmt.Errorf("文字 %d MB，%w %d MB", len(text)>>20, errTooLarge, maxTextBytes>>20)
	case strings.TrimSpace(text) == "":
		return "", errNotReadable{"文件里没有文字"}
	}
	return lineFeeds(text), nil
}

// lineFeeds ends every line with a line feed alone.
func lineFeeds(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// textLinesOf gives the lines of a text file.
func textLinesOf(b []byte) ([]string, error) {
	text, err := plainText(b)
	if err != nil {
		return nil, err
	}
	if strings.Count(text, "\n") > maxLines {
		return nil, fmt.Errorf("行数%w %d 行", errTooLarge, maxLines)
	}
	return strings.Split(text, "\n"), nil
}

// textLines gathers lines into blocks: a run of separated lines is one grid, any other line a paragraph.
type textLines struct {
	blocks []data.Block
	grid   *data.Grid
	// paragraph is the number of the last line that was a paragraph.
	paragraph int
}

func (t *textLines) add(line int, text string, row []data.DocCell) {
	if t.paragraph > 0 && t.paragraph == line-1 && strings.Trim(text, "|｜ ") == "" && len(row) > 0 {
		// The bar that ends a cell has slipped to a line of its own, under the cell's text.
		if row = row[1:]; len(row) == 0 {
			return
		}
	}
	switch {
	case row == nil && strings.TrimSpace(text) == "":
		// A blank line does not end a grid: rows are found broken over one.
	case row == nil:
		t.endGrid()
		t.paragraph = line
		t.blocks = append(t.blocks, data.Block{Text: strings.TrimSpace(text), At: data.Position{Line: line}})
	default:
		if t.grid == nil {
			t.grid = &data.Grid{}
			t.blocks = append(t.blocks, data.Block{Grid: t.grid, At: row[0].At})
		}
		t.grid.Rows = append(t.grid.Rows, row)
	}
}

func (t *textLines) endGrid() { t.grid = nil }

// withBars writes the lines of tables drawn with box characters as bars; ruled is true for a line that is drawn and says nothing.
func withBars(line string) (_ string, ruled bool) {
	if !strings.ContainsAny(line, "│┃║├┌└┏┗┣╔╚╠╟┠") {
		return line, false
	}
	if strings.Trim(line, "─━│┃┄┅┆┇┈┉┊┋┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋═║╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬ \u3000") == "" {
		return line, strings.ContainsAny(line, "─━═")
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '│', '┃', '║', '├', '┤', '┣', '┫', '╠', '╣', '┼', '╋', '╬':
			return '|'
		}
		return r
	}, line), false
}

// splitLine gives the cells of a line with tabs or bars, and nil for a line with neither. Cells count from 1 within their line.
//
// A tab stands between two cells. A bar ends a cell, as in "规章 | 0 | 0 | 0 |", so a line of bars alone holds as many blank
// cells; only a line that holds text and both begins and ends with a bar, as Markdown has it, opens with one. What stands after the last
// bar is a cell when it is not blank.
func splitLine(line string, number int) []data.DocCell {
	var texts []string
	switch {
	case strings.Contains(line, "\t"):
		texts = strings.Split(line, "\t")
	case strings.ContainsAny(line, "|｜"):
		line = strings.ReplaceAll(line, "｜", "|")
		trimmed := strings.TrimSpace(line)
		if strings.HasPrefix(trimmed, "|") && strings.HasSuffix(trimmed, "|") && strings.Trim(trimmed, "| ") != "" {
			line = trimmed[1:]
		}
		texts = strings.Split(line, "|")
		if strings.TrimSpace(texts[len(texts)-1]) == "" {
			texts = texts[:len(texts)-1]
		}
	default:
		return nil
	}
	row := make([]data.DocCell, len(texts))
	for i, text := range texts {
		row[i] = data.DocCell{Text: text, Col: i, ColSpan: 1, RowSpan: 1, At: data.Position{Line: number, Cell: i + 1}}
	}
	return row
}
