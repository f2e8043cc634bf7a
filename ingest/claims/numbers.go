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
		t.approx, end = [2]int{end, end + 1}, end+1
	} else if startsWith(rest, "万") && t.value < 1e9 {
		t.value, t.approx, end = t.value*10_000, [2]int{end, end + 1}, end+1
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
			t.approx = [2]int{end, end + 1}
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
				t.approx, t.to = [2]int{t.to, t.to + 2}, t.to+2
			}
		}
		return t
	}
	if t.approx[1] > 0 {
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
