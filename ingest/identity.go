package ingest

import (
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/regions"
)

// Hints are what the person who hands in a file says about it; they outrank anything the file says. Zero values say nothing.
type Hints struct {
	Agency string
	Region string
	Year   int
	Scope  data.Scope
}

// identity is who a report is by, and for when.
type identity struct {
	title  string
	agency string
	region string
	year   int
	scope  data.Scope
	// years are the years the places name, for ID-YEAR.
	years []statedYear
	// names are the agencies the places name, with the region each is certain to mean, for ID-AGENCY.
	names []statedName
}

// statedName is an agency one place names.
type statedName struct {
	where  string // 标题, 文件名
	name   string
	region regions.Region
	at     data.Position
}

// statedYear is a year one place names.
type statedYear struct {
	where string // 标题, 统计期限, 文件名, 文件夹
	year  int
	at    data.Position
	raw   string
}

// textLine is a line of the document as one string, for reading titles and sentences.
type textLine struct {
	text string // without blanks
	at   data.Position
}

// headLines is how many lines a title may stand in; bodyRunes how much of the text is searched for names.
const (
	headLines = 20
	bodyRunes = 6000
)

// identify tells who a report is by. lines are the report's own; path is the file's, with its folders.
func identify(lines []textLine, path string, hints Hints) identity {
	var id identity
	titleAt := findTitle(lines)
	prefix := ""
	if titleAt >= 0 {
		t := lines[titleAt]
		id.title = t.text
		var year int
		prefix, year = splitTitle(t.text)
		if prefix == "" && titleAt > 0 && namesBody(lines[titleAt-1].text) {
			prefix = lines[titleAt-1].text
			id.title = prefix + id.title
		}
		if prefix == "" {
			prefix = filledInBy(lines[titleAt:])
		}
		if year == 0 {
			year = yearBelow(lines[titleAt+1:])
		}
		if year > 0 {
			id.years = append(id.years, statedYear{"标题", year, t.at, t.text})
		}
	}
	if y, ok := periodYear(lines); ok {
		id.years = append(id.years, y)
	}
	fileName := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if y := lastYear(fileName); y > 0 {
		id.years = append(id.years, statedYear{where: "文件名", year: y, raw: filepath.Base(path)})
	}
	folders := strings.Split(filepath.ToSlash(filepath.Dir(path)), "/")
	id.year = id.chooseYear(hints, folders, lines)
	if titleAt >= 0 {
		id.addName("标题", prefix, lines[titleAt].at)
	}
	id.addName("文件名", nameInFile(fileName), data.Position{})
	id.place(prefix, fileName, folders, lines, hints)
	return id
}

// addName notes the agency a place names, when its region is certain.
func (id *identity) addName(where, name string, at data.Position) {
	if m, ok := regions.FindIn(id.year, name); ok {
		id.names = append(id.names, statedName{where, name, m.Region, at})
	}
}

// chooseYear prefers what the person said, then what most of title, period and file name state (the title, when none has more),
// then the folder, and last the text.
func (id *identity) chooseYear(hints Hints, folders []string, lines []textLine) int {
	if hints.Year > 0 {
		return hints.Year
	}
	votes, best := map[int]int{}, 0
	for _, y := range id.years {
		votes[y.year]++
	}
	for _, y := range id.years {
		if votes[y.year] > votes[best] {
			best = y.year
		}
	}
	if best > 0 {
		return best
	}
	for _, f := range slices.Backward(folders) {
		if y := lastYear(f); y > 0 {
			return y
		}
	}
	for _, l := range lines[:min(len(lines), 3*headLines)] {
		if m := sentenceYear.FindStringSubmatch(l.text); m != nil {
			y, _ := strconv.Atoi(m[1])
			return y
		}
	}
	return 0
}

// place finds agency and region. The title is asked first, then the text around the agency's name, then file name and folders.
func (id *identity) place(prefix, fileName string, folders []string, lines []textLine, hints Hints) {
	fromFile := nameInFile(fileName)
	if prefix == "" {
		prefix = fromFile
	}
	id.agency = prefix
	body := bodyText(lines)
	around := append([]string{fromFile}, slices.Clone(folders)...)
	if m, ok := regions.FindIn(id.year, prefix, append(around, body)...); ok {
		id.region = m.Region.Code
	} else if full, region, ok := nameInBody(body, prefix, id.year); ok {
		id.agency, id.region = full, region
	} else {
		for _, text := range append(around, firstSentences(body)) {
			m, ok := regions.FindIn(id.year, text, folders...)
			if !ok {
				continue
			}
			id.region = m.Region.Code
			if prefix != "" && prefix != fromFile {
				id.agency = m.Region.Name + prefix
			}
			break
		}
	}
	if hints.Region != "" {
		id.region = hints.Region
	}
	if hints.Agency != "" {
		id.agency = hints.Agency
	}
	id.scope = hints.Scope
	if id.scope == "" {
		id.scope = scopeOf(id.agency, id.region)
	}
}

