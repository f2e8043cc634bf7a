package metrics

import (
	"strings"

	"tongjian/data/forms"
)

// declared lists the derived metrics. Formulas use the names of the measures as pages show them.
func declared(measures map[string]Metric) []Metric {
	var (
		workload = sum("requests.received", "requests.carried_in")
		closed   = sum("outcome.total")
		released = sum("outcome.granted", "outcome.partial")
		merits   = sum("outcome.granted", "outcome.partial", "outcome.refused")
	)
	list := []Metric{
		{Key: "workload", Name: "受理总量", Formula: "本年新收申请 + 上年结转申请", Kind: KindCount, Unit: "件",
			Numerator: workload},
		share("completion", "办结率", "办结总计 ÷（本年新收申请 + 上年结转申请）", HigherBetter, closed, workload, ""),
		{Key: "clearance", Name: "清结比", Formula: "办结总计 ÷ 本年新收申请", Kind: KindRatio,
			Numerator: closed, Denominator: sum("requests.received"), Note: "大于 1 说明结转的存量在减少"},
		share("pending_ratio", "结转率", "结转下年度继续办理 ÷（本年新收申请 + 上年结转申请）", Neither,
			sum("requests.carried_out"), workload, "结转是年底尚在办理，不等于逾期"),
		share("any_release", "公开率（全部办结）", "（予以公开 + 部分公开）÷ 办结总计", Neither, released, closed,
			"分母含无法提供、不予处理和其他处理"),
		share("full_release", "全部公开率", "予以公开 ÷ 办结总计", Neither, sum("outcome.granted"), closed, ""),
		share("merits_release", "公开率（实体答复）", "（予以公开 + 部分公开）÷（予以公开 + 部分公开 + 不予公开）", Neither,
			released, merits, "只看对公开与否作出答复的申请"),
		share("refusal", "不予公开率", "不予公开 ÷ 办结总计", Neither, sum("outcome.refused"), closed, ""),
		share("not_held", "本机关不掌握占比", "无法提供：本机关不掌握相关政府信息 ÷ 办结总计", Neither,
			sum("outcome.unavailable.not_held"), closed, ""),
		share("not_processed", "不予处理率", "不予处理 ÷ 办结总计", Neither, sum("outcome.not_processed"), closed, ""),
		{Key: "refusal_reasons", Name: "不予公开理由构成", Formula: "不予公开各项理由 ÷ 不予公开", Kind: KindComposition,
			Unit: unitPercent, Denominator: sum("outcome.refused"), Parts: partKeys("refusal_reasons")},
		{Key: "applicant_mix", Name: "申请人构成", Formula: "本年新收申请各类申请人 ÷ 本年新收申请总计", Kind: KindComposition,
			Unit: unitPercent, Denominator: sum("requests.received"), Parts: partKeys("applicant_mix")},
		share("org_share", "法人及其他组织占比", "1 − 本年新收申请（自然人）÷ 本年新收申请（总计）", Neither,
			[]Term{{"requests.received", forms.Total, +1, 0}, {"requests.received", forms.NaturalPerson, -1, 0}},
			sum("requests.received"), ""),
		{Key: "dispute", Name: "争议率", Formula: "（行政复议总计 + 行政诉讼总计）÷ 办结总计 × 100", Kind: KindRatio,
			Unit: unitPerHundred, Numerator: sum("review.total", "suit.total"), Denominator: closed,
			Note: "近似值：案件可能属于往年的答复，同一件可能既复议又诉讼"},
		correction("correction_review", "复议纠错率", true, "review"),
		correction("correction_suit", "诉讼纠错率", true, "suit"),
		correction("correction_strict", "纠错率（维持与纠正之间）", false, "review", "suit"),
		correction("correction_review_strict", "复议纠错率（维持与纠正之间）", false, "review"),
		correction("correction_suit_strict", "诉讼纠错率（维持与纠正之间）", false, "suit"),
		share("suit_after_review_share", "复议后起诉占比", "复议后起诉总计 ÷（未经复议直接起诉总计 + 复议后起诉总计）", Neither,
			sum("suit_after_review.total"), sum("suit_direct.total", "suit_after_review.total"), "2024 年起复议前置，直接起诉减少"),
		{Key: "per_10k", Name: "每万人申请量", Formula: "本年新收申请 ÷ 人口 × 10,000", Kind: KindPer10k, Unit: unitPer10k,
			Numerator: sum("requests.received"), Denominator: []Term{{Measure: Population, Sign: +1}},
			Note: "只对名录给出人口数的地区计算"},
		{Key: "normative_stock", Name: "现行有效规范性文件", Formula: "行政规范性文件现行有效件数", Kind: KindCount, Unit: "件",
			Numerator: sum("normative.in_force"), Note: "2019 版式统计的是对外公开总数量，不能相接"},
	}
	return append(list, growth("yoy", "同比（本年新收申请）", measures["requests.received"]))
}

// share is a rate whose numerator is part of its denominator.
func share(key, name, formula string, better Direction, numerator, denominator []Term, note string) Metric {
	return Metric{Key: key, Name: name, Formula: formula, Kind: KindRatio, Unit: unitPercent, Share: true, Better: better,
		Numerator: numerator, Denominator: denominator, Note: note}
}

// correction is the share of decided cases, or of those either upheld or corrected, in which the agency was corrected.
func correction(key, name string, decided bool, routes ...string) Metric {
	results := []string{"upheld", "corrected"}
	labels := "结果维持 + 结果纠正"
	note := "尚未审结和其他结果不计入"
	if decided {
		results, labels = append(results, "other"), labels+" + 其他结果"
		note = "尚未审结的不计入分母，另列"
	}
	where := map[string]string{"review": "行政复议", "suit": "行政诉讼两种情形"}
	m := share(key, name, "", LowerBetter, nil, nil, note)
	var names []string
	for _, route := range routes {
		m.Numerator = append(m.Numerator, term(+1, route+".corrected"))
		for _, result := range results {
			m.Denominator = append(m.Denominator, term(+1, route+"."+result))
		}
		names = append(names, where[route])
	}
	m.Formula = "结果纠正 ÷（" + labels + "），" + strings.Join(names, "与")
	return m
}

// compositionParts are the metrics a composition is made of: each a share of the same whole.
func compositionParts() []Metric {
	var list []Metric
	refused, _ := forms.MeasureOf("outcome.refused")
	for _, key := range refused.Sum {
		m, _ := forms.MeasureOf(key)
		list = append(list, share(strings.Replace(key, "outcome.refused", "refusal_reasons", 1), m.Name,
			m.Name+" ÷ 不予公开", Neither, sum(key), sum("outcome.refused"), ""))
	}
	for _, a := range forms.Applicants() {
		if a.Key == forms.Total {
			continue
		}
		list = append(list, share("applicant_mix."+a.Key, "申请人："+a.Label,
			"本年新收申请（"+a.Label+"）÷ 本年新收申请（总计）", Neither,
			[]Term{{Measure: "requests.received", Applicant: a.Key, Sign: +1}}, sum("requests.received"), ""))
	}
	return list
}

func partKeys(composition string) []string {
	var keys []string
	for _, m := range compositionParts() {
		if strings.HasPrefix(m.Key, composition+".") {
			keys = append(keys, m.Key)
		}
	}
	return keys
}
