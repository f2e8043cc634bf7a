package pdf

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// item is a table of a page, or a line of text outside all tables.
type item struct {
	table *table
	// ordinal numbers the tables of a page from 1.
	ordinal int
	row     *looseRow
}

func (i item) top() float64 {
	if i.table != nil {
		return i.table.top
	}
	return i.row.line.top
}

// layout is a page in reading order.
type layout struct {
	number  int
	bounds  rect
	picture bool
	glyphs  int
	unread  int // of the characters, those of which it cannot be told what they are
	items   []item
	// narrow are the items with those of one column as tables; nil where there is none. Such a one may be the last column of a table
	// that began on another page.
	narrow []item
	// wider counts the pages that this one goes on to; moved are the lines that another page has of this one.
	wider int
	moved []item
	// left and right are where the lines of running text begin and end, page numbers and running heads left out.
	left, right float64
	turned      turn
}

// layOut puts the tables of a page and the lines between them in order. What has only one column is a frame, or lines between
// paragraphs.
func layOut(p page) layout {
	l := layout{number: p.number, bounds: p.bounds, picture: p.picture, glyphs: len(p.glyphs), turned: p.turned}
	for _, g := range p.glyphs {
		if g.r == unicode.ReplacementChar {
			l.unread++
		}
	}
	within := regions(p.rules)
	l.items = itemsOf(p, within, 2)
	if len(within) <= acrossTables && slices.ContainsFunc(within, func(r region) bool { return len(edges(r.uprights, r.left, r.right)) == 2 }) {
		l.narrow = itemsOf(p, within, 1)
	}
	return l
}

func itemsOf(p page, within []region, columns int) (items []item) {
	ruled, rest := tables(p, within, columns)
	var found []table
	for i := range ruled {
		found = append(found, ruled[i].unstacked()...)
	}
	for i := range found {
		for n := range found[i].cells {
			c := &found[i].cells[n]
			c.place = place{p.number, i + 1, c.row + 1}
		}
		items = append(items, item{table: &found[i], ordinal: i + 1})
	}
	rows := looseRows(p.number, linesOf(legible(rest)))
	for i := range rows {
		items = append(items, item{row: &rows[i]})
	}
	slices.SortStableFunc(items, func(a, b item) int { return cmp.Compare(a.top(), b.top()) })
	return items
}

// cells counts the cells of a page.
func (l *layout) cells() int {
	n := 0
	for _, it := range l.items {
		if it.table != nil {
			n += len(it.table.cells)
			continue
		}
		n += len(it.row.segments)
	}
	return n
}

// Where running heads and page numbers stand, in parts of a page's height.
const (
	numberZone = 0.12
	headZone   = 0.075
)

// pageNumber matches a line that says which page it is: 2, - 2 -, 第2页 共5页, 2/5.
var pageNumber = regexp.MustCompile(`^[\-—–―~·.]*第?(\d{1,4})页?(?:(?:[/，,]共?|共)\d{1,4}页?)?[\-—–―~·.]*$`)

// dropFurniture removes page numbers and running heads. A bare figure counts as a page number only when it is the page's own
// number, or counts up from one page to another: it might be the last figure of a table.
func dropFurniture(pages []layout) {
	offsets := map[int]int{} // on how many pages each is found
	for i := range pages {
		found := map[int]bool{}
		for _, it := range pages[i].items {
			if n, _, ok := pages[i].numbered(it); ok && !found[n-pages[i].number] {
				found[n-pages[i].number] = true
				offsets[n-pages[i].number]++
			}
		}
	}
	heads := map[string]int{}
	for i := range pages {
		for _, text := range pages[i].heads() {
			heads[text]++
		}
	}
	for i := range pages {
		l := &pages[i]
		furniture := func(it item) bool {
			if n, decorated, ok := l.numbered(it); ok {
				offset := n - l.number
				return decorated || offset == 0 || offsets[offset] > 1
			}
			return l.inZone(it, headZone) && heads[headText(it)] > 1 && heads[headText(it)]*2 >= len(pages)
		}
		l.items, l.narrow = slices.DeleteFunc(l.items, furniture), slices.DeleteFunc(l.narrow, furniture)
		l.left, l.right = math.Inf(1), math.Inf(-1)
		for _, it := range l.items {
			if it.row != nil {
				l.left, l.right = min(l.left, it.row.line.left), max(l.right, it.row.line.right)
			}
		}
	}
}

// numbered tells the number of a line that looks like a page number; decorated is true when it holds more than digits.
func (l *layout) numbered(it item) (n int, decorated, ok bool) {
	if !l.inZone(it, numberZone) {
		return 0, false, false
	}
	text := strings.Join(strings.Fields(it.row.line.text()), "")
	m := pageNumber.FindStringSubmatch(text)
	if m == nil || m[1] == text && it.row.separated() { // figures beside one another are no number
		return 0, false, false
	}
	n, err := strconv.Atoi(m[1])
	return n, m[1] != text, err == nil
}

// inZone reports whether an item is a line at the upper or lower end of the page.
func (l *layout) inZone(it item, part float64) bool {
	if it.row == nil {
		return false
	}
	zone, middle := l.bounds.height()*part, it.row.line.centre().y
	return middle < l.bounds.top+zone || middle > l.bounds.bottom-zone
}

// heads lists the lines at the ends of a page, without digits, once each; not those of figures only.
func (l *layout) heads() []string {
	var out []string
	for _, it := range l.items {
		if text := headText(it); text != "" && l.inZone(it, headZone) && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

func headText(it item) string {
	if it.row == nil {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, it.row.line.text())
}
