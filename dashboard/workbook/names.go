package workbook

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/rivo/uniseg"
)

// Limits of the file format.
const (
	maxRows      = 1_048_576
	maxCellUnits = 32_767 // UTF-16 units of text in a cell
	maxNameUnits = 31     // of a sheet's name
)

// sheetNames gives names that Excel accepts, each once.
type sheetNames map[string]bool

// name makes a sheet's name of a title: without what names must not hold, no longer than they may be, and unlike all before.
func (used sheetNames) name(title string) string {
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' {
			return ' '
		}
		return r
	}, title)
	clean = strings.Trim(strings.Join(strings.Fields(clean), " "), "' ")
	if clean == "" || strings.EqualFold(clean, "history") { // which Excel keeps for itself
		clean = "表"
	}
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = fmt.Sprintf(" (%d)", n)
		}
		name := strings.TrimRight(cut(clean, maxNameUnits-len(suffix)), "' ") + suffix
		if key := strings.ToLower(name); !used[key] {
			used[key] = true
			return name
		}
	}
}

// cut gives as much of a text as fits into a number of UTF-16 units.
func cut(text string, units int) string {
	n := 0
	for i, r := range text {
		if n += max(1, utf16.RuneLen(r)); n > units {
			return text[:i]
		}
	}
	return text
}

// cellText is a text as a cell can hold it. One that is too long says how long it was; the CSV of the page has it whole.
func cellText(text string) string {
	if len(text) <= maxCellUnits {
		return text
	}
	head := cut(text, maxCellUnits)
	if head == text {
		return text
	}
	note := fmt.Sprintf("……（全文 %d 字，超出单元格上限，见 CSV）", len([]rune(text)))
	return cut(text, maxCellUnits-len(note)) + note
}

// quoted is a sheet's name as a reference writes it.
func quoted(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }

// textWidth is how wide a text is in characters of the sheet's font; a Chinese one is two. Of several lines the widest counts.
func textWidth(text string) float64 {
	widest := 0
	for line := range strings.SplitSeq(text, "\n") {
		if len(line) > 400 {
			line = line[:400] // wider than any column
		}
		widest = max(widest, uniseg.StringWidth(line))
	}
	return float64(widest)
}

// lines is how many lines a text takes in a column.
func lines(text string, width float64) int {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n += 1 + int(max(0, float64(uniseg.StringWidth(line))-1)/width)
	}
	return n
}
