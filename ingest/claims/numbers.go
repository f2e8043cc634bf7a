package claims

import (
	"slices"
	"strings"
)

// maxDigits is how many digits the warehouse holds before the point.
const maxDigits = 14

// arabic reads a number in digits with what makes it a count, a year, a date, a percentage or a range.
func (r *reader) arabic(i int) token {
	t := token{from: i}
	digits, point, end := r.digits(i)
	t.to = end
	if end < len(r.text) && r.text[end] == ' ' || i > 0 && r.text[i-1] == ' ' {
		return r.torn(i, end)
	}
	if len(digits) > maxDigits {
		return t
	}
	for _, d := range digits {
		t.value = t.value*10 + int64(d-'0')
	}
	rest := r.text[end:]
	switch {
	case startsWith(rest, "%"), startsWith(rest, "‰"):
		t.kind, t.to = percent, end+1
		return t
	case startsWith(rest, "个百分点"):
		t.kind, t.to = percent, end+len([]rune("个百分点"))
		return t
	case point == "" && len(digits) == 4 && (digits[0] == '1' || digits[0] == '2') && startsWith(rest, "年"):
		t.kind, t.to = year, end+1
		if startsWith(rest, "年度") {
			t.to++
		}
		return t
	case point == "" && (startsWith(rest, "月") || startsWith(rest, "日") || startsWith(rest, "号")):
		t.kind, t.to = date, end+1
		return t
	case len(rest) > 1 && strings.ContainsRune("-~—–至到", rest[0]) && isDigit(rest[1]):
		return r.rangeOf(t, end+1)
	}
	if point != "" {
		if !startsWith(rest, "万") || len(point) > 4 {
			return t
		}
		for n := range 4 {
			digit := int64(0)
			if n < len(point) {
				digit = int64(point[n] - '0')
			}
			t.value = t.value*10 + digit
		}
		t.approx, end = "万", end+1
	} else if startsWith(rest, "万") && t.value < 1e9 {
		t.value, t.approx, end = t.value*10_000, "万", end+1
	}
	return r.counted(t, end)
}

// digits reads digits, with thousands separators and decimals.
func (r *reader) digits(i int) (whole, point string, end int) {
	var b strings.Builder
	start := i
	for ; i < len(r.text) && isDigit(r.text[i]); i++ {
		b.WriteRune(r.text[i])
	}
	for i-start <= 3 && i+3 < len(r.text) && r.text[i] == ',' && allDigits(r.text[i+1:i+4]) && (i+4 == len(r.text) || !isDigit(r.text[i+4])) {
		b.WriteString(string(r.text[i+1 : i+4]))
		i += 4
		start = i // any number of groups may follow
	}
	if i+1 < len(r.text) && r.text[i] == '.' && isDigit(r.text[i+1]) {
		from := i + 1
		for i++; i < len(r.text) && isDigit(r.text[i]); i++ {
		}
		point = string(r.text[from:i])
	}
	return b.String(), point, i
}

func allDigits(text []rune) bool {
	return !slices.ContainsFunc(text, func(c rune) bool { return !isDigit(c) })
}

// torn passes over digits with blanks between them: whether they are one number or several cannot be told.
func (r *reader) torn(i, end int) token {
	for end < len(r.text) && (r.text[end] == ' ' || isDigit(r.text[end])) {
		end++
	}
	if _, ok := r.counterAt(end); ok {
		end++
	}
	return token{from: i, to: end}
}

// rangeOf reads the second number of a range.
func (r *reader) rangeOf(t token, second int) token {
	_, _, end := r.digits(second)
	t.to = end
	rest := r.text[end:]
	switch {
	case startsWith(rest, "年"):
		t.kind, t.to = otherYear, end+1
	case startsWith(rest, "月"), startsWith(rest, "日"):
		t.kind, t.to = date, end+1
	default:
		if c, ok := r.counterAt(end); ok {
			t.kind, t.counter, t.to = span, c, end+1
		}
	}
	return t
}

// counted reads what makes a number a count: a word that makes it approximate, and its counter. Without a counter it is a
// number alone where nothing else follows that it could count.
func (r *reader) counted(t token, end int) token {
	t.to = end
	if end < len(r.text) && strings.ContainsRune("余多来几", r.text[end]) {
		if _, ok := r.counterAt(end + 1); ok {
			t.approx = string(r.text[end])
			end++
		}
	}
	if c, ok := r.counterAt(end); ok {
		t.kind, t.counter, t.to = count, c, end+1
		if startsWith(r.text[t.to:], "次") {
			t.to++ // 件次
		}
		for _, after := range []string{"以上", "左右", "以下", "上下"} {
			if startsWith(r.text[t.to:], after) {
				t.approx, t.to = after, t.to+2
			}
		}
		return t
	}
	if t.approx != "" {
		return t
	}
	alone := end == len(r.text) || r.text[end] == '占'
	if !alone {
		_, alone = mark(r.text[end])
	}
	if alone && !(end+1 < len(r.text) && r.text[end] == '.' && isDigit(r.text[end+1])) {
		t.kind = bare
	}
	return t
}

func startsWith(text []rune, s string) bool {
	for i, c := range []rune(s) {
		if i >= len(text) || text[i] != c {
			return false
		}
	}
	return true
}

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
