package ingest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tongjian/data/forms"
)

var (
	titlePattern  = regexp.MustCompile(`(?:政府|政务)?信息公开(?:工作)?(?:的)?(?:年度)?(?:工作)?(?:年度)?(?:情况)?(?:的)?(?:报告|年报|总结|情况统计表|统计表)`)
	titleYear     = regexp.MustCompile(`(?:^|\D)((?:19|20)\d{2})(?:年度|年|\D|$)`)
	calledYear    = regexp.MustCompile(`(?:^|\D)((?:19|20)\d{2})年`)
	sentenceYear  = regexp.MustCompile(`(?:^|\D)(20\d{2})年[，,以来]`)
	periodPattern = regexp.MustCompile(`(?:自|从|期限|时间|为|是|：|:)?((?:19|20)\d{2})年1月1日(?:起)?(?:至|到|—|－|-|~|～)+(?:止)?(\d{4,6})年12月31日`)
	yearLine      = regexp.MustCompile(`^[(（〔\[]?((?:19|20)\d{2})年?度?[)）〕\]]?$`)
	digitsYear    = regexp.MustCompile(`(?:^|\D)((?:19|20)\d{2})(?:\D|$)`)
	openYear      = regexp.MustCompile(`^(?:关于)?[(（〔\[]?(?:19|20)\d{2}[)）〕\]]?年?度?`)
)

// maxTitleRunes is the length above which a line is no title.
const maxTitleRunes = 60

// findTitle gives the report's title and the line it begins in; -1 when there is none. Of several, such as a menu's and the report's,
// the first that names a year or an agency is meant. A title may be broken over two lines.
func findTitle(lines []textLine) (title string, at int) {
	at = -1
	for i, l := range lines[:min(len(lines), headLines)] {
		text := l.text
		if !titlePattern.MatchString(text) && i+1 < len(lines) && len(text) <= 3*maxTitleRunes {
			// Broken in the middle of its words, not a title below a line of its own.
			if joined := text + lines[i+1].text; !titlePattern.MatchString(lines[i+1].text) {
				text = joined
			}
		}
		if len([]rune(text)) > maxTitleRunes || !titlePattern.MatchString(text) || strings.ContainsAny(text, "。；") {
			continue
		}
		if name, year := splitTitle(text); name != "" || year > 0 {
			return text, i
		}
		if at < 0 {
			title, at = text, i
		}
	}
	return title, at
}

// splitTitle gives the agency a title names, and the year: 龙亭区财政局2023年政府信息公开工作年度报告, and also
// 2023年度龙亭区财政局政府信息公开工作年度报告.
func splitTitle(title string) (name string, year int) {
	title = arabicYears(title)
	end := titlePattern.FindStringIndex(title)[0]
	if m := yearIn(title); m != nil {
		year, _ = strconv.Atoi(title[m[2]:m[3]])
		if m[2] < end {
			if name = trimName(title[:m[2]]); name == "" {
				name = openYear.ReplaceAllString(strings.TrimLeft(title[:end], "《〈“\"【·-— "), "")
				return trimName(name), year
			}
			return name, year
		}
	}
	return trimName(title[:end]), year
}

// yearIn finds the year in a title: the first number called one, or else the first that could be one. 第2010测试局2023年 is of 2023.
func yearIn(title string) []int {
	if m := calledYear.FindStringSubmatchIndex(title); m != nil {
		return m
	}
	return titleYear.FindStringSubmatchIndex(title)
}

// trimName drops what stands around a name in a title.
func trimName(name string) string {
	name = strings.TrimFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune("()（）", r) })
	name = strings.TrimLeft(strings.TrimRight(name, "(（"), ")）")
	if i := strings.LastIndexAny(name, ">》"); i >= 0 {
		name = name[i:]
	}
	for _, word := range []string{"附件", "公示", "关于", "转发"} {
		name = strings.TrimPrefix(name, word)
	}
	name = strings.TrimFunc(name, func(r rune) bool { return strings.ContainsRune(">》:：《 、", r) })
	if name == "年" || name == "年度" || name == "的" {
		return ""
	}
	return strings.TrimSuffix(name, "关于")
}

