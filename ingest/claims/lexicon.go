package claims

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"tongjian/data/forms"
)

// lexicon finds the longest known word at a place of a text.
type lexicon struct {
	first  [0x9fff - 0x4e00 + 1]uint16 // by first character: one more than its index in groups
	groups [][]word
	keys   []string // of words
}

// Keys that tell words of one kind apart; the others are measures.
const (
	newRequest int16 = 1 + iota // 新收, of receive
	ourYear                     // 本年, of thisYear
	toNext                      // 转下年度, of carry
	dealtWith                   // 办结, of closed
)

var lexiconOf = sync.OnceValue(func() *lexicon {
	x := &lexicon{keys: []string{"", "new request", "our year", "to next", "dealt with"}}
	for _, v := range vocabulary() {
		for _, text := range strings.Fields(v.texts) {
			x.add(text, v.kind, v.key)
		}
	}
	for _, e := range forms.All() {
		t, ok := e.Table("3")
		if !ok {
			continue
		}
		for _, row := range t.Blocks[0].Rows {
			if len(row.Groups) == 0 {
				continue // requests, not outcomes
			}
			if key := row.Cells[0].Key; key != "outcome.total" && key != "outcome.other.rest" {
				x.add(plainLabel(row.Label), outcome, key)
			}
		}
	}
	for _, r := range forms.Results() {
		if r.Key != forms.Total {
			x.add(r.Label, result, r.Key)
		}
	}
	for _, g := range x.groups {
		slices.SortStableFunc(g, func(a, b word) int { return cmp.Compare(len(b.text), len(a.text)) })
	}
	return x
})

func (x *lexicon) add(text string, k kind, key string) {
	index := slices.Index(x.keys, key)
	if index < 0 {
		index, x.keys = len(x.keys), append(x.keys, key)
	}
	w := word{[]rune(text), k, int16(index)}
	at := &x.first[w.text[0]-0x4e00]
	if *at == 0 {
		x.groups = append(x.groups, nil)
		*at = uint16(len(x.groups))
	}
	x.groups[*at-1] = append(x.groups[*at-1], w)
}

// at gives the longest word that begins a text.
func (x *lexicon) at(text []rune) (word, bool) {
	c := text[0]
	if c < 0x4e00 || c > 0x9fff || x.first[c-0x4e00] == 0 {
		return word{}, false
	}
	for _, w := range x.groups[x.first[c-0x4e00]-1] {
		if len(w.text) <= len(text) && slices.Equal(w.text[1:], text[1:len(w.text)]) {
			return w, true
		}
	}
	return word{}, false
}

// plainLabel is a row's label as prose has it: without its number, its note and quotation marks.
func plainLabel(label string) string {
	if i := strings.IndexAny(label, "）."); i >= 0 && i <= len("（六") {
		label = label[i:]
		label = strings.TrimLeft(label, "）.")
	}
	if i := strings.Index(label, "（"); i > 0 {
		label = label[:i]
	}
	return strings.NewReplacer("“", "", "”", "").Replace(label)
}
