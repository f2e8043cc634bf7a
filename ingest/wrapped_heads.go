package ingest

import (
	"slices"
	"strings"

	"tongjian/data/forms"
)

// Headings wrapped over lines are in pieces in text, and seldom read whole. The words they begin with still show in which order they stand.

// keyRunes is how many characters of a heading tell it from the others of its block at least.
const keyRunes = 2

// headKeys gives for each heading of a block the fewest of its first characters that no other begins with.
func headKeys(heads [][]spelling) []string {
	keys := make([]string, len(heads))
	for c, labels := range heads {
		name := labels[0].runes
		for n := min(keyRunes, len(name)); n <= len(name) && keys[c] == ""; n++ {
			key := string(name[:n])
			if !slices.ContainsFunc(heads, func(o []spelling) bool { return &o[0] != &labels[0] && strings.HasPrefix(o[0].norm, key) }) {
				keys[c] = key
			}
		}
	}
	return keys
}

// wrappedTurned reports whether the headings of a block between two pieces of text begin in another order than the form's, in one line, or
// those of the lowest level in lines of their own each.
func (l *layout) wrappedTurned(block forms.Block, heads [][]spelling, from, to int) bool {
	const enough = 3 // headings of the lowest level
	keys := headKeys(heads)
	depth := 0
	for _, c := range block.Columns {
		depth = max(depth, len(c.Groups))
	}
	var alone []int // the columns of lines of one heading
	for line := l.pieces[from].line; line <= l.pieces[to].line; line++ {
		text := l.headText(line, from, to)
		var found [][2]int // place, column
		for c, key := range keys {
			if at := headAt(text, key); key != "" && at >= 0 {
				found = append(found, [2]int{at, c})
			}
		}
		slices.SortFunc(found, func(a, b [2]int) int { return a[0] - b[0] })
		switch {
		case !slices.IsSortedFunc(found, func(a, b [2]int) int { return a[1] - b[1] }):
			return true
		case len(found) == 1 && len(block.Columns[found[0][1]].Groups) == depth && !slices.Contains(alone, found[0][1]):
			alone = append(alone, found[0][1])
		}
	}
	return len(alone) >= enough && !slices.IsSorted(alone)
}

// headText joins the words of a line between two pieces.
func (l *layout) headText(line, from, to int) string {
	var text strings.Builder
	a, b := l.line(line)
	for i := max(a, from); i < min(b, to); i++ {
		if p := &l.pieces[i]; p.kind == labelPiece && !p.ruled {
			text.WriteString(strings.Join(strings.Fields(tidy(p.text)), ""))
		}
	}
	return text.String()
}

// headAt finds a heading's first characters in a line, where they are not those of 法人或其他组织.
func headAt(text, key string) int {
	for from := 0; ; {
		at := strings.Index(text[from:], key)
		if at < 0 || key == "" {
			return -1
		}
		if at += from; !strings.HasSuffix(text[:at], "或") {
			return at
		}
		from = at + len(key)
	}
}

// resultsTurned reports whether 纠 is read before 维 among the headings of table 四.
func (l *layout) resultsTurned(from, to int) bool {
	var text strings.Builder
	for line := l.pieces[from].line; line <= l.pieces[to].line; line++ {
		text.WriteString(l.headText(line, from, to))
	}
	results := forms.Results()
	upheld, corrected := []rune(results[0].Label), []rune(results[1].Label)
	first := strings.Index(text.String(), string(upheld[keyRunes:keyRunes+1]))
	second := strings.Index(text.String(), string(corrected[keyRunes:keyRunes+1]))
	return second >= 0 && second < first
}
