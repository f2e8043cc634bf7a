package check

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tongjian/data"
)

// otherYear looks for a sentence left over from the year before: one that stands there word for word and names that year, or one
// that tells what was done in an earlier year as if it were the report's.
func (p *prose) otherYear(before *prose) (data.Finding, bool) {
	for _, l := range p.lines {
		for _, s := range sentences(l.Text) {
			year, ok := p.toldYear(s)
			if before != nil && strings.Contains(s, strconv.Itoa(before.key.year)+"年") && !p.namesOwnYear(s) && !lawful(s) && before.has(s) {
				year, ok = before.key.year, true
			}
			if !ok {
				continue
			}
			f := copyFinding(fmt.Sprintf("%d 年度报告的正文有一句写的是 %d 年：“%s”。", p.key.year, year, abridgeTo(s, 60)))
			f.Cells = []data.FindingCell{lineCell(l, 0)}
			return f, true
		}
	}
	return data.Finding{}, false
}

// opening is how a sentence begins that tells what was done in a year: 2022年，我局… It may be an item: （一）2022年….
var opening = regexp.MustCompile(`^(?:[（(]?[一二三四五六七八九十0-9]{1,2}[）)、.．]|[一二三四五六七八九]是)?(20[0-9]{2})年(?:度)?[，,我全本新共收受主]`)

// told are words of such a sentence that speak of the work itself.
var told = regexp.MustCompile(`收到|新收|受理|办结|答复|主动公开|公开信息|发布信息|公开政府信息`)

// toldYear gives the earlier year a sentence tells the work of.
func (p *prose) toldYear(s string) (int, bool) {
	m := opening.FindStringSubmatch(s)
	if m == nil || !told.MatchString(s) || lawful(s) || p.namesOwnYear(s) {
		return 0, false
	}
	year, _ := strconv.Atoi(m[1])
	return year, year < p.key.year
}

// namesOwnYear reports whether a sentence speaks of the report's own year as well: it then compares the two.
func (p *prose) namesOwnYear(s string) bool {
	return strings.Contains(s, strconv.Itoa(p.key.year)+"年")
}

// lawful reports whether a sentence has reason to name another year: it compares, it cites, it goes on from there, or it states the
// period, which ID-YEAR is about.
func lawful(s string) bool { return elsewhen.MatchString(s) }

var elsewhen = regexp.MustCompile(`相比|比较|同比|同期|上年|去年|今年|本年|增长|下降|上升|减少|增加|修订|修正|施行|实施|印发|发布的|公布的|以来|起至|截至|截止|结转|年底|年末|1月1日`)

// has reports whether the prose has a sentence word for word.
func (p *prose) has(sentence string) bool { return strings.Contains(string(p.text), sentence) }

// reports of its own work: what the sentence of an agency about itself says.
var ownWork = regexp.MustCompile(`政府信息公开(工作)?年度报告|(收到|新收|受理|办结|主动公开|制发).{0,20}[0-9]+ ?[件条项次]`)

// otherAgency looks for a sentence in which another agency of the region tells of its own work, as one copied from that agency's
// report does. A consolidated report speaks of its departments, and any report may name others.
func (p *prose) otherAgency(names []string) (data.Finding, bool) {
	if p.key.scope != data.ScopeOwn {
		return data.Finding{}, false
	}
	for _, l := range p.lines {
		for _, s := range sentences(l.Text) {
			subject := strings.TrimPrefix(afterYear.ReplaceAllString(s, ""), "由")
			i := slices.IndexFunc(names, func(n string) bool { return p.isOther(n) && strings.HasPrefix(subject, n) })
			if i < 0 || !ownWork.MatchString(s) || strings.Contains(s, p.name) || ourselves.MatchString(s) {
				continue
			}
			f := copyFinding(fmt.Sprintf("%s的报告里有一句写的是%s：“%s”。", p.name, names[i], abridgeTo(s, 60)))
			f.Cells = []data.FindingCell{lineCell(l, 0)}
			return f, true
		}
	}
	return data.Finding{}, false
}

// afterYear is what may stand before a sentence's subject.
var afterYear = regexp.MustCompile(`^(?:[（(]?[一二三四五六七八九十0-9]{1,2}[）)、.．])?(?:20[0-9]{2}年度?[，,]?)?`)

// ourselves are words by which a report speaks of its own agency.
var ourselves = regexp.MustCompile(`我[局委办镇乡院]|我街道|我单位|本机关|本单位|本局|本镇|本街道`)

// isOther reports whether a name is another agency's, neither part of the own one nor with it as a part.
func (p *prose) isOther(name string) bool {
	return name != "" && !strings.HasPrefix(p.name, name) && !strings.HasPrefix(name, p.name)
}

// sentences cuts a line of prose at its full stops.
func sentences(line string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(squeeze(line), func(c rune) bool { return strings.ContainsRune("。；！？;!?", c) }),
		func(s string) bool { return len(s) < 3*shingle })
}

// abridgeTo shortens a quotation.
func abridgeTo(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
