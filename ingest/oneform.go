package ingest

import (
	"fmt"
	"slices"

	"tongjian/data"
	"tongjian/data/forms"
)

// otherForm reports whether a table belongs to another form than those of a report so far: 统计表 after 表二.
func otherForm(group []located, t located) bool {
	return slices.ContainsFunc(group, func(have located) bool { return !forms.Together(have.form.table.ID, t.form.table.ID) })
}

// ofOneForm keeps the tables of one form: both would answer the same questions, and which of two answers is the report's cannot
// be told from the tables. The form that holds more counts, that of the year double.
func ofOneForm(tables []located, year int) (kept, left []located) {
	most := 0
	for _, seed := range tables {
		var same, other []located
		weight := 0
		for _, t := range tables {
			if !forms.Together(seed.form.table.ID, t.form.table.ID) {
				other = append(other, t)
				continue
			}
			same = append(same, t)
			weight += len(t.facts) + len(t.unmapped)
		}
		if e, ok := forms.ForYear(year); ok {
			if _, prescribed := e.Table(seed.form.table.ID); prescribed {
				weight *= 2
			}
		}
		if weight > most {
			most, kept, left = weight, same, other
		}
	}
	return kept, left
}

// leftFindings speaks of the tables that were left out.
func leftFindings(left []located) []data.Finding {
	var out []data.Finding
	for _, t := range left {
		out = append(out, data.Finding{Check: "READ", Severity: data.SeverityWarning,
			Message: fmt.Sprintf("文件里还有%s（%s 年版式），与报告的其他表不是同一种格式，没有取用，请对照原件核对。",
				t.form.table.Name(), t.form.edition)})
	}
	return out
}