// nameAbove gives the organ named in one of the two lines above a title without one.
func nameAbove(above []textLine) string {
	for n := 0; n < 2 && n < len(above); n++ {
		text := above[len(above)-1-n].text
		switch {
		case namesBody(text):
			return text
		case !yearLine.MatchString(arabicYears(text)):
			return ""
		}
	}
	return ""
}

// yearNear gives the year of a line of its own right below or above the title: （2017年度）; 0 when there is none.
func yearNear(lines []textLine, titleAt int) int {
	const near = 4
	around := slices.Clone(lines[titleAt+1 : min(len(lines), titleAt+near)])
	if titleAt > 0 {
		around = append(around, lines[titleAt-1])
	}
	for _, l := range around {
		if m := yearLine.FindStringSubmatch(arabicYears(l.text)); m != nil {
			year, _ := strconv.Atoi(m[1])
			return year
		}
	}
	return 0
}

// arabicYears writes 二〇二一年 as 2021年.
func arabicYears(s string) string {
	const numerals = "〇一二三四五六七八九"
	runes := []rune(s)
	for i := 0; i+4 < len(runes)+1 && i+4 <= len(runes); i++ {
		if runes[i] != '二' {
			continue
		}
		var year []rune
		for _, r := range runes[i : i+4] {
			if r == '零' || r == '○' || r == 'O' || r == '０' {
				r = '〇'
			}
			n := slices.Index([]rune(numerals), r)
			if n < 0 {
				break
			}
			year = append(year, rune('0'+n))
		}
		if len(year) == 4 && i+4 < len(runes) && runes[i+4] == '年' {
			copy(runes[i:], year)
		}
	}
	return string(runes)
}

// periodYear finds the period a report says its figures are for: 2023年1月1日起至2023年12月31日止.
func periodYear(lines []textLine) (statedYear, bool) {
	for _, l := range lines {
		m := periodPattern.FindStringSubmatch(l.text)
		if m == nil {
			continue
		}
		year, _ := strconv.Atoi(m[1])
		return statedYear{"统计期限", year, l.at, m[0]}, true
	}
	return statedYear{}, false
}

// lastYear gives the last year a name holds: 2021年度/东湖区…2021.
func lastYear(name string) int {
	year := 0
	for rest := arabicYears(name); ; {
		m := digitsYear.FindStringSubmatchIndex(rest)
		if m == nil {
			return year
		}
		year, _ = strconv.Atoi(rest[m[2]:m[3]])
		rest = rest[m[3]:]
	}
}

// inCommonShape writes lines in the characters names are known in: traditional ones simplified, look-alikes replaced.
func inCommonShape(lines []textLine) []textLine {
	out := slices.Clone(lines)
	for i, l := range out {
		if len(l.text) > maxNameLine {
			out[i].text = strings.ToValidUTF8(l.text[:maxNameLine], "")
		}
	}
	for i, l := range out[:min(len(out), maxShaped)] {
		out[i].text = inCommonLetters(l.text)
	}
	if n := len(out); n > maxShaped {
		for i := max(maxShaped, n-headLines); i < n; i++ {
			out[i].text = inCommonLetters(out[i].text)
		}
	}
	return out
}

// maxNameLine is how much of a line is searched, in bytes: names, years and periods stand near its beginning.
const maxNameLine = 6 << 10

// maxShaped is how many lines from the head of a report are searched for names.
const maxShaped = 400

// inCommonLetters replaces traditional characters and those that only look like common ones: ⽹ for 网, 区 for 區. Punctuation stays.
func inCommonLetters(text string) string {
	for _, r := range text {
		if r >= 0x2e80 && (r < 0x3000 || r >= 0x4e00) && (r < 0xff00) {
			return strings.Map(func(r rune) rune {
				if r >= 0x2e80 && r < 0x3000 || r >= 0xf900 && r < 0xfb00 {
					if folded := []rune(norm.NFKC.String(string(r))); len(folded) == 1 {
						r = folded[0]
					}
				}
				return forms.Simplified(r)
			}, text)
		}
	}
	return text
}
