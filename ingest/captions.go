package ingest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tongjian/data"
)

// Some reports print the table of the year before too, above or below this year's, under a caption that names its year. It is none of the
// report's own, and no report of its own either.

// captionDepth is how many lines above a table its caption stands at most, and captionRunes how long it is: more is prose.
const (
	captionDepth = 3
	captionRunes = 45
)

var (
	captionYears = regexp.MustCompile(`((?:19|20)\d{2})年`)
	captionEnd   = regexp.MustCompile(`(?:情况|数据|统计表?|一览表?|表)(?:[（(].*[)）])?[：:]?$`)
	captionLast  = regexp.MustCompile(`上一?年度?(?:收到|主动|政府信息|数据|情况|统计)|去年|上年同期`)
)

// captionYear tells the year the caption of a table names: the last one before its cells.
func (l *layout) captionYear(t located) yearMark {
	mark := noMark
	first := l.pieces[t.from].line
	for line := max(0, first-captionDepth); line < len(l.starts)-1; line++ {
		text, alone := l.aloneIn(line)
		if line >= first && !alone {
			break
		}
		if !alone || wordRunes(text) > captionRunes || !captionEnd.MatchString(text) && wordRunes(text) > captionRunes/2 || strings.ContainsAny(text, "，。；") {
			continue
		}
		years := captionYears.FindAllStringSubmatch(text, -1)
		switch {
		case len(years) == 1:
			mark = compareYear(years[0][1], l.year)
		case len(years) == 0 && captionLast.MatchString(text):
			mark = otherYear
		}
	}
	return mark
}

// aloneIn gives the text of a line that has but one, and no figures; an empty line has an empty one.
func (l *layout) aloneIn(line int) (text string, ok bool) {
	from, to := l.line(line)
	for i := from; i < to; i++ {
		switch p := &l.pieces[i]; {
		case p.kind == blankPiece:
		case p.kind != labelPiece || text != "":
			return "", false
		default:
			text = strings.Join(strings.Fields(tidy(p.text)), "")
		}
	}
	return text, true
}

// oneOfOtherYear reports whether the captions of two tables of one kind say that one of them is of another year, where no other report
// begins between them; it puts that of the report's year first.
func (l *layout) oneOfOtherYear(have, next *located) bool {
	before, after := l.captionYear(*have), l.captionYear(*next)
	if (before == otherYear) == (after == otherYear) {
		return false
	}
	if before == otherYear {
		*have, *next = *next, *have
	}
	return true
}

// onePartOf reports whether one of two tables of a kind holds so much less than the other that it repeats some of its figures, in an
// appendix or in words; it puts the whole one first.
func onePartOf(have, next *located) bool {
	const much = 3
	if len(have.facts) < much*len(next.facts) && len(next.facts) < much*len(have.facts) {
		return false
	}
	if len(have.facts) < len(next.facts) {
		*have, *next = *next, *have
	}
	return true
}

// doubtTwice doubts two tables of a kind with nothing between them that tells whose each is.
func doubtTwice(tables ...*located) {
	for _, t := range tables {
		d := doubt{label: t.form.table.Title, why: "文件里有几张同样的表，没有标题分开，无法确定哪一张是这份报告的"}
		for _, f := range t.facts {
			d.cells = append(d.cells, data.FindingCell{Table: f.Table, Key: f.Key, Column: f.Column, Label: t.form.table.Title, Raw: f.Raw, At: f.At})
		}
		t.doubts = append(t.doubts, d)
	}
}

// otherTables are tables of a report that are not taken: of another year, or parts of its own printed again.
type otherTables struct {
	ofOtherYear, parts []located
}

func (o otherTables) all() []located { return slices.Concat(o.ofOtherYear, o.parts) }

// findings speaks of the tables that were left out.
func (o otherTables) findings(year int) []data.Finding {
	var out []data.Finding
	note := func(t located, message string) {
		out = append(out, data.Finding{Check: "READ", Severity: data.SeverityNote, Table: t.form.table.ID, Message: message})
	}
	for _, t := range o.ofOtherYear {
		note(t, fmt.Sprintf("文件里有两张%s，其中一张标明是其他年度的：只取用了 %d 年的，另一张的数字没有取用。", t.form.table.Name(), year))
	}
	for _, t := range o.parts {
		note(t, fmt.Sprintf("除%s外，文件里还有只含其中少数几行的表或文字：没有取用那里的数字。", t.form.table.Name()))
	}
	return out
}
