package forms

import (
	"slices"
	"sync"
)

// Kind tells what numbers a measure can take.
type Kind int

const (
	Count       Kind = iota // whole, at least 0
	SignedCount             // whole, may be negative: 本年增/减
	Amount                  // at least 0, up to 4 decimals, in the unit named
	FreeAmount              // as written: 采购总金额 has no fixed unit
)

// Measure is one question the form asks, or a sum of such questions.
type Measure struct {
	Key  string
	Name string // short Chinese name that can stand alone
	Unit string // 件, 项, 万元; empty when the form fixes none
	Kind Kind
	// Table is the table it stands in on the newest edition that asks it.
	Table string
	// Sum lists the measures it is the sum of, when no edition, or not every edition, prints it.
	Sum []string
}

// Measures lists every measure in form order: those printed on any edition, then the sums that are never printed.
func Measures() []Measure { return slices.Clone(measures()) }

var measures = sync.OnceValue(declareMeasures)

// measureIndex finds a measure by its key.
var measureIndex = sync.OnceValue(func() map[string]Measure {
	index := map[string]Measure{}
	for _, m := range measures() {
		index[m.Key] = m
	}
	return index
})

func declareMeasures() []Measure {
	m := func(table, unit string, kind Kind, key, name string) Measure {
		return Measure{Key: key, Name: name, Unit: unit, Kind: kind, Table: table}
	}
	list := []Measure{
		m("2", "件", Count, "rules.issued", "规章本年制发件数"),
		m("2", "件", Count, "rules.repealed", "规章本年废止件数"),
		m("2", "件", Count, "rules.in_force", "规章现行有效件数"),
		m("2", "件", Count, "normative.issued", "行政规范性文件本年制发件数"),
		m("2", "件", Count, "normative.repealed", "行政规范性文件本年废止件数"),
		m("2", "件", Count, "normative.in_force", "行政规范性文件现行有效件数"),
		m("2", "件", Count, "rules.made", "规章本年新制作数量"),
		m("2", "件", Count, "rules.published", "规章本年新公开数量"),
		m("2", "件", Count, "rules.public_total", "规章对外公开总数量"),
		m("2", "件", Count, "normative.made", "规范性文件本年新制作数量"),
		m("2", "件", Count, "normative.published", "规范性文件本年新公开数量"),
		m("2", "件", Count, "normative.public_total", "规范性文件对外公开总数量"),
		m("2", "项", Count, "permits.items_previous", "行政许可上一年项目数量"),
		m("2", "项", SignedCount, "permits.items_change", "行政许可本年增/减"),
		m("2", "件", Count, "permits.decided", "行政许可处理决定数量"),
		m("2", "项", Count, "other_services.items_previous", "其他对外管理服务事项上一年项目数量"),
		m("2", "项", SignedCount, "other_services.items_change", "其他对外管理服务事项本年增/减"),
		m("2", "件", Count, "other_services.decided", "其他对外管理服务事项处理决定数量"),
		m("2", "项", Count, "penalties.items_previous", "行政处罚上一年项目数量"),
		m("2", "项", SignedCount, "penalties.items_change", "行政处罚本年增/减"),
		m("2", "件", Count, "penalties.decided", "行政处罚处理决定数量"),
		m("2", "项", Count, "coercion.items_previous", "行政强制上一年项目数量"),
		m("2", "项", SignedCount, "coercion.items_change", "行政强制本年增/减"),
		m("2", "件", Count, "coercion.decided", "行政强制处理决定数量"),
		m("2", "项", Count, "fees.items_previous", "行政事业性收费上一年项目数量"),
		m("2", "项", SignedCount, "fees.items_change", "行政事业性收费本年增/减"),
		m("2", "万元", Amount, "fees.amount", "行政事业性收费本年收费金额"),
		m("2", "项", Count, "procurement.projects", "政府集中采购项目数量"),
		m("2", "", FreeAmount, "procurement.amount", "政府集中采购总金额"),

		m("3", "件", Count, "requests.received", "本年新收申请"),
		m("3", "件", Count, "requests.carried_in", "上年结转申请"),
		m("3", "件", Count, "outcome.granted", "予以公开"),
		m("3", "件", Count, "outcome.partial", "部分公开"),
		m("3", "件", Count, "outcome.refused.state_secret", "不予公开：属于国家秘密"),
		m("3", "件", Count, "outcome.refused.law_forbidden", "不予公开：其他法律行政法规禁止公开"),
		m("3", "件", Count, "outcome.refused.security_stability", "不予公开：危及“三安全一稳定”"),
		m("3", "件", Count, "outcome.refused.third_party_rights", "不予公开：保护第三方合法权益"),
		m("3", "件", Count, "outcome.refused.internal_affairs", "不予公开：属于三类内部事务信息"),
		m("3", "件", Count, "outcome.refused.process_information", "不予公开：属于四类过程性信息"),
		m("3", "件", Count, "outcome.refused.enforcement_file", "不予公开：属于行政执法案卷"),
		m("3", "件", Count, "outcome.refused.administrative_query", "不予公开：属于行政查询事项"),
		m("3", "件", Count, "outcome.unavailable.not_held", "无法提供：本机关不掌握相关政府信息"),
		m("3", "件", Count, "outcome.unavailable.needs_creation", "无法提供：没有现成信息需要另行制作"),
		m("3", "件", Count, "outcome.unavailable.unclear", "无法提供：补正后申请内容仍不明确"),
		m("3", "件", Count, "outcome.not_processed.petition", "不予处理：信访举报投诉类申请"),
		m("3", "件", Count, "outcome.not_processed.repeated", "不予处理：重复申请"),
		m("3", "件", Count, "outcome.not_processed.publication", "不予处理：要求提供公开出版物"),
		m("3", "件", Count, "outcome.not_processed.excessive", "不予处理：无正当理由大量反复申请"),
		m("3", "件", Count, "outcome.not_processed.reissue", "不予处理：要求确认或重新出具已获取信息"),
		m("3", "件", Count, "outcome.other.correction_overdue", "其他处理：逾期不补正"),
		m("3", "件", Count, "outcome.other.fee_overdue", "其他处理：逾期未缴费"),
		m("3", "件", Count, "outcome.other.rest", "其他处理：其他"),
		{Key: "outcome.other", Name: "其他处理", Unit: "件", Table: "3",
			Sum: []string{"outcome.other.correction_overdue", "outcome.other.fee_overdue", "outcome.other.rest"}},
		m("3", "件", Count, "outcome.total", "办结总计"),
		m("3", "件", Count, "requests.carried_out", "结转下年度继续办理"),
	}
	for _, route := range Routes() {
		for _, result := range Results() {
			list = append(list, m("4", "件", Count, route.Key+"."+result.Key, route.Groups[len(route.Groups)-1]+"："+result.Label))
		}
	}
	list = append(list, measures2014()...)
	sum := func(key, name string) Measure {
		s := Measure{Key: key, Name: name, Unit: "件", Table: "3"}
		for _, part := range list {
			if len(part.Key) > len(key) && part.Key[:len(key)+1] == key+"." {
				s.Sum = append(s.Sum, part.Key)
			}
		}
		return s
	}
	list = append(list,
		sum("outcome.refused", "不予公开"), sum("outcome.unavailable", "无法提供"), sum("outcome.not_processed", "不予处理"))
	for _, result := range Results() {
		list = append(list, Measure{Key: "suit." + result.Key, Name: "行政诉讼：" + result.Label, Unit: "件", Table: "4",
			Sum: []string{"suit_direct." + result.Key, "suit_after_review." + result.Key}})
	}
	return list
}

// ColumnOf gives the applicant column a measure is taken in where one figure is wanted: total for what counts requests, empty
// for everything else.
func ColumnOf(key string) string {
	if totals()[key] {
		return Total
	}
	return ""
}

// totals are the measures that some edition has in the column total, and the sums of such.
var totals = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, e := range editions() {
		for _, t := range e.Tables {
			for _, c := range t.Cells() {
				out[c.Key] = out[c.Key] || c.CellID.Column == Total
			}
		}
	}
	for _, m := range measures() {
		out[m.Key] = out[m.Key] || len(m.Sum) > 0 && out[m.Sum[0]]
	}
	return out
})

// MeasureOf gives the measure declared under a key.
func MeasureOf(key string) (Measure, bool) {
	m, ok := measureIndex()[key]
	return m, ok
}
