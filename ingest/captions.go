package ingest

import (
	"fmt"
	"regexp"
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
		from, to := l.line(line)
		if line >= first && from < to && (l.pieces[from].ruled || l.hasFiguresIn(line)) {
			break
		}
		if to-from != 1 || l.pieces[from].ruled || l.pieces[from].kind != labelPiece {
			continue
		}
		text := strings.Join(strings.Fields(tidy(l.pieces[from].text)), "")
		if wordRunes(text) > captionRunes || !captionEnd.MatchString(text) {
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

// oneOfOtherYear reports whether the captions of two tables of one kind say that one of them is of another year, where no other report
// begins between them; it puts that of the report's year first.
func (l *layout) oneOfOtherYear(have, next *located) bool {
	if l.boundary(have.to, next.from) != next.from {
		return false
	}
	before, after := l.captionYear(*have), l.captionYear(*next)
	if (before == otherYear) == (after == otherYear) {
		return false
	}
	if before == otherYear {
		*have, *next = *next, *have
	}
	return true
}

// otherYearFindings speaks of the tables that were left out because they are of another year.
func otherYearFindings(tables []located, year int) []data.Finding {
	var out []data.Finding
	for _, t := range tables {
		out = append(out, data.Finding{Check: "READ", Severity: data.SeverityNote, Table: t.form.table.ID,
			Message: fmt.Sprintf("文件里有两张%s，其中一张标明是其他年度的：只取用了 %d 年的，另一张的数字没有取用。", t.form.table.Name(), year)})
	}
	return out
}
