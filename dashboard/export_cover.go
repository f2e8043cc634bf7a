package dashboard

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tongjian/data/checks"
	"tongjian/data/metrics"
	"tongjian/queries"

	"tongjian/dashboard/workbook"
)

// namedMissing is how many missing agencies of a year the cover names; the sheet 缺报单位 has all.
const namedMissing = 12

// cover says what the figures of an export are: what was chosen, where they come from and who is missing, how they are
// computed, what the flags mean. It also gives the list of the missing.
func (q query) cover(ctx context.Context, p built, figures []figure, site string) ([]workbook.Section, workbook.List, error) {
	head := p.head()
	about := workbook.Section{Heading: "内容与筛选", Lines: q.chosenWords(head, figures)}
	if head.Lede != "" {
		about.Lines = append([]workbook.Line{{Label: "说明", Text: head.Lede}}, about.Lines...)
	}
	if strings.HasSuffix(site, "//") { // its host is not known
		about.Lines = append(about.Lines, workbook.Line{Label: "网址", Text: head.Self + "（接在看板网址之后）"})
	} else {
		about.Lines = append(about.Lines, workbook.Line{Label: "网址", Text: site + head.Self},
			workbook.Line{Label: "回到网页", Text: "打开同一视图", Link: site + head.Self})
	}
	source := workbook.Section{Heading: "来源", Lines: []workbook.Line{{Label: "快照", Text: fmt.Sprintf("第 %d 号，%s 发布；%d 份现行报告，%d 个单位",
		q.snapshot.Number, clock(q.snapshot.PublishedAt), q.snapshot.Reports, q.snapshot.Agencies)}}}
	var absent workbook.List
	if head.Filter != nil {
		lines, list, err := q.coverage(ctx)
		if err != nil {
			return nil, workbook.List{}, err
		}
		source.Lines, absent = append(source.Lines, lines...), list
	}
	sections := []workbook.Section{about, source, readingSection(len(figures) > 0)}
	if formulas := formulaSection(p, figures); len(formulas.Lines) > 0 {
		sections = append(sections, formulas)
	}
	if len(figures) > 0 {
		sections = append(sections, flagSection())
	}
	return sections, absent, nil
}

// chosenWords tells in words what was chosen at the top of the page, and by the page's own parameters.
func (q query) chosenWords(h Head, figures []figure) []workbook.Line {
	var list []workbook.Line
	if h.Filter == nil {
		var way []string
		for _, c := range h.Crumbs {
			way = append(way, c.Label)
		}
		if len(way) > 0 {
			list = append(list, workbook.Line{Label: "所在", Text: strings.Join(way, " › ")})
		}
	} else {
		list = append(list, workbook.Line{Label: "地区", Text: q.choice.nav.Name + "（" + q.choice.Region + "）"})
		for _, f := range h.Filter.Fields {
			for _, o := range f.Options {
				if !o.Selected {
					continue
				}
				if n := len(list); f.Name == paramTo && n > 0 {
					list[n-1].Text += "—" + o.Label
					continue
				}
				list = append(list, workbook.Line{Label: f.Label, Text: o.Label})
			}
		}
	}
	names := map[string]string{}
	for _, f := range figures {
		for _, r := range f.Table.Rows {
			for _, c := range r.Cells {
				names[c.Entity.ID] = c.Entity.Name
			}
		}
	}
	for _, param := range ownParams() {
		var said []string
		for _, v := range q.values[param.name] {
			if v != "" {
				said = append(said, paramWords(param.name, v, names))
			}
		}
		if len(said) > 0 {
			list = append(list, workbook.Line{Label: param.label, Text: strings.Join(said, "、")})
		}
	}
	return list
}

// ownParams are the parameters single pages have, with their labels.
func ownParams() []struct{ name, label string } {
	return []struct{ name, label string }{{paramWith, "比较对象"}, {paramMetric, "指标"}, {"chart", "图表"}, {paramFind, "查找"}, {"kind", "类别"},
		{paramMissing, "缺报年份"}, {"check", "核验项目"}, {"severity", "程度"}, {"agency", "单位编号"}, {"of", "范围"}, {"cell", "单元格"}}
}

// paramWords says what a value of a parameter stands for.
func paramWords(param, value string, names map[string]string) string {
	switch param {
	case paramWith:
		return cmp.Or(names[value], value)
	case paramMetric:
		if m, ok := metrics.Lookup(value); ok {
			return m.Name + "（" + value + "）"
		}
	case "check":
		if c, ok := checks.ByID(value); ok {
			return value + " " + c.Name
		}
	case "severity":
		return map[string]string{"error": "错误", "warning": "提醒", "note": "提示"}[value]
	case "of":
		if value == "direct" {
			return "只算本级"
		}
	}
	return value
}