var (
	titlePattern  = regexp.MustCompile(`政府信息公开(工作)?(的)?(年度)?(工作)?(年度)?(报告|年报|情况统计表)`)
	titleYear     = regexp.MustCompile(`(?:^|\D)((?:19|20)\d{2})(?:年度|年|\D|$)`)
	sentenceYear  = regexp.MustCompile(`(?:^|\D)(20\d{2})年[，,以来]`)
	periodPattern = regexp.MustCompile(`(?:自|从|期限|时间|为|是|：|:)?((?:19|20)\d{2})年1月1日(?:起)?(?:至|到|—|－|-|~|～)+(?:止)?(\d{4,6})年12月31日`)
	filledBy      = regexp.MustCompile(`^填报(?:单位|机关)(?:\([^)]*\))?:?(\D{2,40}?)(?:\d|填报|年度|$)`)
	yearLine      = regexp.MustCompile(`^\(?((?:19|20)\d{2})年度?\)?$`)
	digitsYear    = regexp.MustCompile(`(?:^|\D)((?:19|20)\d{2})(?:\D|$)`)
)

// findTitle gives the line that is the report's title, or -1.
func findTitle(lines []textLine) int {
	for i, l := range lines[:min(len(lines), headLines)] {
		if len([]rune(l.text)) <= 60 && titlePattern.MatchString(l.text) && !strings.Contains(l.text, "。") {
			return i
		}
	}
	return -1
}

// filledInBy gives the agency a line near the title says filled the form in: 填报单位（盖章）：龙亭区财政局.
func filledInBy(lines []textLine) string {
	for _, l := range lines[:min(len(lines), headLines)] {
		if m := filledBy.FindStringSubmatch(l.text); m != nil {
			return m[1]
		}
	}
	return ""
}

// yearBelow gives the year of a line of its own right below the title: （2017年度）; 0 when there is none.
func yearBelow(lines []textLine) int {
	const near = 3
	for _, l := range lines[:min(len(lines), near)] {
		if m := yearLine.FindStringSubmatch(arabicYears(l.text)); m != nil {
			year, _ := strconv.Atoi(m[1])
			return year
		}
	}
	return 0
}

// splitTitle gives what a title names before its year or its subject, and the year.
func splitTitle(title string) (prefix string, year int) {
	title = arabicYears(title)
	end := titlePattern.FindStringIndex(title)[0]
	if m := titleYear.FindStringSubmatchIndex(title); m != nil {
		year, _ = strconv.Atoi(title[m[2]:m[3]])
		if m[2] < end {
			end = m[2]
		}
	}
	prefix = strings.TrimFunc(title[:end], func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune("()（）", r) })
	prefix = strings.TrimPrefix(strings.TrimSuffix(prefix, "("), ")")
	return strings.TrimPrefix(prefix, "关于"), year
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

// fileNoise is what file names hold beside the agency's name.
var fileNoise = regexp.MustCompile(`^[\d\s._\-—（）()]+|(?:19|20)\d{2}年?度?|政府信息公开(?:工作)?|(?:情况)?统计表|年度报告|年度|年报|工作报告|报告|[_\-—\s（）()]+|\d+$|正文|附件\d*|文字$`)

func nameInFile(name string) string {
	return fileNoise.ReplaceAllString(name, "")
}

// namesBody reports whether a line looks like the name of an organ, as the first line of a title in two lines does.
func namesBody(text string) bool {
	n := len([]rune(text))
	return n >= 3 && n <= 40 && organPattern.MatchString(text)
}

// organPattern ends the name of an administrative organ.
var organPattern = regexp.MustCompile(`(人民政府|政府办公室|办公室|委员会|管委会|街道办事处|办事处|街道|镇|乡|局|厅|委|处|中心|分局|队)$`)

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

func bodyText(lines []textLine) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.text)
		b.WriteByte('\n')
		if b.Len() > 3*bodyRunes {
			break
		}
	}
	return b.String()
}

func firstSentences(body string) string {
	runes := []rune(body)
	return string(runes[:min(len(runes), 400)])
}

// scopeOf: the report of a government at county level or above includes its departments; any other organ, a township's
// government among them, reports on itself.
func scopeOf(agency, region string) data.Scope {
	name := forms.Normalize(agency)
	r, known := regions.ByCode(region)
	if !known || !strings.HasSuffix(name, "人民政府") && name != forms.Normalize(r.Name) && name != forms.Normalize(regions.FullName(region)) {
		return data.ScopeOwn
	}
	if name = strings.TrimSuffix(name, "人民政府"); strings.HasSuffix(name, forms.Normalize(r.Name)) {
		return data.ScopeConsolidated
	}
	return data.ScopeOwn
}
