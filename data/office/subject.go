package office

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
)

// Subject (说明的对象) is what an explanation is about. It names a finding by what does not change when a report is read again,
// corrected or published again: not by its id, nor by that of the report.
type Subject struct {
	Agency int        `json:"agency"`
	Year   int        `json:"year"`
	Scope  data.Scope `json:"scope"`
	Check  string     `json:"check"`
	Cells  string     `json:"-"` // of [CellsOf]
}

// Figures are what a finding compares: its two numbers, and what stands in its cells.
type Figures struct {
	Left  string `json:"left"`
	Right string `json:"right"`
	Raw   string `json:"-"` // of [FiguresOf]: a line a cell, sorted: its name, a tab and its text
}

// SubjectOf names a finding about the report of an agency on a year.
func SubjectOf(agency, year int, scope data.Scope, f data.Finding) Subject {
	return Subject{Agency: agency, Year: year, Scope: scope, Check: f.Check, Cells: CellsOf(f)}
}

// FiguresOf gives what a finding compares. The wording of the prose around two numbers is no part of it.
func FiguresOf(f data.Finding) Figures {
	var raw []string
	for _, c := range f.Cells {
		if c.Key == "" && (f.Left != "" || f.Right != "") {
			continue
		}
		raw = append(raw, nameOf(c)+"\t"+strings.Join(strings.Fields(c.Raw), " "))
	}
	slices.Sort(raw)
	return Figures{Left: f.Left, Right: f.Right, Raw: strings.Join(raw, "\n")}
}

// CellsOf writes the cells a finding is about, each once and sorted: table/key/column, with the year before it where a cell
// stands in the report of another year. What is no cell of the form goes by its label; where it stands is left out, because
// another reading may number the lines of a file otherwise.
func CellsOf(f data.Finding) string {
	var list []string
	for _, c := range f.Cells {
		list = append(list, nameOf(c))
	}
	slices.Sort(list)
	text := strings.Join(slices.Compact(list), "\n")
	if f.Table != "" && text == "" {
		return f.Table + "//"
	}
	return text
}

func nameOf(c data.FindingCell) string {
	name := c.Table + "/" + c.Key + "/" + c.Column
	if c.Key == "" {
		name = c.Table + "//" + strings.Join(strings.Fields(c.Label), " ")
	}
	if c.Year != 0 {
		name = strconv.Itoa(c.Year) + ":" + name
	}
	return name
}

// Same reports whether two figures are the same, number for number and cell for cell; 42 and 42.0 are one number.
func (f Figures) Same(other Figures) bool {
	if !sameText(f.Left, other.Left) || !sameText(f.Right, other.Right) {
		return false
	}
	mine, theirs := strings.Split(f.Raw, "\n"), strings.Split(other.Raw, "\n")
	return slices.EqualFunc(mine, theirs, func(a, b string) bool {
		cell, text, _ := strings.Cut(a, "\t")
		otherCell, otherText, _ := strings.Cut(b, "\t")
		return cell == otherCell && sameText(text, otherText)
	})
}

// sameText compares numbers as numbers and all else letter for letter: a blank is no zero.
func sameText(a, b string) bool {
	if a == b {
		return true
	}
	x, err := decimal.NewFromString(a)
	if err != nil {
		return false
	}
	y, err := decimal.NewFromString(b)
	return err == nil && x.Equal(y)
}
