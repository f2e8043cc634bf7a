package ingest

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

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
	asWritten := lines
	lines = inCommonShape(lines)
	var id identity
	title, titleAt := findTitle(lines)
	name := ""
	if titleAt >= 0 {
		if id.title = asWritten[titleAt].text; len(title) > len(lines[titleAt].text) && titleAt+1 < len(asWritten) {
			id.title += asWritten[titleAt+1].text
		}
		var year int
		name, year = splitTitle(title)
		if name == "" {
			if above := nameAbove(lines[:titleAt]); above != "" {
				name = above
				id.title = name + id.title
			}
		}
		if year == 0 {
			year = yearNear(lines, titleAt)
		}
		if year > 0 {
			id.years = append(id.years, statedYear{"标题", year, lines[titleAt].at, title})
		}
	}
	if y, ok := periodYear(lines); ok {
		id.years = append(id.years, y)
	}
	fileName := inCommonLetters(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)))
	if y := lastYear(fileName); y > 0 {
		id.years = append(id.years, statedYear{where: "文件名", year: y, raw: filepath.Base(path)})
	}
	folders := strings.Split(inCommonLetters(filepath.ToSlash(filepath.Dir(path))), "/")
	id.year = id.chooseYear(hints, folders, lines)
	if titleAt >= 0 {
		id.addName("标题", name, lines[titleAt].at)
	}
	id.addName("文件名", nameInFile(fileName), data.Position{})
	id.place(id.nameOf(name, lines, max(titleAt, 0), fileName, folders), fileName, folders, lines, hints)
	return id
}

// nameOf gives the agency's name from the first of the places that hold one: the title, the lines about it, who signed, what the
// text says of itself, the file's name, the folders. What looks like no organ's name counts only where nothing does.
func (id *identity) nameOf(title string, lines []textLine, titleAt int, fileName string, folders []string) string {
	names := []string{title, filledInBy(lines[titleAt:]), nameBelow(lines[titleAt:]), signedBy(lines), madeBy(lines), nameInFile(fileName)}
	for _, f := range slices.Backward(folders) {
		names = append(names, nameInFile(f))
	}
	for _, name := range names {
		if name != "" && id.isOrgan(name) {
			return name
		}
	}
	return title
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

// place finds the region of the agency of that name: the name is asked first, then the text around it, then file name and folders.
func (id *identity) place(prefix, fileName string, folders []string, lines []textLine, hints Hints) {
	fromFile := nameInFile(fileName)
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
