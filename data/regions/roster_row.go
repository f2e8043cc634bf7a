package regions

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"tongjian/data"
	"tongjian/data/forms"
)

// rosterPlace is where in the file an agency stands.
type rosterPlace struct {
	row   rosterRow
	index int // into agencies
}

// rosterReader gathers the agencies of a roster row by row.
type rosterReader struct {
	agencies []Agency
	places   []rosterPlace
	problems []RosterProblem
	byName   map[agencyKey]rosterPlace
	byAlias  map[agencyKey]rosterPlace
}

func (r *rosterReader) problem(row rosterRow, rejected bool, format string, args ...any) {
	r.problems = append(r.problems, RosterProblem{
		Sheet: row.sheet, Row: row.line, Agency: oneLine(row.get(colName)), Message: fmt.Sprintf(format, args...), Rejected: rejected,
	})
}

// read takes one row.
func (r *rosterReader) read(row rosterRow) {
	if row.blank() {
		return
	}
	a := Agency{Name: oneLine(row.get(colName)), Aliases: splitAliases(row.get(colAliases))}
	if a.Name == "" {
		r.problem(row, true, "没有机构名称")
		return
	}
	a.Aliases = slices.DeleteFunc(a.Aliases, func(alias string) bool { return alias == a.Name })
	var err error
	if a.Region, err = readRegion(row.get(colRegionCode), row.get(colRegion), a.Name); err != nil {
		r.problem(row, true, "%v", err)
		return
	}
	if a.ExpectedFrom, err = readYear(colFrom, row.get(colFrom)); err == nil {
		a.ExpectedTo, err = readYear(colTo, row.get(colTo))
	}
	if err == nil && a.ExpectedTo != 0 && a.ExpectedFrom > a.ExpectedTo {
		err = fmt.Errorf("起始年度%d晚于终止年度%d", a.ExpectedFrom, a.ExpectedTo)
	}
	if err == nil {
		a.Scope, err = readScope(row.get(colScope), a)
	}
	if err != nil {
		r.problem(row, true, "%v", err)
		return
	}
	key := agencyKey{a.Region, forms.Normalize(a.Name)}
	if first, taken := r.byName[key]; taken {
		r.problem(row, true, "与%s重复", first.row.place(row.sheet))
		return
	}
	r.readRest(row, &a)
	place := rosterPlace{row, len(r.agencies)}
	r.byName[key] = place
	r.agencies = append(r.agencies, a)
	r.places = append(r.places, place)
}

// readRest reads the cells that may be wrong without the row being left out.
func (r *rosterReader) readRest(row rosterRow, a *Agency) {
	a.Kind = kindOf(a.Name)
	if kind := row.get(colKind); kind != "" {
		if k, ok := readKind(kind); ok {
			a.Kind = k
		} else {
			r.problem(row, false, "类别“%s”不认识，按名称记为%s；可填 部门、乡镇街道 或 政府", kind, a.Kind)
		}
	}
	a.CreditCode = strings.ToUpper(fold(row.get(colCreditCode)))
	if a.CreditCode != "" {
		if err := CheckCreditCode(a.CreditCode); err != nil {
			r.problem(row, false, "统一社会信用代码%s%v，请核对", a.CreditCode, err)
		}
	}
	if people := fold(row.get(colPopulation)); people != "" {
		n, err := strconv.ParseInt(strings.TrimSuffix(strings.ReplaceAll(people, ",", ""), "人"), 10, 64)
		if err != nil || n < 0 {
			r.problem(row, false, "人口“%s”不是整数（单位：人），未采用", people)
		} else {
			a.Population = n
		}
	}
	region, _ := ByCode(a.Region)
	a.Sample = region.Sample
	if region.To != 0 && (a.ExpectedTo == 0 || a.ExpectedTo > region.To) {
		became := ""
		if next, ok := Today(a.Region); ok && next.Code != region.Code {
			became = fmt.Sprintf("，现为%s%s", next.Code, next.Name)
		}
		r.problem(row, false, "区划%s%s已于%d年撤销%s；请核对终止年度", region.Code, region.Name, region.To, became)
	}
}

// warnSharedNames tells of aliases by which two agencies of a region cannot be told apart.
func (r *rosterReader) warnSharedNames() {
	for i, a := range r.agencies {
		row := r.places[i].row
		for _, alias := range a.Aliases {
			key := agencyKey{a.Region, forms.Normalize(alias)}
			if other, ok := r.byName[key]; ok && other.index != i {
				r.problem(row, false, "别名“%s”是%s机构的名称，此名只认作后者", alias, other.row.place(row.sheet))
			}
			if other, ok := r.byAlias[key]; ok && other.index != i {
				r.problem(row, false, "别名“%s”与%s的别名相同，此名两者都不认", alias, other.row.place(row.sheet))
				continue
			}
			r.byAlias[key] = rosterPlace{row, i}
		}
	}
}