// coverage tells year by year how many reports there are and who is missing, and lists the missing.
func (q query) coverage(ctx context.Context) ([]workbook.Line, workbook.List, error) {
	list := workbook.List{Name: "缺报单位", Columns: []string{"年份", "单位编号", "单位", "区划代码", "区划", "类别", "口径", "最近一次报送年份"}}
	f := q.choice.Filter
	set, err := queries.Filing(ctx, q.lease.DB(), f, 1, 0)
	if err != nil {
		return nil, list, err
	}
	missing, err := queries.Missing(ctx, q.lease.DB(), f)
	if err != nil {
		return nil, list, err
	}
	names := map[int][]string{}
	for _, m := range missing {
		names[m.Year] = append(names[m.Year], m.Name)
		list.Rows = append(list.Rows, []any{m.Year, m.ID, m.Name, m.Region, m.RegionName, m.Kind, m.Scope.Label(), positive(m.Last)})
	}
	var lines []workbook.Line
	for _, c := range slices.Backward(set.Coverage) {
		text := strconv.Itoa(c.Reports) + " 份报告（" + f.Basis.Label() + "），名录没有规定应报单位"
		if c.Expected > 0 {
			text = fmt.Sprintf("%d 份报告（%s）；应报 %d 份，收到 %d 份", c.Reports, f.Basis.Label(), c.Expected, c.Received)
		}
		if absent := names[c.Year]; len(absent) > 0 {
			text += fmt.Sprintf("，缺 %d 份：", len(absent)) + strings.Join(absent[:min(len(absent), namedMissing)], "、")
			if len(absent) > namedMissing {
				text += " 等，全部见“缺报单位”"
			}
		}
		lines = append(lines, workbook.Line{Label: strconv.Itoa(c.Year) + " 年", Text: text})
	}
	return lines, list, nil
}

// readingSection tells how the sheets are to be read; drawn is set where there are charts.
func readingSection(drawn bool) workbook.Section {
	s := workbook.Section{Heading: "怎样读", Lines: []workbook.Line{
		{Label: "空格", Text: "没有数字。空格不是零；写着 0 的才是报告填写的零。"},
		{Label: "文字", Text: "都按原文存放，不会当作公式；超出单元格上限的写明全文字数。超过十五位的数以文字存放，一位不差。"},
	}}
	if !drawn {
		return s
	}
	few := strconv.Itoa(metrics.MinCases)
	s.Lines[0].Text += "没有报告、没有填写还是当年版式不设此项，见“标记”列和“全部数字”的“缺失原因”。"
	s.Lines = append(s.Lines,
		workbook.Line{Label: "比率", Text: "由准确的件数算出，以百分比格式存放；“全部数字”里按“单位”列存放（15 表示 15%），并列出分子、分母和 95% 区间。"},
		workbook.Line{Label: "不足 " + few + " 件", Text: "分母不足 " + few + " 件时不算比率、不画图，件数以 k/n 写在单独一列。"},
		workbook.Line{Label: "图", Text: "图是 Excel 的图，取自同一工作表的单元格，可以修改；有缺口的地方没有数字。“作图数据”是图上画的、由表中件数算出的比例或控制限。"})
	return s
}

// formulaSection defines the metrics an export shows.
func formulaSection(p built, figures []figure) workbook.Section {
	s := workbook.Section{Heading: "指标的算法"}
	seen := map[string]bool{}
	add := func(m metrics.Metric) {
		if seen[m.Key] {
			return
		}
		seen[m.Key] = true
		text := m.Formula
		if text == m.Name {
			text = "报告填写的数字，不另计算"
		}
		if m.Note != "" {
			text += "。" + m.Note
		}
		for _, b := range m.Breaks {
			text += fmt.Sprintf("\n%d 年起：%s", b.Year, b.Note)
		}
		s.Lines = append(s.Lines, workbook.Line{Label: m.Name, Text: text + "\n代码：" + m.Key})
	}
	for _, f := range figures {
		for _, m := range f.Definitions {
			add(m)
		}
	}
	if one, ok := p.(Sources); ok {
		add(one.Metric)
	}
	return s
}

// flagSection is the legend of the flags.
func flagSection() workbook.Section {
	s := workbook.Section{Heading: "标记"}
	for _, f := range metrics.FlagMeanings() {
		s.Lines = append(s.Lines, workbook.Line{Label: string(f.Flag) + "　" + f.Name, Text: f.Label})
	}
	return s
}
