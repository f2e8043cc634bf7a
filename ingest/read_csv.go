package ingest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"tongjian/data"
)

// isCSV recognises a table kept as text. Where the name says table, some separators are enough. Elsewhere every line must hold the
// same number of commas or semicolons, as programs write them; tabs prove nothing, text pasted from Word has them too.
func isCSV(name string, b []byte) bool {
	if _, ok := textHead(b); !ok {
		return false
	}
	head := b[:min(len(b), sniffBytes)]
	if i := bytes.LastIndexAny(head, "\r\n"); i > 0 && len(head) < len(b) && guessUTF16(b) == nil {
		head = head[:i]
	}
	text, err := decodeText(head, "")
	if err != nil {
		return false
	}
	text = lineFeeds(text)
	separator, lines := separatorOf(text)
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv", ".tab", ".xls", ".xlsx", ".et":
		return lines > 1
	}
	return (separator == ',' || separator == ';') && even(text, separator)
}

// separators of cells, the likelier first.
const separators = "\t,;|"

// separatorOf finds what separates the cells of a text: what most lines hold, and how many lines hold it.
func separatorOf(text string) (separator rune, lines int) {
	separator = ','
	for _, r := range separators {
		n := 0
		for _, count := range countPerLine(text, r) {
			if count > 0 {
				n++
			}
		}
		if n > lines {
			separator, lines = r, n
		}
	}
	return separator, lines
}

// even reports whether nearly every line of a text holds the same number of separators.
func even(text string, separator rune) bool {
	const fewest = 5 // lines
	counts := countPerLine(text, separator)
	same := map[int]int{}
	for _, n := range counts {
		if n >= 2 {
			same[n]++
		}
	}
	most := 0
	for _, n := range same {
		most = max(most, n)
	}
	return most >= fewest && most*10 >= len(counts)*8
}

// countPerLine counts a separator in the first lines that are not blank, outside quotes.
func countPerLine(text string, separator rune) []int {
	const looked = 400 // lines
	var counts []int
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		n, quoted := 0, false
		for _, r := range line {
			switch {
			case r == '"':
				quoted = !quoted
			case r == separator && !quoted:
				n++
			}
		}
		if counts = append(counts, n); len(counts) == looked {
			break
		}
	}
	return counts
}

// readCSV reads a table kept as text as one grid, its columns as real as those of the sheet it came from.
func readCSV(b []byte) (data.Document, error) {
	text, err := plainText(b)
	if err != nil {
		return data.Document{}, err
	}
	skipped := 0
	separator, _ := separatorOf(text)
	if first, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(first, "sep=") {
		// Excel's own way of saying what separates the cells.
		if r, _ := utf8.DecodeRuneInString(first[len("sep="):]); strings.ContainsRune(separators, r) {
			separator, text, skipped = r, rest, 1
		}
	}
	grid, err := csvGrid(text, separator, skipped, true)
	if errors.Is(err, errLongQuote) {
		grid, err = csvGrid(text, separator, skipped, false)
	}
	if err != nil {
		return data.Document{}, err
	}
	if len(grid.Rows) == 0 {
		return data.Document{}, errNotReadable{"文件里没有文字"}
	}
	return data.Document{Blocks: []data.Block{{Grid: grid, At: grid.Rows[0][0].At}}}, nil
}

// errLongQuote is a quote that runs over so many lines that it was probably never closed.
var errLongQuote = errors.New("quote over many lines")

const maxQuotedLines = 12

// csvGrid splits the text into cells. skipped is the number of lines already taken off the file. Without quotes, a quotation mark is
// a character like any other and every line is a row.
func csvGrid(text string, separator rune, skipped int, quotes bool) (*data.Grid, error) {
	g := &data.Grid{Ruled: true}
	next := lineRows(text, separator)
	if quotes {
		next = csvRows(text, separator)
	}
	cells := 0
	for {
		texts, line, err := next()
		if errors.Is(err, io.EOF) {
			return g, nil
		}
		if err != nil {
			return nil, err
		}
		if texts = trimEmpty(texts); len(texts) == 0 {
			continue
		}
		if len(texts) > maxGridCols {
			return nil, fmt.Errorf("第 %d 行有 %d 列，%w %d 列", line, len(texts), errTooLarge, maxGridCols)
		}
		if cells += len(texts); cells > maxCells || len(g.Rows) == maxGridRows {
			return nil, fmt.Errorf("表格%w %d 行、%d 个单元格", errTooLarge, maxGridRows, maxCells)
		}
		row := make([]data.DocCell, len(texts))
		for i, t := range texts {
			if utf8.RuneCountInString(t) > maxCellRunes {
				return nil, fmt.Errorf("第 %d 行第 %d 列的文字%w %d 字", line, i+1, errTooLarge, maxCellRunes)
			}
			row[i] = data.DocCell{Text: t, Col: i, ColSpan: 1, RowSpan: 1, At: data.Position{Line: line + skipped, Cell: i + 1}}
		}
		g.Rows = append(g.Rows, row)
	}
}

// csvRows reads row by row, with the number of the line each begins in.
func csvRows(text string, separator rune) func() ([]string, int, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator, true, -1
	return func() ([]string, int, error) {
		texts, err := r.Read()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				err = fmt.Errorf("表格读不出：%w", err)
			}
			return nil, 0, err
		}
		line, _ := r.FieldPos(0)
		for _, t := range texts {
			if strings.Count(t, "\n") > maxQuotedLines {
				return nil, 0, errLongQuote
			}
		}
		return texts, line, nil
	}
}

// lineRows takes every line for a row.
func lineRows(text string, separator rune) func() ([]string, int, error) {
	line, more := 0, true
	return func() ([]string, int, error) {
		if !more {
			return nil, 0, io.EOF
		}
		var row string
		row, text, more = strings.Cut(text, "\n")
		line++
		return strings.Split(row, string(separator)), line, nil
	}
}
