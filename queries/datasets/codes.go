package datasets

import (
	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/metrics"
	"tongjian/data/regions"
)

// Code is a value a column can hold, with its meaning.
type Code struct {
	Field string // as [Column.Codes] names it
	Code  string
	Name  string
	Note  string
}

// Codes lists the meaning of every code.
func Codes() []Code {
	var list []Code
	add := func(field, code, name, note string) { list = append(list, Code{field, code, name, note}) }
	for _, s := range []data.State{data.StateNumber, data.StateBlank, data.StateDash, data.StateSlash, data.StateText, data.StateUnreadable} {
		note := "没有数值"
		if s == data.StateNumber {
			note = ""
		}
		add("state", string(s), s.Label(), note)
	}
	add("state", "missing", "缺格", "版式要求这一格，报告里没有；没有数值")
	add("rollup_state", "number", "齐全", "")
	add("rollup_state", "partial", "不全", "应填的报告里只有一部分给出数字")
	add("rollup_state", "blank", "没有数字", "没有一份报告给出数字；没有数值")
	for _, f := range metrics.FlagMeanings() {
		add("flags", string(f.Flag), f.Name, f.Label)
	}
	for _, a := range forms.Applicants() {
		add("applicant", a.Key, a.Label, "")
	}
	add("applicant", "", "（无）", "表二、表四不分申请人")
	for _, s := range []data.Scope{data.ScopeOwn, data.ScopeConsolidated} {
		add("scope", string(s), s.Label(), "")
	}
	add("basis", "own", "各单位本级报告合计", "")
	add("basis", "consolidated", "政府汇总报告", "")
	for _, id := range forms.TableIDs() {
		add("tbl", id, forms.TableName(id), "")
	}
	for _, l := range []regions.Level{regions.LevelCountry, regions.LevelProvince, regions.LevelPrefecture, regions.LevelCounty, regions.LevelTownship} {
		add("level", string(l), l.Label(), "")
	}
	add("level", "unknown", "不详", "GB/T 2260 没有的代码")
	for _, s := range []data.Severity{data.SeverityError, data.SeverityWarning, data.SeverityNote} {
		add("severity", string(s), s.Label(), "")
	}
	add("finding_state", "open", "待处理", "")
	add("finding_state", "explained", "已说明", "说明针对的就是现在的数字")
	add("origin", "roster", "名录", "")
	add("origin", "report", "报告", "名录里没有，只从报告里知道")
	add("measure_kind", "count", "件数", "整数，不小于 0")
	add("measure_kind", "signed_count", "增减数", "整数，可以为负")
	add("measure_kind", "amount", "金额", "至多四位小数")
	add("measure_kind", "free_amount", "金额，单位自定", "不同报告的单位可能不同，不相加")
	add("metric_kind", string(metrics.KindCount), "数量", "")
	add("metric_kind", string(metrics.KindRatio), "比率", "")
	add("metric_kind", string(metrics.KindPer10k), "每万人", "")
	add("metric_kind", string(metrics.KindGrowth), "同比", "")
	add("metric_kind", string(metrics.KindComposition), "构成", "由各部分构成，本身没有数值")
	return list
}

// CodesOf lists the codes of a field.
func CodesOf(field string) []Code {
	var list []Code
	for _, c := range Codes() {
		if c.Field == field {
			list = append(list, c)
		}
	}
	return list
}
