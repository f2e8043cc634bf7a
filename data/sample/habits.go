package sample

import (
	"math/rand/v2"

	"tongjian/data/forms"
)

// chance is a source of chance.
type chance = *rand.Rand

// habits are how an agency makes its workbooks, year after year.
type habits struct {
	layout   string
	formulas bool
	spelling string
}

// layouts are the ways a workbook can be laid out, with how common they are.
func layouts() (names []string, weights []float64) {
	return []string{layoutWhole, layoutSheets, layoutTables, layoutOffset, layoutTexts}, []float64{60, 14, 10, 8, 8}
}

const (
	layoutWhole  = "whole"  // the whole report on one sheet
	layoutSheets = "sheets" // a sheet a chapter
	layoutTables = "tables" // the title and the tables, no prose
	layoutOffset = "offset" // empty rows above, empty columns to the left
	layoutTexts  = "texts"  // figures in text cells
)

// spellings are the lawful ways figures are written, with how common they are.
func spellings() (names []string, weights []float64) {
	return []string{spellPlain, spellSeparators, spellFullWidth, spellStrokes, spellNotes, spellSigns, spellUnits, spellBlanks},
		[]float64{58, 12, 4, 10, 6, 4, 3, 3}
}

const (
	spellPlain      = "plain"
	spellSeparators = "separators" // 1,234
	spellFullWidth  = "full-width" // １２
	spellStrokes    = "strokes"    // — / 无 where there is nothing to report
	spellNotes      = "notes"      // 55（含自然失效2件）
	spellSigns      = "signs"      // +2, 减4 in 本年增/减
	spellUnits      = "units"      // 12件
	spellBlanks     = "blanks"     // blanks around the figure
)

func (c Config) habits(m member) habits {
	r := c.stream("habits", m.Name)
	names, weights := layouts()
	h := habits{layout: names[pickWeighted(r, weights)], formulas: r.Float64() < 0.4}
	names, weights = spellings()
	h.spelling = names[pickWeighted(r, weights)]
	return h
}

func (h habits) options() forms.WorkbookOptions {
	o := forms.WorkbookOptions{Formulas: h.formulas}
	switch h.layout {
	case layoutSheets:
		o.Split = true
	case layoutTables:
		o.TablesOnly = true
	case layoutOffset:
		o.Top, o.Left = 2, 1
	case layoutTexts:
		o.Texts = true
	}
	return o
}

func pickWeighted(r chance, weights []float64) int {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	return choose(r, weights, total)
}
