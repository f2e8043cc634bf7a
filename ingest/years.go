package ingest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tongjian/data/forms"
)

// Some reports print two years side by side: 本年 and 上年 under each heading, two blocks of figures, or two lines a row. Here the
// marks that tell the years apart are found. Figures under a mark of another year are never taken for the report's own.

// yearMark is the year a piece names.
type yearMark int8

const (
	noMark    yearMark = iota
	thisYear           // 本年, or the year the report is on
	otherYear          // 上年, or any other year
)

var (
	thisYearWords  = regexp.MustCompile(`^(?:本年度?|今年|当年|本期|本年数据?|本年度数据?|本期数据?)$`)
	otherYearWords = regexp.MustCompile(`^(?:上年度?|上一年度?|去年|上期|上年同期|去年同期|上年数据?|上年度数据?|上期数据?)$`)
	markYear       = regexp.MustCompile(`^((?:19|20)\d{2})(?:年度?)?(?:数据?|情况|年报)?$`)
	headYear       = regexp.MustCompile(`^(\D*)((?:19|20)\d{2})(?:年度?)?(\D*)$`)
	otherYearHead  = regexp.MustCompile(`^(?:上年度?|去年)(?:(?:19|20)\d{2}年?)?(?:制发|废止|新制作|新公开|处理决定|收费金额|收到|办理)`)
)

// longestMark is more bytes than a cell has that names a year and nothing else: 2023年度数据.
const longestMark = 24

// markOf tells the year a whole cell names; year is the report's, 0 when unknown.
func (p *piece) markOf(year int) yearMark {
	if p.kind != labelPiece || p.norm == "" || len(p.norm) > longestMark {
		return noMark
	}
	switch {
	case thisYearWords.MatchString(p.norm):
		return thisYear
	case otherYearWords.MatchString(p.norm):
		return otherYear
	}
	if m := markYear.FindStringSubmatch(p.norm); m != nil {
		return compareYear(m[1], year)
	}
	return noMark
}

// allYears reports whether a line of text names years and nothing else, 2022年　2023年, with the heading of the rows' labels before them or
// without.
func allYears(text string) bool {
	fields := strings.Fields(text)
	if len(fields) > 2 && utf8.RuneCountInString(fields[0]) <= labelsHead {
		fields = fields[1:]
	}
	if len(fields) < 2 || len(text) > maxRowBytes {
		return false
	}
	return !slices.ContainsFunc(fields, func(f string) bool {
		norm := forms.Normalize(f)
		return !thisYearWords.MatchString(norm) && !otherYearWords.MatchString(norm) && !(markYear.MatchString(norm) && strings.HasSuffix(norm, "年"))
	})
}

// markBareYears makes marks of the figures that are years: each the first of its line, one line below the other, a year apart. Figures of
// a column do not stand so.
func (l *layout) markBareYears() {
	const fewest = 5 // figures behind each
	year := func(i int) int {
		from, to := l.line(l.pieces[i].line)
		behind := 0
		for j := from; j < to; j++ {
			if p := &l.pieces[j]; j > i && (p.kind == valuePiece || p.kind == blankPiece) {
				behind++
			}
		}
		n, err := strconv.Atoi(strings.TrimSpace(l.pieces[i].text))
		if err != nil || behind < fewest {
			return 0
		}
		return n
	}
	for k := 1; k < len(l.bareYears); k++ {
		i, j := l.bareYears[k-1], l.bareYears[k]
		a, b := &l.pieces[i], &l.pieces[j]
		if b.line-a.line != 1 || a.grid != b.grid || a.ruled && a.col != b.col {
			continue
		}
		if first, second := year(i), year(j); first > 0 && second > 0 && (first-second == 1 || second-first == 1) {
			for _, p := range []*piece{a, b} {
				p.norm = strings.TrimSpace(p.text) + "年"
				p.bare = p.norm
			}
		}
	}
	for _, i := range l.bareYears {
		if l.pieces[i].norm != "" {
			l.pieces[i].kind = labelPiece
		}
	}
}

func compareYear(digits string, year int) yearMark {
	n, err := strconv.Atoi(digits)
	switch {
	case err != nil || year == 0:
		return noMark
	case n == year:
		return thisYear
	}
	return otherYear
}

// headMark tells the year a heading names, and the heading without it: 2022年制发件数, 本年（2022）制发件数, 本年制发件数（2022年）.
func headMark(norm string, year int) (yearMark, string) {
	// Nearly every heading names no year, and is not worth a pattern.
	if (strings.HasPrefix(norm, "上年") || strings.HasPrefix(norm, "去年")) && otherYearHead.MatchString(norm) {
		return otherYear, norm
	}
	if !strings.ContainsAny(norm, "0123456789") {
		return noMark, norm
	}
	if m := headYear.FindStringSubmatch(norm); m != nil {
		if rest := m[1] + m[3]; rest != "" {
			if mark := compareYear(m[2], year); mark != noMark {
				return mark, rest
			}
		}
	}
	return noMark, norm
}

// columnYears gives the years of the columns of a ruled grid, as the headings between two pieces tell; nil where they tell only one.
func (l *layout) columnYears(grid, from, to int) map[int]yearMark {
	years := map[int]yearMark{}
	note := func(p *piece, mark yearMark) {
		for c := p.col; c < p.col+p.span; c++ {
			years[c] = mark
		}
	}
	for i := from; i < to; i++ {
		p := &l.pieces[i]
		if p.grid != grid {
			continue
		}
		if mark := p.markOf(l.year); mark != noMark {
			note(p, mark)
		} else if p.kind == valuePiece && l.yearsInLine(p.line) {
			if m := markYear.FindStringSubmatch(tidy(p.text)); m != nil {
				note(p, compareYear(m[1], l.year))
			}
		}
	}
	this, other := false, false
	for _, mark := range years {
		this, other = this || mark == thisYear, other || mark == otherYear
	}
	if !other || !this && !l.unmarked(years, grid, from, to) {
		return nil
	}
	return years
}

