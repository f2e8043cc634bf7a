package ingest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"tongjian/data/forms"
)

// Text in which the cells of a row stand without a gap: 规章000, 信息内容本年制发件数, 三、本年度办理结果（一）予以公开3000003.

var (
	// gluedRow finds a row's label with the digits of its cells written behind it: 规章000, 1.当面申请数件12, 行政事业性收费26.55.
	gluedRow = regexp.MustCompile(`^(.*[^\d.,])(\d{1,40}(?:\.\d{1,4})?)$`)
	// gluedUnits finds one whose figures each have their unit: 规章0件1件6件, 行政许可：97件.
	gluedUnits = regexp.MustCompile(`^(.*?[^\d.,])((?:\d{1,12}(?:\.\d{1,4})?(?:件|条|项|次|篇|个|人次|人|万元|元))+)$`)
	unitFigure = regexp.MustCompile(`\d+(?:\.\d+)?\D+`)
)

// splitGlued takes a row's label and the figures behind it apart; nil when the text is no such row. tight is true for digits that may
// be of one cell or of several.
func splitGlued(text string) (parts []string, tight bool) {
	text = strings.TrimSpace(text)
	of := func(m []string) bool { return m != nil && isRowLabel(afterGroups(forms.Normalize(m[1]))) }
	if m := gluedRow.FindStringSubmatch(text); of(m) {
		gap := strings.TrimRightFunc(m[1], unicode.IsSpace) != m[1]
		return m[1:], !gap && len(m[2]) > 1 && allDigits(m[2]) && !endsInUnit(m[1])
	}
	if m := gluedUnits.FindStringSubmatch(text); of(m) {
		return append(m[1:2], unitFigure.FindAllString(m[2], -1)...), false
	}
	return nil, false
}

// manyGlued reports whether a text of digits alone is longer than any figure: the row of table 四, which has no label.
func manyGlued(text string) bool {
	text = strings.TrimSpace(text)
	return len(text) > maxIntegerDigits && allDigits(text)
}

// allDigits reports whether a text is digits alone.
func allDigits(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// splitHeads takes headings of columns written without gaps apart: 信息内容本年制发件数本年废止件数, 自然人法人或其他组织总计. nil when the
// text is anything else.
func splitHeads(text string) []string {
	const longest = 200 // the results of table 四 under all three of their groups
	norm := forms.Normalize(text)
	if len(text) > longest*utf8.UTFMax || knownLabel(norm) || utf8.RuneCountInString(norm) != utf8.RuneCountInString(text) {
		return nil
	}
	heads, original := headsOf([]rune(norm)), []rune(text)
	if len(heads) < 2 {
		return nil
	}
	parts := make([]string, len(heads))
	for i, n := range heads {
		parts[i], original = string(original[:n]), original[n:]
	}
	return parts
}

// headsOf cuts a text into headings, longer ones first, and gives their lengths; nil when that leaves something over.
func headsOf(norm []rune) []int {
	const longest = 12 // 对外公开总数量 and the like
	var cut func(from int) []int
	failed := map[int]bool{}
	cut = func(from int) []int {
		if from == len(norm) {
			return []int{}
		}
		if failed[from] {
			return nil
		}
		for n := min(longest, len(norm)-from); n > 0; n-- {
			if head := string(norm[from : from+n]); isColumnHead(head) || head == rowHead {
				if rest := cut(from + n); rest != nil {
					return append([]int{n}, rest...)
				}
			}
		}
		failed[from] = true
		return nil
	}
	return cut(0)
}

// rowHead stands over the labels of the rows of table 二.
const rowHead = "信息内容"

// fillGlued takes digits written without gaps apart: where there are as many as the row has cells, any other way to cut them would
// leave a cell empty; where there are more, and the row ends in its total, the sums may leave one way only.
func (l *layout) fillGlued(index int, f filling) filling {
	p := l.pieces[index]
	digits := strings.TrimSpace(p.text)
	n := len(f.cells)
	var cells []string
	switch {
	case !allDigits(digits):
	case len(digits) == n:
		cells = strings.Split(digits, "")
		f.doubt = "数字连写在一起，按一位一格拆分"
	case len(digits) > n:
		if cells = cutBySums(digits, n); cells != nil {
			f.doubt = "数字连写在一起，按合计关系拆分，只有一种拆法"
		}
	}
	if cells == nil {
		f.spare = []int{index}
		f.doubt = "数字连写在一起，位数与列数不同，无法拆分"
		return f
	}
	for i, text := range cells {
		f.cells[i] = len(l.pieces)
		cell := p
		cell.text, cell.kind, cell.glued = text, valuePiece, false
		l.pieces = append(l.pieces, cell)
	}
	f.taken = []int{index}
	return f
}

// sumBlock gives how many cells of a row of n add up to a total that follows them, the total counted in; 0 where rows of n cells have
// none.
func sumBlock(n int) int {
	switch applicants, results := len(forms.Applicants()), len(forms.Results()); n {
	case applicants:
		return applicants
	case len(forms.Routes()) * results:
		return results
	}
	return 0
}

// cutBySums cuts digits into n cells none of which begins with a zero of no meaning, so that every total is the sum of the cells
// before it; nil where there is no such way, more than one, or too many to try.
func cutBySums(digits string, n int) []string {
	const longest, enough = 7, 100_000
	block := sumBlock(n)
	if block == 0 {
		return nil
	}
	var (
		found [][]string
		tried int
		cells = make([]string, 0, n)
		cut   func(from, sum int)
	)
	cut = func(from, sum int) {
		if tried++; tried > enough || len(found) > 1 {
			return
		}
		if len(cells) == n {
			if from == len(digits) {
				found = append(found, append([]string(nil), cells...))
			}
			return
		}
		total := len(cells)%block == block-1
		value := 0
		for to := from + 1; to <= min(len(digits), from+longest); to++ {
			value = value*10 + int(digits[to-1]-'0')
			if to > from+1 && digits[from] == '0' || total && value > sum {
				return
			}
			if total && value != sum {
				continue
			}
			next := sum + value
			if total {
				next = 0
			}
			cells = append(cells, digits[from:to])
			cut(to, next)
			cells = cells[:len(cells)-1]
		}
	}
	cut(0, 0)
	if len(found) != 1 || tried > enough {
		return nil
	}
	return found[0]
}
