package forms

import (
	"slices"
	"strings"

	"tongjian/data"
)

// Edition is one version of the official form.
type Edition struct {
	// Name is the year the edition first applied to: "2021".
	Name string
	// Document is the circular that laid the form down.
	Document string
	// From and To are the report years it is in force for; To is 0 while it still is.
	From, To int
	Tables   []Table
}

// Table is a statutory table of an edition.
type Table struct {
	ID     string // "2", "3", "4": the chapter it stands in; [Statistics] in none
	Title  string // the chapter's heading without its number
	Blocks []Block
	// Identities are the sums the table must satisfy.
	Identities []Identity

	cells []Cell // of all rows; editions() gathers them
}

// Block is a run of rows under one set of columns.
type Block struct {
	// Heading is the line above the columns: 第二十条第（一）项. Empty in tables 三 and 四.
	Heading string
	// Corner is the text above the row labels: 信息内容.
	Corner string
	// Units is true when each row's unit is printed between its label and its figures.
	Units   bool
	Columns []Column
	Rows    []Row
}

// Column is a column of figures.
type Column struct {
	Label string
	// Groups are the merged headings above it, outermost first.
	Groups  []string
	Aliases []string
}

// Row is a row of figures: one cell a column.
type Row struct {
	// Label is the row's own words; empty in table 四, which has one row and no labels.
	Label string
	// Groups are the merged labels to its left, outermost first.
	Groups []string
	// Aliases are other spellings seen in reports. Blanks, brackets, punctuation and character variants need none: matching
	// ignores them.
	Aliases []string
	// Above are headings on lines of their own above the row: 一、主动公开情况. No figures stand on them.
	Above []string
	// Level is how far the label is indented, where indentation stands for merged groups.
	Level int
	Cells []Cell
}

// Cell is a place of the form a figure goes into.
type Cell struct {
	data.CellID
	Row, Column string // labels
	Groups      []string
}

// Identity is a sum the form states or implies: the cells of Left and of Right must add up to the same.
type Identity struct {
	Check string // T3-BALANCE
	// Where names the column or row in the form's words: 自然人, （一）予以公开, 行政复议.
	Where       string
	Left, Right []data.CellID
}

// InForce reports whether the edition is the one prescribed for reports on the year.
func (e Edition) InForce(year int) bool {
	return year >= e.From && (e.To == 0 || year <= e.To)
}

// Table gives a table of the edition by its number.
func (e Edition) Table(id string) (Table, bool) {
	for _, t := range e.Tables {
		if t.ID == id {
			return t, true
		}
	}
	return Table{}, false
}

// Heading is what stands above the table: 二、主动公开政府信息情况; the title alone where the table stands in no chapter.
func (t Table) Heading() string {
	if t.ID == Statistics {
		return t.Title
	}
	return ChineseNumber(t.ID) + "、" + t.Title
}

// Units reports whether the table prints the unit of each figure beside it.
func (t Table) Units() bool {
	return slices.ContainsFunc(t.Blocks, func(b Block) bool { return b.Units })
}

// Name is a table as people say it: 表二.
func (t Table) Name() string { return TableName(t.ID) }

// TableName gives 表二 for "2", 统计表 for the one table of edition 2014.
func TableName(id string) string {
	if id == Statistics {
		return "统计表"
	}
	return "表" + ChineseNumber(id)
}

// ChineseNumber writes the number of a chapter as the form does.
func ChineseNumber(id string) string {
	const numerals = "〇一二三四五六七八九"
	if len(id) != 1 || id[0] < '0' || id[0] > '9' {
		return id
	}
	return string([]rune(numerals)[id[0]-'0'])
}

// Cells lists every cell of the table in form order: row by row, left to right. The list is shared and must not be changed.
func (t Table) Cells() []Cell { return t.cells }

// gather lists the cells of all rows.
func (t Table) gather() []Cell {
	var cells []Cell
	for _, b := range t.Blocks {
		for _, r := range b.Rows {
			cells = append(cells, r.Cells...)
		}
	}
	return slices.Clip(cells)
}

// Cell finds a cell of the table by its id.
func (t Table) Cell(id data.CellID) (Cell, bool) {
	for _, b := range t.Blocks {
		for _, r := range b.Rows {
			for _, c := range r.Cells {
				if c.CellID == id {
					return c, true
				}
			}
		}
	}
	return Cell{}, false
}

// Label names the cell in the form's own words, long enough to tell it from every other cell of its table:
// （三）不予公开 1.属于国家秘密·自然人.
func (c Cell) Label() string {
	var parts []string
	parts = append(parts, c.Groups...)
	if c.Row != "" {
		parts = append(parts, WithoutNotes(c.Row)) // 部分公开（区分处理的，…） is 部分公开
	}
	label := strings.Join(parts, " ")
	switch {
	case c.Column == "":
		return label
	case label == "":
		return c.Column
	}
	return label + "·" + c.Column
}

// Find gives the declared cell for an id, looking through the tables of an edition; when the edition does not ask it, any
// edition's.
func Find(edition string, id data.CellID) (Cell, bool) {
	editions := All()
	slices.SortStableFunc(editions, func(a, b Edition) int {
		return compareBool(b.Name == edition, a.Name == edition)
	})
	for _, e := range editions {
		for _, t := range e.Tables {
			if c, ok := t.Cell(id); ok {
				return c, true
			}
		}
	}
	return Cell{}, false
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
