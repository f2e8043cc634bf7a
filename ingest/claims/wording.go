package claims

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// qualifier puts together the words that narrow a number.
func (s *sentence) qualifier(t token) string {
	var out []string
	add := func(word string) {
		if word != "" && !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	add(s.whose)
	add(s.part)
	add(s.until)
	if s.clause.moved() {
		add(s.clause.mover)
	}
	if s.otherYear != 0 {
		add(decimal.New(int64(s.otherYear), 0).String() + "年")
	}
	add(s.among)
	for _, w := range s.tokens[s.start:] {
		if w.from >= t.from {
			break
		}
		if w.kind == filed || w.kind == approx || w.kind == newly && s.clause.kinds.any(cases) {
			add(s.original(w.from, w.to))
		}
	}
	add(s.original(t.approx[0], t.approx[1]))
	return strings.Join(out, "、")
}

// Approximate reports whether a claim's qualifier says that its number is not exact: 200余条, 约30件.
func Approximate(qualifier string) bool {
	for q := range strings.SplitSeq(qualifier, "、") {
		switch q {
		case "余", "多", "来", "几", "万", "以上", "左右", "以下", "上下",
			"约", "大约", "近", "将近", "接近", "超", "超过", "逾", "不足", "不到", "至少", "最多":
			return true
		}
	}
	return false
}

// maxWords bounds the words of a claim, maxQuote its quote, in characters.
const (
	maxWords = 60
	maxQuote = 120
)

// quote gives the sentence, or as much of it around the words as a quote may have.
func (s *sentence) quote(from, to int) string {
	first, last := s.tokens[0].from, s.tokens[len(s.tokens)-1].to
	if last-first > maxQuote {
		first = max(first, min(from-30, last-maxQuote))
		last = max(to, min(last, first+maxQuote))
	}
	if s.quoted != [2]int{first, last} {
		s.quoted, s.quotation = [2]int{first, last}, s.original(first, last)
	}
	quote := s.quotation
	// Some characters of the text read are several of the text as it stands.
	for over := utf8.RuneCountInString(quote) - maxQuote; over > 0; over = utf8.RuneCountInString(quote) - maxQuote {
		switch {
		case last-over >= to:
			last -= over
		case first+over <= from:
			first += over
		default:
			return quote
		}
		quote = s.original(first, last)
	}
	return quote
}
