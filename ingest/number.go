package ingest

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"golang.org/x/text/width"

	"tongjian/data"
)

// reading is what one cell says.
type reading struct {
	state data.State
	value decimal.Decimal // set when state is number
	note  string          // what stands beside the number: a unit, a remark in brackets
}

// What DECIMAL(18,4) holds.
const (
	maxIntegerDigits = 14
	maxDecimals      = 4
)

var (
	// numberPattern: a sign or 增/减, digits with or without thousands separators, decimals, and what follows.
	numberPattern = regexp.MustCompile(`^([+\-＋－−]|增加|减少|增|减)?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(.*)$`)
	// unitPattern: a unit, alone or before a remark in brackets. Anything else after a number makes it words.
	unitPattern = regexp.MustCompile(`^(件|项|个|条|份|篇|次|人|人次|起|宗|例|元|万元|亿元)?\s*([(（\[【].*[)）\]】])?$`)
	// lostBlank: a non-breaking space that some publishing system turned into a question mark.
	lostBlank = regexp.MustCompile(`^\?\s+(\d.*)$`)
)

// readCell tells what a cell says. It never guesses: a text that is not plainly a number is words, and a number that the
// warehouse could not hold exactly is left as words too, so that a check can say so.
func readCell(raw string) reading {
	if n, ok := plainCount(raw); ok {
		return reading{state: data.StateNumber, value: decimal.New(n, 0)}
	}
	text := tidy(raw)
	if text == "" {
		return reading{state: data.StateBlank}
	}
	if s, ok := stroke(text); ok {
		return reading{state: s}
	}
	if !strings.ContainsAny(text, "0123456789") {
		return reading{state: data.StateText}
	}
	if m := lostBlank.FindStringSubmatch(text); m != nil {
		r := readCell(m[1])
		if r.state == data.StateNumber && r.note == "" {
			r.note = "?"
		}
		return r
	}
	m := numberPattern.FindStringSubmatch(text)
	if m == nil {
		return reading{state: data.StateText}
	}
	rest := unitPattern.FindStringSubmatch(m[4])
	if rest == nil {
		return reading{state: data.StateText}
	}
	digits := strings.ReplaceAll(m[2], ",", "")
	if len(strings.TrimLeft(digits, "0")) > maxIntegerDigits || len(strings.TrimRight(m[3], "0")) > maxDecimals+1 {
		return reading{state: data.StateText}
	}
	value, err := decimal.NewFromString(digits + m[3])
	if err != nil {
		return reading{state: data.StateText}
	}
	if strings.HasPrefix(m[1], "-") || strings.HasPrefix(m[1], "−") || strings.HasPrefix(m[1], "减") {
		value = value.Neg()
	}
	note := rest[1] + trimBrackets(rest[2])
	if rest[1] == "件" || rest[1] == "项" || rest[1] == "个" {
		note = trimBrackets(rest[2])
	}
	return reading{state: data.StateNumber, value: value, note: note}
}

// plainCount reads what nearly every cell holds: a few digits and nothing else.
func plainCount(raw string) (n int64, ok bool) {
	if raw == "" || len(raw) > maxIntegerDigits {
		return 0, false
	}
	for i := 0; i < len(raw); i++ {
		if raw[i] < '0' || raw[i] > '9' {
			return 0, false
		}
		n = n*10 + int64(raw[i]-'0')
	}
	return n, true
}

// looksLikeValue reports whether a cell is a figure or one of the signs written in place of a figure, rather than a label.
func looksLikeValue(raw string) bool {
	switch readCell(raw).state {
	case data.StateNumber, data.StateDash, data.StateSlash:
		return true
	case data.StateText:
		return isStandIn(tidy(raw))
	}
	return false
}

// isStandIn lists the words written in place of a figure.
func isStandIn(text string) bool {
	switch text {
	case "无", "没有", "零", "〇", "○", "O", "o", "见附件", "详见附件", "见附表", "同上", "不适用", "不涉及", "无此项", "未统计", "暂无", "N/A", "n/a":
		return true
	}
	return false
}

// stroke recognises the signs written for "nothing here".
func stroke(text string) (data.State, bool) {
	if utf8.RuneCountInString(text) > 4 {
		return "", false
	}
	if strings.Trim(text, "-—–―－─_") == "" {
		return data.StateDash, true
	}
	if strings.Trim(text, `/\／＼`) == "" {
		return data.StateSlash, true
	}
	return "", false
}

// tidy folds full-width forms and drops the blanks around and inside a cell that carry no meaning.
func tidy(raw string) string {
	ascii := true
	for i := 0; i < len(raw); i++ {
		if raw[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if !ascii {
		// Width alone is folded: full compatibility folding would make the note in 36① a digit.
		raw = strings.Map(func(r rune) rune {
			switch r {
			case '\u00a0':
				return ' '
			case '\u200b', '\u200c', '\u200d', '\ufeff', '\u00ad':
				return -1
			}
			if r >= 0x80 && (r < 0x3400 || r > 0x9fff) { // CJK ideographs, nearly all there is, have no other width
				if folded := width.LookupRune(r).Folded(); folded != 0 {
					return folded
				}
			}
			return r
		}, raw)
	}
	return strings.TrimSpace(raw)
}

func trimBrackets(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return strings.ContainsRune("()（）[]【】", r) })
}