// unmarked reports whether some heading stands over columns no year is named for, right of the first column.
func (l *layout) unmarked(years map[int]yearMark, grid, from, to int) bool {
	for i := from; i < to; i++ {
		p := &l.pieces[i]
		if p.grid == grid && p.kind == labelPiece && p.known && p.col > 0 && years[p.col] == noMark && p.span == 1 {
			return true
		}
	}
	return false
}

// yearsInLine reports whether a line is one of headings that are bare years: 2023 2022, or what is left of 2023年 where it is wrapped.
func (l *layout) yearsInLine(line int) bool {
	const tooMany = 4 // figures that are all one year's number are no figures
	from, to := l.line(line)
	first, several, n := "", false, 0
	for i := from; i < to; i++ {
		p := &l.pieces[i]
		if p.kind != valuePiece {
			continue
		}
		text := tidy(p.text)
		if !markYear.MatchString(text) {
			return false
		}
		several = several || first != "" && text != first
		first = text
		n++
	}
	return several || n >= tooMany
}

// lineYear tells the year a line of figures is marked with.
func (l *layout) lineYear(line int) yearMark {
	from, to := l.line(line)
	for i := from; i < to; i++ {
		if mark := l.pieces[i].markOf(l.year); mark != noMark {
			return mark
		}
	}
	return noMark
}

// ownLine gives the line that holds a row's figures of the report's year, where the row is printed in two lines, a year each; ok
// is false when only another year's is there.
func (l *layout) ownLine(label int) (line int, ok bool) {
	p := &l.pieces[label]
	line = p.line
	if l.lineYear(line) != otherYear {
		return line, true
	}
	for n := line + 1; n < min(p.line+p.rows, len(l.starts)-1); n++ {
		if l.lineYear(n) == thisYear {
			return n, true
		}
	}
	return line, false
}

// marksBetween lists the marks of years between two pieces outside ruled grids, in order. Years above the year-signs of a line of its own
// are marks too: what is left of 2023年 where it is wrapped.
func (l *layout) marksBetween(from, to int) (marks []yearMark) {
	for i := from; i < to; i++ {
		p := &l.pieces[i]
		if p.ruled {
			continue
		}
		if mark := p.markOf(l.year); mark != noMark {
			marks = append(marks, mark)
		} else if p.kind == valuePiece && l.yearSigns(p.line+1) > 0 && l.yearSigns(p.line+1) == len(l.figuresIn(p.line)) && l.yearsInLine(p.line) {
			marks = append(marks, compareYear(tidy(p.text), l.year))
		}
	}
	return marks
}

// yearSigns counts the cells of a line that holds nothing but 年; 0 for any other line.
func (l *layout) yearSigns(line int) (n int) {
	if line >= len(l.starts)-1 {
		return 0
	}
	from, to := l.line(line)
	for i := from; i < to; i++ {
		switch p := &l.pieces[i]; {
		case p.norm != "" && strings.Trim(p.norm, "年") == "":
			n += utf8.RuneCountInString(p.norm)
		case p.kind != blankPiece:
			return 0
		}
	}
	return n
}

// ownFigures picks, from the cells of a row of text in which figures of two years stand, those of the report's year. marks are those
// of the headings in order, n the cells a row of the form has. ok is false when the cells are not of two years, or when it cannot
// be told which are whose; doubtful tells the two apart.
func ownFigures(marks []yearMark, cells []int, n int) (own []int, doubtful, ok bool) {
	if len(marks) < 2 || len(cells) != 2*n || !differ(marks) {
		return nil, false, false
	}
	if len(marks)%(2*n) == 0 || n > 1 && len(marks)%2 == 0 && alternate(marks) && len(marks) > 2 {
		// A mark over each column.
		if !alternate(marks) {
			return nil, true, false
		}
		for i := range cells {
			if marks[i%2] == thisYear {
				own = append(own, cells[i])
			}
		}
		return own, false, true
	}
	if len(marks) != 2 {
		return nil, true, false
	}
	if marks[0] == thisYear {
		return cells[:n], false, true
	}
	return cells[n:], false, true
}

func differ(marks []yearMark) bool {
	for _, m := range marks {
		if m != marks[0] {
			return true
		}
	}
	return false
}

func alternate(marks []yearMark) bool {
	for i, m := range marks {
		if m != marks[i%2] || i == 1 && m == marks[0] {
			return false
		}
	}
	return true
}

// fillOwnLine fills a row of a ruled grid from the line that is of the report's year.
func fillOwnLine(l *layout, label int, columns headColumns) filling {
	line, ok := l.ownLine(label)
	rows := l.pieces[label].line + l.pieces[label].rows - line
	if l.lineYear(line) != noMark {
		rows = 1
	}
	f := fillByColumns(l, line, rows, columns)
	if ok {
		return f
	}
	var cells []int
	for _, c := range f.cells {
		if c >= 0 && l.pieces[c].kind != blankPiece {
			cells = append(cells, c)
		}
	}
	for i := range f.cells {
		f.cells[i] = noPiece
	}
	f.keepAside(cells, "这一行标明是其他年度的数据")
	return f
}
