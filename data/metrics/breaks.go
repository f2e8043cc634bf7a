package metrics

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"tongjian/data/forms"
)

// Break is a year from which a figure counts something else than before. It is drawn on the axis, left of Year.
type Break struct {
	Year int    `json:"year"` // the first year on the new footing
	ID   string `json:"id"`
	Name string `json:"name"` // short, for the axis
	Note string `json:"note"` // what changed
}

// The declared breaks.
const (
	BreakEdition2019 = "edition-2019"
	BreakEdition2021 = "edition-2021"
	BreakReviewFirst = "review-first-2024"
	// BreakBoundary is the id of every break made by [BoundaryBreak].
	BreakBoundary = "boundary"
)

// Breaks lists the declared breaks in order of year. Boundary changes come from the table of regions.
func Breaks() []Break {
	return []Break{
		{2019, BreakEdition2019, "2019 版式", "国办公开办函〔2019〕60号换用新格式；此前《政府信息公开情况统计表》的项目与之不同，能对照的只是近似"},
		{2021, BreakEdition2021, "2021 版式", "国办公开办函〔2021〕30号调整表二和“其他处理”，规章、规范性文件和收费的统计内容改变"},
		{2024, BreakReviewFirst, "复议前置", "修订后的行政复议法自 2024 年起施行，对不予公开须先申请复议，直接起诉随之减少"},
	}
}

// BoundaryBreak is the break of a region that took over the area of others in a year.
func BoundaryBreak(year int, absorbed ...string) Break {
	return Break{year, BreakBoundary, "区划调整", fmt.Sprintf("%d 年起含原%s", year, strings.Join(absorbed, "、"))}
}

// breaksOf gives the declared breaks of a measure. A measure breaks where an edition begins or ceases to ask it; the edition of
// 2019 breaks everything: the form before it was filled in under the regulation as it then was, and counted no kinds of applicants.
func breaksOf(measure string) []Break {
	var out []Break
	for _, b := range Breaks() {
		switch {
		case measure == Population:
		case b.ID == BreakReviewFirst:
			if isDispute(measure) {
				out = append(out, b)
			}
		case b.ID == BreakEdition2019:
			out = append(out, b)
		case Asked(measure, b.Year) != Asked(measure, b.Year-1):
			out = append(out, b)
		}
	}
	return out
}

// isDispute tells the measures of table 四.
func isDispute(measure string) bool {
	m, ok := forms.MeasureOf(measure)
	return ok && m.Table == "4"
}

// Asked reports whether the edition in force for reports on a year asks a measure, or every part of a derived sum.
func Asked(measure string, year int) bool {
	e, ok := forms.ForYear(year)
	return ok && AskedBy(measure, e.Name)
}

// AskedBy reports whether a named edition asks a measure. A derived sum is asked when the edition prints it or prints all
// its parts.
func AskedBy(measure, edition string) bool { return asked()[edition][measure] }

// asked is, by edition, the measures it asks; built once, as the forms never change while the program runs.
var asked = sync.OnceValue(func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, e := range forms.All() {
		printed := map[string]bool{}
		for _, t := range e.Tables {
			for _, c := range t.Cells() {
				printed[c.Key] = true
			}
		}
		for _, m := range forms.Measures() {
			if len(m.Sum) > 0 && !slices.ContainsFunc(m.Sum, func(part string) bool { return !printed[part] }) {
				printed[m.Key] = true
			}
		}
		out[e.Name] = printed
	}
	return out
})

// unionBreaks merges the breaks of terms, in order of year.
func unionBreaks(terms []Term) []Break {
	var out []Break
	for _, t := range terms {
		for _, b := range breaksOf(t.Measure) {
			if !slices.Contains(out, b) {
				out = append(out, b)
			}
		}
	}
	slices.SortFunc(out, func(a, b Break) int { return a.Year - b.Year })
	return out
}