// place names a row for a message about a row of the given sheet.
func (r rosterRow) place(sheet string) string {
	if r.sheet != sheet {
		return fmt.Sprintf("工作表“%s”第%d行", r.sheet, r.line)
	}
	return fmt.Sprintf("第%d行", r.line)
}

// readRegion finds the region of a row by code, name of the region, or name of the agency, whichever is there first.
func readRegion(code, name, agency string) (string, error) {
	code = fold(code)
	if code == "" {
		if name != "" {
			return readRegionName(name, agency)
		}
		m, ok := Find(agency)
		if !ok {
			return "", fmt.Errorf("从名称看不出属于哪个区划，请填区划代码")
		}
		return m.Region.Code, nil
	}
	six := code
	if len(code) == 9 || len(code) == 12 { // of a township or village: the county's
		six = code[:6]
	}
	r, ok := ByCode(six)
	if !ok {
		if group := groupCode(six); group != "" {
			return "", fmt.Errorf("区划代码%s是汇总用的代码，不是一级政府，请填%s%s", code, group, FullName(group))
		}
		return "", fmt.Errorf("国家标准（GB/T 2260）中没有区划代码“%s”", code)
	}
	if name != "" && !bears(r, name) {
		return "", fmt.Errorf("区划代码%s是%s，与区划“%s”不符", code, FullName(r.Code), oneLine(name))
	}
	return r.Code, nil
}

// bears reports whether a name may be that of a region, or of one it lies in: nothing in it says otherwise.
func bears(r Region, name string) bool {
	name = fold(name)
	for _, own := range Names(r.Code) {
		// Past regions share their names with what they became, and are told apart by the code alone.
		if parents, ok := strings.CutSuffix(name, own.Name); ok {
			name = parents
			break
		}
	}
	named, _ := FindIn(r.To, name)
	return len(named.Candidates) == 0 || slices.ContainsFunc(named.Candidates, func(c Region) bool { return Within(r.Code, c.Code) })
}

func readRegionName(name, agency string) (string, error) {
	if strings.TrimSpace(name) == "全国" {
		return Country, nil
	}
	m, ok := Find(name)
	switch {
	case ok:
		return m.Region.Code, nil
	case len(m.Candidates) == 0:
		return "", fmt.Errorf("不认识区划“%s”，请填区划代码", oneLine(name))
	}
	if m, ok = Find(name, agency); ok {
		return m.Region.Code, nil
	}
	return "", fmt.Errorf("叫“%s”的区划有%d个，请填区划代码", oneLine(name), len(m.Candidates))
}

// groupCode is the region meant by a code that only groups others, as 市辖区 110100 and 410201 do; empty for other codes.
func groupCode(code string) string {
	if len(code) != 6 {
		return ""
	}
	for _, c := range []struct{ suffix, region string }{{"01", code[:4] + "00"}, {"00", code[:2] + "0000"}} {
		if _, ok := ByCode(c.region); ok && c.region != code && strings.HasSuffix(code, c.suffix) {
			return c.region
		}
	}
	return ""
}

func readYear(c column, cell string) (int, error) {
	digits := strings.TrimSuffix(strings.TrimSuffix(fold(cell), "度"), "年")
	if digits == "" {
		return 0, nil
	}
	year, err := strconv.Atoi(digits)
	if err != nil || year < 1900 || year > 2999 {
		return 0, fmt.Errorf("%s“%s”不是年份", c, cell)
	}
	return year, nil
}

// readScope reads 报告范围. Where it is left out, a government reports for all its departments, anyone else for itself.
func readScope(cell string, a Agency) (data.Scope, error) {
	switch strings.ToLower(fold(cell)) {
	case "本级", "本级报告", "own", "本机关", "本单位":
		return data.ScopeOwn, nil
	case "汇总", "汇总报告", "consolidated":
		return data.ScopeConsolidated, nil
	case "":
		if essence(forms.Normalize(a.Name), a.Region) == "政府" {
			return data.ScopeConsolidated, nil
		}
		return data.ScopeOwn, nil
	}
	return "", fmt.Errorf("报告范围“%s”不认识，应为 本级 或 汇总", oneLine(cell))
}

func readKind(cell string) (string, bool) {
	cell = fold(cell)
	switch {
	case strings.ContainsAny(cell, "乡镇街"):
		return KindTownship, true
	case strings.Contains(cell, "部门"):
		return KindDepartment, true
	case strings.Contains(cell, "政府"):
		return KindGovernment, true
	}
	return "", false
}

// splitAliases splits names set apart by ；、, or a line break.
func splitAliases(cell string) []string {
	var out []string
	for _, alias := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("；;、,，\n\r|", r) }) {
		if alias = oneLine(alias); alias != "" && !slices.Contains(out, alias) {
			out = append(out, alias)
		}
	}
	return out
}

// oneLine is a name on one line, with the usual code points and single blanks.
func oneLine(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }
