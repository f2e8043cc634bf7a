package datasets

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Filter is a way to choose rows, by the names pages use in their addresses.
type Filter struct {
	Name, Title, Note string
	Type              Type
	// Many says that it may be given several times; rows with any of the values are chosen.
	Many  bool
	Codes string // as [Column.Codes]
	// columns are those it may choose by: the first a dataset has.
	columns   []string
	condition string // with %s for the column, ? for the value
}

// Filters lists the filters a dataset takes.
func (d Dataset) Filters() []Filter {
	var list []Filter
	for _, f := range filters() {
		if d.chosenBy(f) != "" {
			list = append(list, f)
		}
	}
	return list
}

// Superseded reports whether the dataset holds what has been superseded beside what is live, which a query has to ask for.
func (d Dataset) Superseded() bool { return d.has("live") }

// chosenBy gives the column a filter chooses by; empty when the dataset does not take it.
func (d Dataset) chosenBy(f Filter) string {
	for _, c := range f.columns {
		if d.has(c) {
			return c
		}
	}
	return ""
}

// revisions is the filter that brings in what has been superseded.
const revisions = "revisions"

func filters() []Filter {
	const equal = "%s = ?"
	one := func(name, column, title string, t Type) Filter {
		return Filter{Name: name, Title: title, Type: t, Many: true, columns: []string{column}, condition: equal}
	}
	coded := func(name, column, title, codes string) Filter {
		f := one(name, column, title, Text)
		f.Codes = codes
		return f
	}
	return []Filter{
		{Name: "region", Title: "地区", Note: "区划代码；含其下级", Type: Text, Many: true, columns: []string{"region"},
			condition: "%s IN (SELECT code FROM snapshot.region_ancestor WHERE ancestor = ?)"},
		{Name: "from", Title: "起始年度", Type: Integer, columns: []string{"year"}, condition: "%s >= ?"},
		{Name: "to", Title: "截止年度", Type: Integer, columns: []string{"year"}, condition: "%s <= ?"},
		{Name: "basis", Title: "口径", Type: Text, Many: true, Codes: "basis", columns: []string{"basis", "scope"}, condition: equal},
		one("metric", "measure", "指标代码", Text),
		coded("applicant", "applicant", "申请人类别", "applicant"),
		one("agency", "agency", "单位编号", Integer),
		one("report", "report", "报告编号", Integer),
		one("finding", "finding", "问题编号", Integer),
		one("check", "check_id", "核验代码", Text),
		coded("severity", "severity", "程度", "severity"),
		{Name: "state", Title: "状态", Note: "代码见该列", Type: Text, Many: true, columns: []string{"state"}, condition: equal},
		one("level", "level", "区划级别", Text),
		{Name: revisions, Title: "旧版", Note: "写 all 连被更正过的旧版一起给；默认只给现行的", Type: Text, columns: []string{"live"}},
	}
}

// Query chooses rows of a dataset.
type Query struct {
	// Values are by the names of filters, as addresses write them.
	Values map[string][]string
	// Reach are the regions whose reports may be seen, with everything below them; nil for all. Public datasets are open to all.
	Reach []string
}

// WrongFilter is a filter a dataset does not take, or a value that cannot be one.
type WrongFilter struct{ Name, Value, Why string }

// Error says in Chinese what is wrong.
func (e WrongFilter) Error() string { return e.Why }

// where gives the condition of a query with its arguments.
func (d Dataset) where(q Query) (string, []any, error) {
	var (
		all  []string
		args []any
	)
	known := d.Filters()
	for name, values := range q.Values {
		if !slices.ContainsFunc(known, func(f Filter) bool { return f.Name == name }) {
			return "", nil, WrongFilter{Name: name, Why: "没有这个参数；可用的是：" + strings.Join(d.filterNames(), "、")}
		}
		if len(values) > most {
			return "", nil, WrongFilter{Name: name, Why: fmt.Sprintf("%s 至多给 %d 个", name, most)}
		}
	}
	for _, f := range known {
		values := slices.DeleteFunc(slices.Clone(q.Values[f.Name]), func(v string) bool { return v == "" && f.Name != "applicant" })
		if f.Name == revisions {
			switch {
			case len(values) == 0:
				all = append(all, "live")
			case len(values) > 1 || values[0] != "all":
				return "", nil, WrongFilter{f.Name, values[0], "revisions 只能写 all"}
			}
			continue
		}
		if len(values) == 0 {
			continue
		}
		if len(values) > 1 && !f.Many {
			return "", nil, WrongFilter{f.Name, values[1], f.Name + " 只能给一个"}
		}
		var any []string
		for _, v := range values {
			arg, err := f.argument(v)
			if err != nil {
				return "", nil, err
			}
			any, args = append(any, fmt.Sprintf(f.condition, d.chosenBy(f))), append(args, arg)
		}
		all = append(all, "("+strings.Join(any, " OR ")+")")
	}
	if q.Reach != nil && !d.Public {
		any := []string{"FALSE"}
		for _, region := range q.Reach {
			any, args = append(any, "region IN (SELECT code FROM snapshot.region_ancestor WHERE ancestor = ?)"), append(args, region)
		}
		all = append(all, "("+strings.Join(any, " OR ")+")")
	}
	if len(all) == 0 {
		return "TRUE", nil, nil
	}
	return strings.Join(all, " AND "), args, nil
}

// most is how many values one filter takes.
const most = 200

func (f Filter) argument(value string) (any, error) {
	if f.Type == Integer {
		n, err := strconv.ParseInt(value, 10, 32)
		if err != nil {
			return nil, WrongFilter{f.Name, value, f.Name + " 应为整数"}
		}
		return n, nil
	}
	codes := CodesOf(f.Codes)
	if f.Codes == "" || slices.ContainsFunc(codes, func(c Code) bool { return c.Code == value }) {
		return value, nil
	}
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = c.Code
	}
	return nil, WrongFilter{f.Name, value, f.Name + " 可以是：" + strings.Join(names, "、")}
}

func (d Dataset) filterNames() []string {
	var names []string
	for _, f := range d.Filters() {
		names = append(names, f.Name)
	}
	return names
}
