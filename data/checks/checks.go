// Package checks declares every check a report is put to: its id, how grave a failure is, and what it compares, in the
// form's own words. The checks themselves run in ingest/check; pages and the glossary read the declarations here.
package checks

import (
	"slices"

	"tongjian/data"
)

// Check is one declared check.
type Check struct {
	ID       string
	Severity data.Severity
	// Group is where its numbers come from: 报告内部.
	Group string
	// Name says in a few words what must hold.
	Name string
	// Formula says exactly what is compared.
	Formula string
	// Note tells what lawful reasons a failure may have; empty when there are none.
	Note string
}

// narrower is why prose and table may differ lawfully: such a claim gives a note.
const narrower = "写明“本机关”“区政府本级”“代表区政府”“备案”“其中”“截至”等的，口径可能比表格小"

// All lists the checks in the order pages show them.
func All() []Check {
	const (
		inside = "报告内部"
		prose  = "文字与表格"
		years  = "年度之间"
		across = "报告之间"
	)
	return []Check{
		{"T3-BALANCE", data.SeverityError, inside, "表三勾稽关系",
			"每一列：一、本年新收 + 二、上年结转 = （七）总计 + 四、结转下年度继续办理", ""},
		{"T3-OUTCOMES", data.SeverityError, inside, "表三办理结果合计",
			"每一列：（一）至（六）各行之和 = （七）总计", ""},
		{"T3-APPLICANTS", data.SeverityError, inside, "表三申请人合计",
			"每一行：自然人 + 法人或其他组织五列 = 总计", ""},
		{"T4-SUM", data.SeverityError, inside, "表四合计",
			"行政复议、未经复议直接起诉、复议后起诉：结果维持 + 结果纠正 + 其他结果 + 尚未审结 = 总计", ""},
		{"S14-SUM", data.SeverityError, inside, "2014 年统计表合计",
			"收到申请数 = 当面 + 传真 + 网络 + 信函；申请办结数 = 按时 + 延期；申请答复数 = 1 至 8 项之和；不同意公开答复数 = 六类情形之和；" +
				"行政复议数量、行政诉讼数量 = （一）至（三）之和", "只用于 2014 年版式的统计表（2014 至 2018 年度）"},
		{"VALUE", data.SeverityError, inside, "数字写法",
			"件数、项数为不小于 0 的整数；收费金额不小于 0、以万元计、最多 4 位小数", ""},
		{"BLANK", data.SeverityWarning, inside, "空白单元格",
			"已填写的表中不留空白；空白不等于 0", ""},
		{"FORM-EDITION", data.SeverityWarning, inside, "版式与年度",
			"各表使用报告年度现行的版式", ""},
		{"FORM-ROWS", data.SeverityWarning, inside, "表格行次",
			"版式规定的行齐全、不重复，没有版式以外的行", "版式以外的行保留原文，不计入任何指标"},
		{"T2-LIST", data.SeverityNote, inside, "表二项目数与处理决定数",
			"2019 年版式：处理决定数量（50 以上）正好等于上一年项目数量 ± 本年增/减，可能把现有项目数填成了处理决定数量", "也可能是巧合"},
		{"T2-RULES", data.SeverityWarning, inside, "规章制定权",
			"县级及以下机关、设区的市的部门，规章各格应为 0",
			"规章由国务院部门、省级政府、设区的市和自治州政府制定；政府办公室代列本级政府规章的，不在此列"},
		{"ID-YEAR", data.SeverityWarning, inside, "报告年度",
			"标题、统计期限、文件名中的年度一致", ""},
		{"ID-AGENCY", data.SeverityWarning, inside, "报告机关",
			"标题与文件名所写的机关属于同一地区；机关在机构名录中", "更名、简称可在机构名录中补为别名"},
		{"READ", data.SeverityWarning, inside, "读取存疑",
			"读取程序不能确定的内容，请对照原件核对", "属读取问题，不一定是报告有误"},
		{"N-RECEIVED", data.SeverityWarning, prose, "文字与表三：收到申请",
			"正文写的收到申请数 = 表三“一、本年新收”总计；写“受理”的，也可以是加上“二、上年结转”之和", narrower},
		{"N-CARRIED", data.SeverityWarning, prose, "文字与表三：结转",
			"正文写的上年结转、结转下年度 = 表三“二、上年结转”、“四、结转下年度继续办理”总计", narrower},
		{"N-CLOSED", data.SeverityWarning, prose, "文字与表三：办结",
			"正文写的办结、答复数 = 表三“（七）总计”", narrower},
		{"N-OUTCOME", data.SeverityWarning, prose, "文字与表三：办理结果",
			"正文写的予以公开、部分公开、不予公开、无法提供、不予处理、其他处理 = 表三相应各行总计之和；用 2014 年统计表名目的，属于已主动公开范围 + 同意公开 = 予以公开，不属于本行政机关 + 申请信息不存在 = 本机关不掌握相关政府信息",
			narrower},
		{"N-REVIEW", data.SeverityWarning, prose, "文字与表四：行政复议",
			"正文写的行政复议件数及结果 = 表四“行政复议”相应各格", "2014 年统计表没有“尚未审结”，当时计入“其他情形”；" + narrower},
		{"N-SUIT", data.SeverityWarning, prose, "文字与表四：行政诉讼",
			"正文写的行政诉讼件数及结果 = 表四“未经复议直接起诉”与“复议后起诉”相应各格之和",
			"2014 年统计表没有“尚未审结”，当时计入“其他情形”；" + narrower},
		{"N-NORMATIVE", data.SeverityWarning, prose, "文字与表二：规章、规范性文件",
			"正文写的制发、废止、现行有效件数 = 表二相应各格", "报送备案的件数与制发的件数可以不同；" + narrower},
		{"N-CHANNELS", data.SeverityWarning, prose, "申请渠道合计",
			"正文写的当面 + 网络 + 信函 + 传真 = 收到申请数", "从其他渠道收到的申请可能没有列出"},
		{"N-ITEMS", data.SeverityNote, prose, "所列各项合计",
			"一句话中所列各项之和 = 该句写的总数", "写“其中”的，可以只列一部分；各项也可能有重复"},
		{"N-ZERO", data.SeverityWarning, prose, "全表为零",
			"正文写有申请、复议或诉讼的，表三、表四不应各格都是 0", narrower},
		{"Y-CARRY", data.SeverityWarning, years, "上年结转",
			"每一列：本年“二、上年结转” = 上年报告“四、结转下年度继续办理”", "上年报告更正过、机关合并或职能划转的，汇总报告所含机关有变化的，可以不同"},
		{"Y-STOCK", data.SeverityWarning, years, "文件存量",
			"规章、行政规范性文件：现行有效件数 = 上年现行有效件数 + 本年制发件数 − 本年废止件数",
			"有效期满自动失效、宣布失效的不计入废止时，汇总报告所含机关有变化的，可以不同；2019 年版式统计的是另一回事，不比较"},
		{"Y-PENDING", data.SeverityNote, years, "上年未审结的案件",
			"行政复议、未经复议直接起诉、复议后起诉：本年总计不少于上年尚未审结", "只统计本年新发生案件的，可以更少"},
		{"Y-JUMP", data.SeverityNote, years, "数字骤变",
			"件数、项数（表三用总计）：两年中较大的一个在 30 以上，本年不应超过上年的 5 倍或不足上年的五分之一",
			"职能划转、统计范围变化的，可以骤变；版式更替和行政复议法修订（2024 年）改变了口径的数字不比较"},
		{"Y-COPY", data.SeverityWarning, years, "照抄上年",
			"任何一张表的全部数字都与上年相同（存量不算；须有数字在 10 以上，或有两张表相同）；正文 90% 以上与上年相同；正文有句子写的是别的年度或别的机关",
			"业务很少的机关，文字可以相近"},
		{"S-SUM", data.SeverityWarning, across, "汇总与下属机关之和",
			"政府汇总报告的每一格 = 同年所属各机关本级报告之和；有机关没有报告，或所加的格没有数字时，汇总不小于其和",
			"联合发文只计一次的，汇总可以更小"},
		{"S-DUP", data.SeverityError, across, "重复报告",
			"同一机关（含名录中的别名）同一年度、同一口径只有一份现行报告；同一地区同一年度只有一份政府汇总报告", ""},
		{"R-MISSING", data.SeverityWarning, across, "未报送",
			"名录中应报送的机关，期限过后应有报告；期限为次年 1 月 31 日（本级）、3 月 31 日（汇总），另有规定的从其规定",
			"年度以已有报告的年度为限；已撤销的机关请在名录中填终止年度"},
		{"R-LATE", data.SeverityWarning, across, "迟报",
			"报告第一次收到的日期不晚于期限；期限同上", "多年后补录的文件，收到日期说明不了何时报送，不判"},
	}
}

// ByID gives a declared check.
func ByID(id string) (Check, bool) {
	all := All()
	i := slices.IndexFunc(all, func(c Check) bool { return c.ID == id })
	if i < 0 {
		return Check{}, false
	}
	return all[i], true
}
