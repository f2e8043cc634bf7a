package claims

import (
	"slices"
	"strings"
)

func isNumeral(c rune) bool {
	switch c {
	case '〇', '零', '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万':
		return true
	}
	return false
}

// chinese reads a number in Chinese numerals: 三件, 二十余件, 二〇二一年.
func (r *reader) chinese(i int) token {
	end := i
	for end < len(r.text) && isNumeral(r.text[end]) {
		end++
	}
	t := token{from: i, to: end, chinese: true}
	run := r.text[i:end]
	if len(run) == 4 && startsWith(r.text[end:], "年") {
		if v, ok := digitByDigit(run); ok {
			return token{kind: year, from: i, to: end + 1, value: v}
		}
	}
	v, ok := chineseValue(run)
	if !ok || i > 0 && strings.ContainsRune("几数上好", r.text[i-1]) {
		return t
	}
	t.value = v
	if t = r.counted(t, end); t.kind == bare && v != 0 {
		t.kind = unknown // 三、四 are headings and quarters; 零 is a number: 均为零
	}
	return t
}

func digitByDigit(run []rune) (int64, bool) {
	var v int64
	for _, c := range run {
		d, ok := numeralDigit(c)
		if !ok {
			return 0, false
		}
		v = v*10 + d
	}
	return v, true
}

func numeralDigit(c rune) (int64, bool) {
	switch c {
	case '〇', '零':
		return 0, true
	case '两':
		return 2, true
	}
	if n := slices.Index([]rune("一二三四五六七八九"), c); n >= 0 {
		return int64(n + 1), true
	}
	return 0, false
}

func numeralUnit(c rune) int64 {
	switch c {
	case '十':
		return 10
	case '百':
		return 100
	case '千':
		return 1000
	}
	return 10_000 // 万
}

// chineseValue reads a number as it is spoken: 一千二百零五. Anything irregular is no number.
func chineseValue(run []rune) (int64, bool) {
	if len(run) == 1 && (run[0] == '零' || run[0] == '〇') {
		return 0, true
	}
	var total, part, digit int64
	waiting := false // a digit waits for its unit
	unit := int64(100_000)
	for i, c := range run {
		if d, ok := numeralDigit(c); ok {
			if waiting {
				return 0, false
			}
			digit, waiting = d, d != 0
			continue
		}
		u := numeralUnit(c)
		switch {
		case !waiting && !(u == 10 && part == 0 && i == 0) && u != 10_000, u >= unit && u != 10_000:
			return 0, false
		case u == 10_000:
			if total > 0 || part+digit == 0 {
				return 0, false
			}
			total, part, unit = (part+digit)*u, 0, 100_000
		default:
			if !waiting {
				digit = 1 // 十二
			}
			part, unit = part+digit*u, u
		}
		digit, waiting = 0, false
	}
	v := total + part + digit
	return v, v > 0
}
