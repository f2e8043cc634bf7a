package ingest

import (
	"sync"

	"tongjian/data/forms"
)

// targetKind tells what a label of the form is for.
type targetKind int

const (
	headTarget   targetKind = iota // a heading, corner or group: orientation only
	columnTarget                   // a column of figures
	rowTarget                      // a row of figures
)

// target is one label of the form, in the order the form prints them.
type target struct {
	kind targetKind
	// norms are the spellings it is known under, normalised.
	norms []string
	// block, row and column say which declared row or column it is.
	block, row, column int
	weight             float64
	// optional labels may be missing without that counting against the edition.
	optional bool
}

// tableForm is a table of one edition with its labels in printed order.
type tableForm struct {
	edition string
	table   forms.Table
	targets []target
	// exact finds the spellings of all targets; a label found here is no misspelling of another.
	exact map[string]bool
}

// tableForms lists the tables of every edition, newest edition first. Tables that two editions print alike appear once for
// each: which edition a report used is decided by the year when nothing else tells them apart.
var tableForms = sync.OnceValue(func() []tableForm {
	var out []tableForm
	for _, e := range forms.All() {
		for _, t := range e.Tables {
			out = append(out, newTableForm(e.Name, t))
		}
	}
	return out
})

func newTableForm(edition string, t forms.Table) tableForm {
	tf := tableForm{edition: edition, table: t, exact: map[string]bool{}}
	for b, block := range t.Blocks {
		tf.head(block.Heading)
		tf.head(block.Corner)
		tf.columns(b, block)
		groups := []string{}
		for r, row := range block.Rows {
			groups = tf.groups(groups, row.Groups)
			if row.Label == "" {
				continue
			}
			tf.add(target{kind: rowTarget, block: b, row: r}, row.Label, row.Aliases...)
		}
	}
	return tf
}

// columns adds the headings of a block's columns, level by level as they are printed.
func (tf *tableForm) columns(b int, block forms.Block) {
	levels := 0
	for _, c := range block.Columns {
		levels = max(levels, len(c.Groups))
	}
	for level := range levels {
		last := ""
		for _, c := range block.Columns {
			if level < len(c.Groups) && c.Groups[level] != last {
				last = c.Groups[level]
				tf.head(last)
			}
		}
	}
	for i, c := range block.Columns {
		tf.add(target{kind: columnTarget, block: b, column: i, optional: true}, c.Label, c.Aliases...)
	}
}

// groups adds the merged labels that begin with a row and gives those now in force.
func (tf *tableForm) groups(before, now []string) []string {
	for level, g := range now {
		if level >= len(before) || before[level] != g {
			tf.head(g)
		}
	}
	return now
}

func (tf *tableForm) head(label string) {
	if label != "" {
		tf.add(target{kind: headTarget, optional: true}, label)
	}
}

func (tf *tableForm) add(t target, label string, aliases ...string) {
	for _, spelling := range append([]string{label, forms.WithoutNotes(label)}, aliases...) {
		if norm := forms.Normalize(spelling); norm != "" && !tf.exact[norm] || len(t.norms) == 0 {
			t.norms = append(t.norms, norm)
		}
	}
	for _, norm := range t.norms {
		tf.exact[norm] = true
	}
	// A short label says little by itself; orientation says less than a row.
	switch n := len([]rune(t.norms[0])); {
	case n <= 2:
		t.weight = 0.6
	case n <= 4:
		t.weight = 0.9
	case n <= 6:
		t.weight = 1.2
	default:
		t.weight = 1.5
	}
	if t.kind != rowTarget {
		t.weight /= 2
	}
	tf.targets = append(tf.targets, t)
}
