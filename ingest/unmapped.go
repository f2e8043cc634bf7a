package ingest

import (
	"regexp"
	"strings"

	"tongjian/data"
)

// gatherUnmapped keeps the lines inside the table, and those directly below it in the same grid, that hold figures and fill no
// cell of the form: extra rows, repeated rows, a sentence put in as a last row.
func (t *located) gatherUnmapped(l *layout, limit int, used map[int]bool) {
	lastLine, grid := l.pieces[t.to-1].line, l.pieces[t.to-1].grid
	pending := -1 // a label no figure has followed yet
	open := false // the row gathered last may go on in the next line
	for n := l.pieces[t.from].line; n < len(l.starts)-1; n++ {
		from, to := l.line(n)
		if from >= limit {
			return
		}
		if from == to {
			continue
		}
		below := n > lastLine
		if below && (grid < 0 || l.pieces[from].grid != grid || t.isHeading(l, from, to)) {
			return
		}
		label, values, filled := -1, []int(nil), false
		group := -1 // a heading the form has, with figures of no row of its beside it: what the rows under it come to
		for i := from; i < to; i++ {
			switch p := &l.pieces[i]; {
			case used[i]:
				filled = filled || p.kind != labelPiece
				if p.kind == labelPiece {
					pending, open, group = -1, false, i
				}
			case p.kind == valuePiece:
				values = append(values, i)
			case p.kind == labelPiece && (len(values) == 0 || label < 0 && t.form.table.Units()):
				label = i // the row's number may stand before it
			}
		}
		switch {
		case filled:
			pending, open = -1, false
			continue
		case label >= 0:
			pending, open = label, false
		}
		if len(values) == 0 {
			if below && label >= 0 {
				t.addUnmapped(l, label, nil)
			}
			continue
		}
		if open && label < 0 {
			last := &t.unmapped[len(t.unmapped)-1]
			for _, p := range values {
				last.Values = append(last.Values, strings.TrimSpace(l.pieces[p].text))
			}
		} else {
			if pending < 0 {
				pending = group
			}
			t.addUnmapped(l, pending, values)
		}
		pending, open = -1, true
		t.to = max(t.to, to)
	}
}

func (t *located) addUnmapped(l *layout, label int, values []int) {
	u := data.Unmapped{Table: t.form.table.ID, Values: []string{}}
	if label >= 0 {
		u.Label, u.At = strings.TrimSpace(l.pieces[label].text), l.pieces[label].at
	} else {
		u.At = l.pieces[values[0]].at
	}
	for _, p := range values {
		u.Values = append(u.Values, strings.TrimSpace(l.pieces[p].text))
	}
	t.unmapped = append(t.unmapped, u)
}

// footer begins the lines below the 统计表 of edition 2014.
var footer = regexp.MustCompile(`^(单位负责人|负责人|审核人|审签人|填报人|填表人|联系人|联系电话|填报日期|填报时间|填报单位)`)

// isHeading reports whether a line begins the next chapter or another table rather than going on with this one.
func (t *located) isHeading(l *layout, from, to int) bool {
	for i := from; i < to; i++ {
		p := &l.pieces[i]
		if p.kind != labelPiece {
			continue
		}
		if p.norm == "" || t.form.table.Units() && footer.MatchString(p.norm) {
			return true // prose, or who filled the form in
		}
		for n := range tableForms() {
			tf := &tableForms()[n]
			if len(tf.exact[p.norm]) > 0 || strings.Contains(p.norm, tf.title) {
				return true
			}
		}
		return strings.ContainsAny(string([]rune(p.norm)[:1]), "一二三四五六")
	}
	return false
}
