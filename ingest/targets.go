package ingest

import (
	"regexp"
	"slices"
	"strings"
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
	// labels are the spellings it is known under, normalised.
	labels []spelling
	// block, row and column say which declared row or column it is.
	block, row, column int
	weight             float64
	// optional labels may be missing without that counting against the edition.
	optional bool
}

// spelling is a label normalised, made ready for comparing.
type spelling struct {
	norm  string
	runes []rune
	mask  uint64 // the set of its characters, hashed to 64
}

func newSpelling(norm string) spelling {
	s := spelling{norm: norm, runes: []rune(norm)}
	for _, r := range s.runes {
		s.mask |= 1 << (r % 64)
	}
	return s
}

// tableForm is a table of one edition with its labels in printed order.
type tableForm struct {
	edition string
	title   string // of the chapter, normalised
	table   forms.Table
	targets []target
	// exact finds targets by their spellings.
	exact map[string][]likeness
	// heads holds the spellings of the headings of each block's columns.
	heads [][][]spelling
	// least is how many rows must stand in a document in their exact words before the table is looked for.
	least int
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

// knownLabel reports whether a normalised text is an exact spelling of a label of any table of any edition.
func knownLabel(norm string) bool { return allLabels()[norm] }

var allLabels = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, tf := range tableForms() {
		for norm := range tf.exact {
			all[norm] = true
		}
	}
	return all
})

// isRowLabel reports whether a normalised text is an exact spelling of a row of figures and of no column: 总计 is both.
func isRowLabel(norm string) bool { return rowLabels()[norm] }

var rowLabels = sync.OnceValue(func() map[string]bool {
	rows := map[string]bool{}
	for _, tf := range tableForms() {
		for _, t := range tf.targets {
			if t.kind != rowTarget {
				continue
			}
			for _, label := range t.labels {
				if !isColumnHead(label.norm) {
					rows[label.norm] = true
				}
			}
		}
	}
	return rows
})

// afterGroups takes off the front of a normalised label the groups it stands in, where text has joined them to it:
// 三、本年度办理结果（一）予以公开, （三）不予公开1.属于国家秘密. （三）不予公开总计 is that group's total and stays.
func afterGroups(norm string) string {
	for i := 0; i < len(rowGroups()); i++ {
		if rest, ok := strings.CutPrefix(norm, rowGroups()[i]); ok && rest != "" && !isColumnHead(rest) {
			norm, i = rest, -1
		}
	}
	return norm
}

var rowGroups = sync.OnceValue(func() []string {
	var groups []string
	for _, tf := range tableForms() {
		if tf.table.Units() {
			continue // what it groups rows under is a row itself
		}
		for _, b := range tf.table.Blocks {
			for _, r := range b.Rows {
				for _, g := range r.Groups {
					if norm := forms.Normalize(g); !slices.Contains(groups, norm) {
						groups = append(groups, norm)
					}
				}
			}
		}
	}
	return groups
})

// isColumnHead reports whether a normalised text is an exact spelling of a heading over columns of figures.
func isColumnHead(norm string) bool { return columnHeads()[norm] }

var columnHeads = sync.OnceValue(func() map[string]bool {
	heads := map[string]bool{}
	for _, tf := range tableForms() {
		for b, block := range tf.table.Blocks {
			for c, column := range block.Columns {
				for _, label := range tf.heads[b][c] {
					heads[label.norm] = true
				}
				for _, g := range column.Groups {
					heads[forms.Normalize(g)] = true
				}
			}
		}
	}
	return heads
})

// sparseForms are the tables of every edition with each label free to be missing: an office's own sheet leaves out what it does
// not need.
var sparseForms = sync.OnceValue(func() []tableForm {
	sparse := slices.Clone(tableForms())
	for i := range sparse {
		sparse[i].targets = slices.Clone(sparse[i].targets)
		for j := range sparse[i].targets {
			sparse[i].targets[j].optional = true
		}
	}
	return sparse
})

func newTableForm(edition string, t forms.Table) tableForm {
	tf := tableForm{edition: edition, title: forms.Normalize(t.Title), table: t, exact: map[string][]likeness{}}
	if t.Units() {
		tf.least = leastRows
	}
	tf.head(t.Heading())
	for b, block := range t.Blocks {
		tf.head(block.Heading)
		tf.head(block.Corner)
		if block.Units {
			tf.head(forms.UnitHeading)
		}
		tf.columns(b, block)
		groups := []string{}
		for r, row := range block.Rows {
			groups = tf.groups(groups, row.Groups)
			for _, heading := range row.Above {
				tf.head(heading)
			}
			if row.Label == "" {
				continue
			}
			tf.add(target{kind: rowTarget, block: b, row: r}, row.Label, spellings(block, row)...)
		}
	}
	return tf
}

// leastRows keeps the reader from taking prose for the 统计表 of edition 2014: its words live on in later reports.
const leastRows = 8

// spellings lists what a row's label is written as besides the form's own way. Where units are printed beside the labels, text
// that has lost its columns has the unit behind the label.
func spellings(block forms.Block, row forms.Row) []string {
	if !block.Units {
		if bare := rowNumber.ReplaceAllString(row.Label, ""); bare != row.Label {
			return append(slices.Clone(row.Aliases), bare, forms.WithoutNotes(bare))
		}
		return row.Aliases
	}
	m, _ := forms.MeasureOf(row.Cells[0].Key)
	out := slices.Clone(row.Aliases)
	for _, label := range append([]string{row.Label, forms.WithoutNotes(row.Label)}, row.Aliases...) {
		out = append(out, label+m.Unit)
	}
	return out
}

// rowNumber is what a row's label begins with and automatic numbering loses where a document becomes text: 一、, （一）, 1.
var rowNumber = regexp.MustCompile(`^(?:[一二三四]、|（[一二三四五六七]）|[1-8]\.)`)

// isUnit reports whether a text is nothing but a unit that some table prints beside its rows: 条, 万元.
func isUnit(text string) bool { return units()[text] }

var units = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, tf := range tableForms() {
		if !tf.table.Units() {
			continue
		}
		for _, c := range tf.table.Cells() {
			m, _ := forms.MeasureOf(c.Key)
			out[m.Unit] = true
		}
	}
	return out
})

// unlabelled reports whether the table is one row of figures without a label: table 四.
func (tf *tableForm) unlabelled() bool {
	return len(tf.table.Blocks) == 1 && tf.table.Blocks[0].Rows[0].Label == ""
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
	heads := make([][]spelling, len(block.Columns))
	for i, c := range block.Columns {
		tf.add(target{kind: columnTarget, block: b, column: i, optional: true}, c.Label, c.Aliases...)
		heads[i] = tf.targets[len(tf.targets)-1].labels
	}
	tf.heads = append(tf.heads, heads)
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
	for _, text := range append([]string{label, forms.WithoutNotes(label)}, aliases...) {
		norm := forms.Normalize(text)
		if norm == "" || slices.ContainsFunc(t.labels, func(s spelling) bool { return s.norm == norm }) {
			continue
		}
		t.labels = append(t.labels, newSpelling(norm))
		tf.exact[norm] = append(tf.exact[norm], likeness{len(tf.targets), 1})
	}
	// A short label says little by itself; orientation says less than a row.
	switch n := len(t.labels[0].runes); {
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
