package ingest

import (
	"fmt"
	"html"
	"path/filepath"
	"regexp"
	"strings"

	"tongjian/data"
)

var (
	// separatorRow: the row of strokes under the head of a pipe table.
	separatorRow = regexp.MustCompile(`^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$`)
	// separatorInText: one that can be nothing else, for it has bars.
	separatorInText = regexp.MustCompile(`(?m)^[ \t]*\|[ \t]*:?-{3,}:?[ \t]*\|(?:[ \t]*:?-{3,}:?[ \t]*\|)*[ \t]*\r?$`)

	headingMark  = regexp.MustCompile(`^[ \t]{0,3}#{1,6}[ \t]+`)
	emphasis     = regexp.MustCompile(`(\*\*|__)([^*_|]+?)(\*\*|__)`)
	lineBreakTag = regexp.MustCompile(`(?i)<br[ \t]*/?>`)
	escapedMark  = regexp.MustCompile(`\\([\\` + "`" + `*_{}\[\]()#+\-.!|<>~])`)
)

// barHeld stands for a bar that separates no cells, written \| in Markdown.
const barHeld = "\x00"

// isMarkdown recognises Markdown by the rows of strokes in its tables, or by what the file is called. Markdown whose tables are
// written in HTML is read as HTML.
func isMarkdown(name string, b []byte) bool {
	head, ok := textHead(b)
	if !ok || tableInText.MatchString(head) {
		return false
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".md", ".markdown":
		return true
	}
	return separatorInText.MatchString(head) && !pageStart.MatchString(head)
}

// readMarkdown reads Markdown like text, without its marks. What converters make of a PDF puts cells under the wrong heads, so only
// the order of cells counts, as in text.
func readMarkdown(b []byte) (data.Document, error) {
	lines, err := textLinesOf(b)
	if err != nil {
		return data.Document{}, err
	}
	var (
		t     textLines
		cells int
	)
	for i, line := range lines {
		if separatorRow.MatchString(line) && strings.ContainsAny(line, "|") {
			continue
		}
		line = headingMark.ReplaceAllString(line, "")
		row := splitLine(strings.ReplaceAll(line, `\|`, barHeld), i+1)
		if cells += len(row); cells > maxCells {
			return data.Document{}, fmt.Errorf("单元格数%w %d 个", errTooLarge, maxCells)
		}
		for c := range row {
			row[c].Text = withoutMarks(strings.ReplaceAll(row[c].Text, barHeld, "|"))
		}
		if row == nil {
			line = withoutMarks(line)
		}
		t.add(i+1, line, row)
	}
	return data.Document{Blocks: t.blocks}, nil
}

// withoutMarks drops Markdown's marks from a text: what remains is what a page made of it shows.
func withoutMarks(text string) string {
	if !strings.ContainsAny(text, "*_<&\\") {
		return text
	}
	text = emphasis.ReplaceAllString(text, "$2")
	text = lineBreakTag.ReplaceAllString(text, " ")
	text = escapedMark.ReplaceAllString(text, "$1")
	return html.UnescapeString(text)
}
