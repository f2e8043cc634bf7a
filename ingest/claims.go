package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/ingest/claims"
)

// proseLines gives what stands between two pieces of the layout outside the statutory tables: the lines of text, and the cells of
// grids that are no statutory table, in which agencies put their prose too.
func proseLines(l *layout, from, to int, tables []located) []claims.Line {
	var (
		out     []claims.Line
		text    strings.Builder
		last    data.Position
		skipped bool // page numbers stood in between
	)
	slices.SortFunc(tables, func(a, b located) int { return cmp.Compare(a.from, b.from) })
	next := 0 // the first table that ends after the line
	for n := range len(l.starts) - 1 {
		a, b := l.line(n)
		if a < from || b > to || a == b {
			continue
		}
		for next < len(tables) && tables[next].to <= a {
			next++
		}
		inside := next < len(tables) && tables[next].from < b
		filled := 0
		for i := a; i < b; i++ {
			switch l.pieces[i].kind {
			case noisePiece:
				skipped = true
			case blankPiece:
			default:
				filled++
			}
		}
		if inside || filled == 0 {
			continue
		}
		first := l.pieces[a].at
		apart := !skipped && !follows(last, first)
		if l.pieces[a].ruled && filled > 1 {
			for i := a; i < b; i++ {
				if p := &l.pieces[i]; p.kind == labelPiece {
					out = append(out, claims.Line{Text: p.text, At: p.at, Apart: true})
				}
			}
			last = data.Position{}
			continue
		}
		text.Reset()
		at := data.Position{}
		for i := a; i < b; i++ {
			p := &l.pieces[i]
			if p.kind == blankPiece || p.kind == noisePiece {
				continue
			}
			if at.IsZero() {
				at = p.at
			}
			if text.Len() > 0 {
				text.WriteByte(' ')
			}
			text.WriteString(p.text)
		}
		out = append(out, claims.Line{Text: text.String(), At: wholeLine(at, filled), Apart: apart})
		last, skipped = first, false
	}
	return out
}

// claimsOf says what must be known of a report to read its prose.
func claimsOf(r *data.Report) claims.Report {
	return claims.Report{Agency: r.Agency, Year: r.Year, Scope: r.Scope, Edition: cmp.Or(r.Editions["2"], r.Editions[forms.Statistics])}
}

// follows reports whether a line stands directly below another: a blank line between the two ends a paragraph.
func follows(above, below data.Position) bool {
	return above.Sheet == below.Sheet && (above.Page != below.Page || below.Line <= above.Line+1)
}

// wholeLine is the place of a line whose sentence reaches over several of its cells.
func wholeLine(at data.Position, cells int) data.Position {
	if at.Sheet == "" && cells > 1 {
		at.Cell = 0
	}
	return at
}

// manyClaims says that a report's prose was not read to its end.
func manyClaims(read int) data.Finding {
	return data.Finding{Check: "READ", Severity: data.SeverityWarning,
		Message: fmt.Sprintf("正文里的数字多于 %d 个，只与表格核对了前 %d 个，请对照原件核对。", read, read)}
}
