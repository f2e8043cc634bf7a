package ingest

import (
	"regexp"
	"strings"
	"unicode"

	"tongjian/data/regions"
)

// filledBy is a line near the title that says who filled the form in: 填报单位（盖章）：龙亭区财政局.
var filledBy = regexp.MustCompile(`^(?:填报|报送|编制|公开|发布)(?:单位|机关|机构)(?:\([^)]*\)|（[^）]*）)?[:：]?(\D{2,40}?)(?:\d|填报|报送|发布|年度|日期|$)`)

func filledInBy(lines []textLine) string {
	for _, l := range lines[:min(len(lines), headLines)] {
		if m := filledBy.FindStringSubmatch(l.text); m != nil && !strings.ContainsAny(m[1], "，,。") {
			return m[1]
		}
	}
	return ""
}

// nameBelow gives the organ named in a line of its own right below the title, in brackets or not, with a date or without.
func nameBelow(lines []textLine) string {
	const near = 4
	if len(lines) == 0 {
		return ""
	}
	for _, l := range lines[1:min(len(lines), near)] {
		if text := strings.Trim(dateTail.ReplaceAllString(l.text, ""), "()（）"); namesBody(text) {
			return text
		}
	}
	return ""
}

// dateTail is a date at the end of a line or alone in one.
var dateTail = regexp.MustCompile(`[(（]?(?:19|20)[\d○〇零一二三四五六七八九]{2}年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日[)）]?$|[(（]?20\d{2}[-./]\d{1,2}[-./]\d{1,2}[)）]?$`)

// signedBy gives the organ that signed: a line of its name alone with the date below or behind it, near the end.
func signedBy(lines []textLine) string {
	const near = 12
	last := lines[max(0, len(lines)-near):]
	for i := len(last) - 1; i >= 0; i-- {
		text := last[i].text
		loc := dateTail.FindStringIndex(text)
		switch {
		case loc == nil:
		case loc[0] > 0 && namesBody(text[:loc[0]]):
			return text[:loc[0]]
		case loc[0] == 0 && i > 0 && namesBody(last[i-1].text):
			return last[i-1].text
		}
	}
	return ""
}

// madeOf is what a report says of itself: 本报告由龙亭区财政局编制, 请与龙亭区财政局联系.
var madeOf = regexp.MustCompile(`(?:报告|年报)由(\p{Han}{3,30}?)(?:根据|按照|依据|编制|负责|汇总|组织|$)|(?:请|可)(?:直接|径)?(?:与|联系|向)(\p{Han}{3,30}?)(?:办公室)?(?:联系|咨询|反映|$|[（(,，])`)

func madeBy(lines []textLine) string {
	for _, l := range lines[:min(len(lines), maxShaped)] {
		if len(l.text) > 3*1000 || !strings.Contains(l.text, "由") && !strings.Contains(l.text, "联系") {
			continue
		}
		for _, m := range madeOf.FindAllStringSubmatch(l.text, 8) {
			for _, name := range m[1:] {
				if namesBody(name) {
					return name
				}
			}
		}
	}
	return ""
}

// fileNoise is what file names hold beside the agency's name.
var fileNoise = regexp.MustCompile(`^[\d\s._\-—（）()]+|(?:19|20)\d{2}年?度?|(?:政府|政务)?信息公开(?:工作)?|(?:情况)?统计表|年度报告|年度|年报|工作报告|报告|` +
	`副本|定稿|终稿|初稿|修改稿|报送稿|公开版|最终版?|打印版?|盖章版?|扫描件?|新建|复件|[(（]\d+[)）]|[_\-—\s（）()]+|\d+$|正文|附件\d*|文字$`)

// nameInFile gives what a file's or folder's name says beside the year and the subject.
func nameInFile(name string) string {
	return fileNoise.ReplaceAllString(name, "")
}

// organPattern ends the name of an administrative organ, or of a body that reports like one.
var organPattern = regexp.MustCompile(`(?:人民政府|政府办公室|办公室|委员会|管委会|办事处|街道办?|镇|乡|苏木|局|厅|委|办|处|署|部|室|中心|分局|队|院|所|站|台|馆|海关|公司|集团|学校|大学|学院|中学|小学|银行|分行|支行|协会|联合会|总工会|法院|检察院|农场|林场|开发区|新区|园区|示范区|管理区|度假区)$`)

// notOrgan are words that end like an organ and are none.
var notOrgan = regexp.MustCompile(`^(?:信息公开|政府信息|基层|全|各|本|我|该|某某)|(?:情况|方面|工作|有关|相关|各级|各)(?:部|局|室|委|办|处|所|站|队|院|台)?$|第[一二三四五六七八九十\d]+`)

// namesBody reports whether a line looks like the name of an organ, as the first line of a title in two lines does.
func namesBody(text string) bool {
	n := len([]rune(text))
	return n >= 3 && n <= 40 && organPattern.MatchString(text) && !notOrgan.MatchString(text) && !strings.ContainsAny(text, "，。；：:、")
}

// bracketed is a remark in brackets at the end of a name: 某区某局(镜像).
var bracketed = regexp.MustCompile(`[(（][^()（）]*[)）]$`)

// isOrgan reports whether a name may be an agency's: it ends like an organ's, or names a region.
func (id *identity) isOrgan(name string) bool {
	name = bracketed.ReplaceAllString(name, "")
	if !strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return false
	}
	if n := len([]rune(name)); n >= 2 && n <= 40 && organPattern.MatchString(name) && !notOrgan.MatchString(name) {
		return true
	}
	m, _ := regions.FindIn(id.year, name)
	return len(m.Candidates) > 0
}

// nameInBody looks for the agency's name with its region before it: the title says 政府办公室, the text 龙亭区政府办公室.
func nameInBody(body, prefix string, year int) (name, region string, ok bool) {
	if prefix == "" {
		return "", "", false
	}
	const before = 10
	for rest, offset := body, 0; ; {
		i := strings.Index(rest, prefix)
		if i < 0 {
			return "", "", false
		}
		head := []rune(body[:offset+i])
		head = head[max(0, len(head)-before):]
		for start := range head {
			text := string(head[start:])
			m, found := regions.FindIn(year, text, body)
			if found && m.Text == text {
				return m.Region.Name + prefix, m.Region.Code, true
			}
		}
		offset += i + len(prefix)
		rest = body[offset:]
	}
}
