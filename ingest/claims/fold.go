package claims

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"tongjian/data/forms"
)

// fold appends a line to the paragraph. Blanks go, but not those between two digits: 2 0 件 is no 20.
func (r *reader) fold(line string) {
	shapes := simplified()
	text, from, source := r.text, r.from, r.source
	var before rune // the character before, as received; blanks count
	for i, c := range line {
		previous := before
		before = c
		if c >= 0x4e00 && c <= 0x9fff {
			text, from = append(text, rune(shapes[c-0x4e00])), append(from, len(source))
			source = utf8.AppendRune(source, c)
			continue
		}
		if unicode.IsSpace(c) || c >= '\u200b' && c <= '\u200f' || c == '\ufeff' || c == '\u00ad' || c == '\ufffd' {
			continue
		}
		f := foldRune(c)
		if f == '，' && isFullWidth(previous) && strings.IndexFunc(line[i+len("，"):], isFullWidth) == 0 {
			f = ',' // within １，２３４
		}
		if isDigit(f) && unicode.IsSpace(previous) && len(text) > 0 && isDigit(text[len(text)-1]) {
			text, from = append(text, ' '), append(from, len(source))
		}
		if f != 0 {
			text, from = append(text, f), append(from, len(source))
		}
		source = utf8.AppendRune(source, c)
	}
	r.text, r.from, r.source = text, from, source
}

func isDigit(c rune) bool     { return c >= '0' && c <= '9' }
func isFullWidth(c rune) bool { return c >= '０' && c <= '９' }

// foldRune gives the common shape of a character; 0 for quotation marks, which stand anywhere. Full-width commas stay, to be
// told from those within a number.
func foldRune(c rune) rune {
	switch {
	case c < 0x80:
		switch c {
		case '"', '\'':
			return 0
		case '[':
			return '('
		case ']':
			return ')'
		}
		return c
	case c >= 0x4e00 && c <= 0x9fff:
		return rune(simplified()[c-0x4e00])
	}
	switch c {
	case '“', '”', '‘', '’', '「', '」', '『', '』', '＂':
		return 0
	case '，', '。', '、', '《':
		return c
	case '〔', '【', '〈':
		return '('
	case '〕', '】', '〉':
		return ')'
	}
	switch {
	case c >= '！' && c <= '～': // full-width ASCII
		return foldRune(c - 0xfee0)
	case c >= '①' && c <= '⑳', c >= '㈠' && c <= '㈩':
		return '、'
	case c >= 0x2e80 && c <= 0x2fdf, c >= 0xf900 && c <= 0xfaff: // shapes of 一 and 人 that some fonts put in their place
		if same := []rune(norm.NFKC.String(string(c))); len(same) == 1 {
			return same[0]
		}
	}
	return c
}

// simplified gives, for each common Chinese character, its simplified shape as far as the form's words need it.
var simplified = sync.OnceValue(func() *[0x9fff - 0x4e00 + 1]uint16 {
	var table [0x9fff - 0x4e00 + 1]uint16
	for i := range table {
		table[i] = uint16(forms.Simplified(rune(0x4e00 + i)))
	}
	return &table
})
