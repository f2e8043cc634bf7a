package check

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/checks"
	"tongjian/data/forms"
)

// zeros is a report of 2023, of 2017 on the 2014 form, with 0 in every cell: on the form in force it passes every check.
func zeros(edition string) *data.Report {
	e, _ := forms.Named(edition)
	year := 2023
	if edition == "2014" {
		year = 2017
	}
	r := &data.Report{Agency: "龙亭区测试局", Region: "410202", Year: year, Scope: data.ScopeOwn, Editions: map[string]string{}}
	line := 0
	for _, t := range e.Tables {
		r.Editions[t.ID] = e.Name
		for _, c := range t.Cells() {
			line++
			zero := decimal.Zero
			r.Facts = append(r.Facts, data.Fact{Table: t.ID, Key: c.Key, Column: c.CellID.Column, Value: &zero,
				State: data.StateNumber, Raw: "0", At: data.Position{Line: line, Cell: 1}})
		}
	}
	return r
}

// set writes a cell: key, applicant column after a dot-free slash, "=" and what stands there. "_" is a blank.
func set(t *testing.T, r *data.Report, edit string) {
	t.Helper()
	cell, raw, _ := strings.Cut(edit, "=")
	key, column, _ := strings.Cut(cell, "/")
	for i := range r.Facts {
		f := &r.Facts[i]
		if f.Key != key || f.Column != column {
			continue
		}
		f.Raw, f.Value, f.State = raw, nil, data.StateText
		v, err := decimal.NewFromString(raw)
		switch {
		case raw == "_":
			f.Raw, f.State = "", data.StateBlank
		case raw == "/":
			f.State = data.StateSlash
		case raw == "?":
			f.State = data.StateUnreadable
		case err == nil:
			f.Value, f.State = &v, data.StateNumber
		}
		return
	}
	t.Fatalf("no cell %s", cell)
}

// remove takes a row of the form out of a report.
func remove(r *data.Report, key string) {
	var kept []data.Fact
	for _, f := range r.Facts {
		if f.Key != key {
			kept = append(kept, f)
		}
	}
	r.Facts = kept
}

type testCase struct {
	name  string
	check string // the check the case is about
	// edition the report is on; empty is 2021.
	edition string
	edits   []string
	// prose is what chapter 一 says.
	prose string
	// other changes the report beyond its cells.
	other func(*data.Report)
	// want lists the findings, of any check; none means that the report passes.
	want []string
}

var cases = []testCase{
	{name: "all zero", check: "T3-BALANCE"},
	{name: "received and not answered", check: "T3-BALANCE",
		edits: []string{"requests.received/natural_person=20", "requests.received/total=20"},
		want: []string{
			"T3-BALANCE error 表三“自然人”：一、本年新收政府信息公开申请数量 20 + 二、上年结转政府信息公开申请数量 0 = 20，（七）总计 0 + 四、结转下年度继续办理 0 = 0，相差 20。",
			"T3-BALANCE error 表三“总计”：一、本年新收政府信息公开申请数量 20 + 二、上年结转政府信息公开申请数量 0 = 20，（七）总计 0 + 四、结转下年度继续办理 0 = 0，相差 20。",
		}},
	{name: "carried over", check: "T3-BALANCE",
		edits: []string{"requests.received/business=3", "requests.received/total=3", "requests.carried_out/business=3", "requests.carried_out/total=3"}},
	{name: "outcomes add up", check: "T3-OUTCOMES",
		edits: []string{"requests.received/other=2", "requests.received/total=2", "outcome.granted/other=1", "outcome.granted/total=1",
			"outcome.other.rest/other=1", "outcome.other.rest/total=1", "outcome.total/other=2", "outcome.total/total=2"}},
	{name: "outcomes do not add up", check: "T3-OUTCOMES",
		edits: []string{"requests.received/other=2", "requests.received/total=2", "outcome.granted/other=1", "outcome.granted/total=1",
			"outcome.total/other=2", "outcome.total/total=2"},
		want: []string{
			"T3-OUTCOMES error 表三“其他”：（一）予以公开 至 （六）其他处理 3.其他 之和 = 1，（七）总计 = 2，相差 1。",
			"T3-OUTCOMES error 表三“总计”：（一）予以公开 至 （六）其他处理 3.其他 之和 = 1，（七）总计 = 2，相差 1。",
		}},
	{name: "applicants do not add up", check: "T3-APPLICANTS",
		edits: []string{"outcome.partial/total=4"},
		want: []string{
			"T3-OUTCOMES error 表三“总计”：（一）予以公开 至 （六）其他处理 3.其他 之和 = 4，（七）总计 = 0，相差 4。",
			"T3-APPLICANTS error 表三“（二）部分公开”：自然人 至 其他 之和 = 0，总计 = 4，相差 4。",
		}},
	{name: "applicants add up", check: "T3-APPLICANTS",
		edits: []string{"requests.carried_in/research=1", "requests.carried_in/total=1", "requests.carried_out/research=1", "requests.carried_out/total=1"}},
	{name: "total of a row is blank", check: "T3-APPLICANTS",
		edits: []string{"requests.carried_in/research=1", "requests.carried_in/total=_", "requests.carried_out/research=1", "requests.carried_out/total=1"},
		want: []string{
			"T3-BALANCE warning 表三“总计”无法核对合计：“二、上年结转政府信息公开申请数量”是空白。",
			"T3-APPLICANTS warning 表三“二、上年结转政府信息公开申请数量”无法核对合计：“总计”是空白。",
			"BLANK warning 表三有 1 格空白：“二、上年结转政府信息公开申请数量·总计”；空白按未填处理，不当作 0。",
		}},
	{name: "what is filled in is all there is", check: "T4-SUM", edits: []string{"review.upheld=5", "review.corrected=_", "review.other=/", "review.pending=3", "review.total=8"},
		want: []string{
			"T4-SUM note 表四“行政复议”：“结果纠正”是空白、“其他结果”写的是“/”；同一边所填各格之和已等于另一边的 8，空着的只能是 0。",
			"BLANK warning 表四有 1 格空白：“行政复议·结果纠正”；空白按未填处理，不当作 0。",
		}},
	{name: "what is filled in is more than all", check: "T4-SUM", edits: []string{"review.upheld=5", "review.corrected=_", "review.pending=4", "review.total=8"},
		want: []string{
			"T4-SUM error 表四“行政复议”：“结果纠正”是空白；同一边所填各格之和已是 9，多于另一边的 8，至少相差 1。",
			"BLANK warning 表四有 1 格空白：“行政复议·结果纠正”；空白按未填处理，不当作 0。",
		}},
	{name: "words where a number should be", check: "T4-SUM", edits: []string{"review.upheld=8", "review.corrected=约2", "review.total=8"},
		want: []string{
			"T4-SUM warning 表四“行政复议”无法核对合计：“结果纠正”不是数字（“约2”）。",
			"VALUE error 表四“行政复议·结果纠正”写的是“约2”：不是可以入库的数字，未作为数值。",
		}},
	{name: "a gap beside a number below 0", check: "T4-SUM", edits: []string{"review.upheld=9", "review.corrected=-1", "review.other=_", "review.total=8"},
		want: []string{
			"T4-SUM warning 表四“行政复议”无法核对合计：“其他结果”是空白。",
			"VALUE error 表四“行政复议·结果纠正”写的是“-1”：不应小于 0。",
			"BLANK warning 表四有 1 格空白：“行政复议·其他结果”；空白按未填处理，不当作 0。",
		}},
	{name: "reviews add up", check: "T4-SUM", edits: []string{"review.upheld=5", "review.pending=3", "review.total=8"}},
	{name: "total of reviews is 0", check: "T4-SUM", edits: []string{"review.upheld=10", "review.corrected=1"},
		want: []string{"T4-SUM error 表四“行政复议”：结果维持 10 + 结果纠正 1 + 其他结果 0 + 尚未审结 0 = 11，总计 = 0，相差 11。"}},
	{name: "the 统计表 adds up", check: "S14-SUM", edition: "2014",
		edits: []string{"requests.received/total=20", "channel.in_person/total=2", "channel.online/total=1", "channel.letter/total=17",
			"requests.closed/total=20", "requests.on_time/total=19", "requests.extended/total=1",
			"outcome.total/total=20", "outcome2014.already_public/total=1", "outcome.partial/total=1", "outcome.refused/total=3",
			"outcome2014.refused.privacy/total=2", "outcome2014.refused.law_other/total=1", "outcome2014.not_this_agency/total=15",
			"review.total=8", "review.upheld=5", "review.other=3", "suit.total=4", "suit.upheld=3", "suit.corrected=1"}},
	{name: "sums of the 统计表 that are wrong", check: "S14-SUM", edition: "2014",
		edits: []string{"channel.letter/total=17", "requests.on_time/total=3", "outcome2014.agreed/total=5", "outcome2014.refused.privacy/total=1",
			"review.corrected=1", "suit.total=2"},
		want: []string{
			"S14-SUM error 统计表“收到申请数”：1.当面申请数 0 + 2.传真申请数 0 + 3.网络申请数 0 + 4.信函申请数 17 = 17，（一）收到申请数 = 0，相差 17。",
			"S14-SUM error 统计表“申请办结数”：1.按时办结数 3 + 2.延期办结数 0 = 3，（二）申请办结数 = 0，相差 3。",
			"S14-SUM error 统计表“申请答复数”：1.属于已主动公开范围数 至 8.告知通过其他途径办理数 之和 = 5，（三）申请答复数 = 0，相差 5。",
			"S14-SUM error 统计表“不同意公开答复数”：其中：涉及国家秘密 至 法律法规规定的其他情形 之和 = 1，4.不同意公开答复数 = 0，相差 1。",
			"S14-SUM error 统计表“行政复议数量”：（一）维持具体行政行为数 0 + （二）被依法纠错数 1 + （三）其他情形数 0 = 1，四、行政复议数量 = 0，相差 1。",
			"S14-SUM error 统计表“行政诉讼数量”：（一）维持具体行政行为或者驳回原告诉讼请求数 0 + （二）被依法纠错数 0 + （三）其他情形数 0 = 0，五、行政诉讼数量 = 2，相差 2。",
		}},
	{name: "a fee of four decimals", check: "VALUE", edits: []string{"fees.amount=7730.2801"}},
	{name: "no document is in force", check: "VALUE", edits: []string{"rules.in_force=无"}},
	{name: "below zero", check: "VALUE", edits: []string{"normative.in_force=-3"},
		want: []string{"VALUE error 表二“行政规范性文件·现行有效件数”写的是“-3”：不应小于 0。"}},
	{name: "a half", check: "VALUE", edits: []string{"permits.decided=12.5"},
		want: []string{"VALUE error 表二“行政许可·本年处理决定数量”写的是“12.5”：应为整数。"}},
	{name: "words", check: "VALUE", edits: []string{"permits.decided=约20"},
		want: []string{"VALUE error 表二“行政许可·本年处理决定数量”写的是“约20”：不是可以入库的数字，未作为数值。"}},
	{name: "unreadable", check: "VALUE", edits: []string{"permits.decided=?"},
		want: []string{"VALUE error 表二“行政许可·本年处理决定数量”写的是“?”：无法辨认。"}},
	{name: "slashes are no blanks", check: "BLANK", edits: []string{"rules.issued=/", "rules.repealed=/", "rules.in_force=/"}},
	{name: "blanks", check: "BLANK", edits: []string{"rules.issued=_", "rules.repealed=_", "rules.in_force=_", "coercion.decided=_"},
		want: []string{"BLANK warning 表二有 4 格空白：“规章·本年制发件数”、“规章·本年废止件数”、“规章·现行有效件数” 等 4 格；空白按未填处理，不当作 0。"}},
	{name: "what was decided is not what there is", check: "T2-LIST", edition: "2019", other: in2020,
		edits: []string{"permits.items_previous=120", "permits.items_change=8", "permits.decided=5310", "penalties.items_previous=3", "penalties.items_change=-1", "penalties.decided=2"}},
	{name: "what there is, given as decided", check: "T2-LIST", edition: "2019", other: in2020,
		edits: []string{"permits.items_previous=120", "permits.items_change=-8", "permits.decided=112", "coercion.items_previous=60", "coercion.items_change=2", "coercion.decided=58"},
		want: []string{
			"T2-LIST note 表二“行政许可·处理决定数量”为 112，正好等于上一年项目数量 120 + 本年增/减 -8：是否把现有项目数填成了处理决定数量？",
			"T2-LIST note 表二“行政强制·处理决定数量”为 58，正好等于上一年项目数量 60 − 本年增/减 2：是否把现有项目数填成了处理决定数量？",
		}},
	{name: "rules of a district", check: "T2-RULES", edits: []string{"rules.issued=1", "rules.in_force=6"},
		want: []string{"T2-RULES warning 表二“规章·本年制发件数”1、“规章·现行有效件数”6：县级及以下机关不能制定规章，是否把规范性文件填成了规章？"}},
	{name: "rules of a township", check: "T2-RULES", edits: []string{"rules.in_force=6"}, other: func(r *data.Report) { r.Region = "410202001" },
		want: []string{"T2-RULES warning 表二“规章·现行有效件数”6：县级及以下机关不能制定规章，是否把规范性文件填成了规章？"}},
	{name: "rules of a department of a city", check: "T2-RULES", edits: []string{"rules.in_force=6"}, other: of("410200", "开封市司法局"),
		want: []string{"T2-RULES warning 表二“规章·现行有效件数”6：设区的市的部门不能制定规章，是否把规范性文件填成了规章？"}},
	{name: "rules of a city", check: "T2-RULES", edits: []string{"rules.in_force=6"}, other: of("410200", "开封市人民政府")},
	{name: "rules of a city, listed by its office", check: "T2-RULES", edits: []string{"rules.in_force=6"}, other: of("410200", "开封市人民政府办公室")},
	{name: "rules listed by a department of a province", check: "T2-RULES", edits: []string{"rules.in_force=6"}, other: of("410000", "河南省司法厅")},
	{name: "the region is not known", check: "T2-RULES", edits: []string{"rules.in_force=6"}, other: of("", "司法局")},
	{name: "no rules", check: "T2-RULES", edits: []string{"rules.in_force=/", "normative.in_force=6"}},
	{name: "the form in force", check: "FORM-EDITION"},
	{name: "the old form", check: "FORM-EDITION", other: func(r *data.Report) { *r = *zeros("2019") },
		want: []string{
			"FORM-EDITION warning 表二用的是 2019 年版式（国办公开办函〔2019〕60号）；2023 年度报告应当用 2021 年版式（国办公开办函〔2021〕30号）。",
			"FORM-EDITION warning 表三用的是 2019 年版式（国办公开办函〔2019〕60号）；2023 年度报告应当用 2021 年版式（国办公开办函〔2021〕30号）。",
		}},
	{name: "the old form in its time", check: "FORM-EDITION", other: func(r *data.Report) { *r = *zeros("2019"); r.Year = 2020 }},
	{name: "the 统计表 in its time", check: "FORM-EDITION", edition: "2014"},
	{name: "the 统计表 after its time", check: "FORM-EDITION", edition: "2014", other: func(r *data.Report) { r.Year = 2019 },
		want: []string{"FORM-EDITION warning 统计表用的是 2014 年版式（国办发〔2014〕32号）；2019 年度报告应当用 2019 年版式（国办公开办函〔2019〕60号）。"}},
	{name: "the 2019 form before its time", check: "FORM-EDITION", edition: "2019", other: func(r *data.Report) {
		r.Year = 2018
		delete(r.Editions, "3")
		delete(r.Editions, "4")
	}, want: []string{
		"FORM-EDITION warning 表二用的是 2019 年版式（国办公开办函〔2019〕60号）；2018 年度报告应当用 2014 年版式（国办发〔2014〕32号）。",
		"FORM-ROWS warning 没有找到表三。",
		"FORM-ROWS warning 没有找到表四。",
	}},
	{name: "all rows of the 统计表, and no other table", check: "FORM-ROWS", edition: "2014"},
	{name: "a row of the 统计表 is missing", check: "FORM-ROWS", edition: "2014", other: func(r *data.Report) { remove(r, "suit.other") },
		want: []string{"FORM-ROWS warning 统计表缺少 1 行：“五、行政诉讼数量 （三）其他情形数”。"}},
	{name: "all rows", check: "FORM-ROWS"},
	{name: "a row is missing", check: "FORM-ROWS", other: func(r *data.Report) { remove(r, "coercion.decided") },
		want: []string{"FORM-ROWS warning 表二缺少 1 行：“行政强制”。"}},
	{name: "a table is missing", check: "FORM-ROWS", other: func(r *data.Report) {
		delete(r.Editions, "2")
		r.Facts = r.Facts[10:]
	}, want: []string{"FORM-ROWS warning 没有找到表二。"}},
	{name: "an extra and a repeated row", check: "FORM-ROWS", other: func(r *data.Report) {
		r.Unmapped = []data.Unmapped{
			{Table: "2", Label: "行政检查", Values: []string{"3"}, At: data.Position{Line: 9}},
			{Table: "2", Label: "行政 许可", Values: []string{"4"}, At: data.Position{Line: 10}},
		}
	}, want: []string{
		"FORM-ROWS warning 表二有重复的行：“行政 许可”；只取第一次出现的，其余保留原文。",
		"FORM-ROWS warning 表二有版式以外的行：“行政检查”；保留原文，不计入任何指标。",
	}},
	{name: "a piece of a label with the number of a page", check: "FORM-ROWS", other: func(r *data.Report) {
		r.Unmapped = []data.Unmapped{{Table: "3", Label: "信息公开申请", Values: []string{"1"}, At: data.Position{Line: 110}}}
	}},
	{name: "a row that begins as no row does", check: "FORM-ROWS", other: func(r *data.Report) {
		r.Unmapped = []data.Unmapped{{Table: "3", Label: "信息公开申请", Values: []string{"1", "0", "0", "0", "0", "0", "1"}, At: data.Position{Line: 110}}}
	}, want: []string{"FORM-ROWS warning 表三有版式以外的行：“信息公开申请”；保留原文，不计入任何指标。"}},
	{name: "figures without a column are not an extra row", check: "FORM-ROWS", other: func(r *data.Report) {
		remove(r, "coercion.decided")
		r.Unmapped = []data.Unmapped{{Table: "2", Label: "行政强制", Row: "coercion.decided", Values: []string{"1", "2"}}}
	}},
}

// in2020 makes it a report on 2020.
func in2020(r *data.Report) { r.Year = 2020 }

// of makes it another agency's report.
func of(region, agency string) func(*data.Report) {
	return func(r *data.Report) { r.Region, r.Agency = region, agency }
}

func TestChecks(t *testing.T) {
	for _, tc := range slices.Concat(cases, claimCases) {
		t.Run(tc.name, func(t *testing.T) {
			r := zeros(cmp.Or(tc.edition, "2021"))
			for _, e := range tc.edits {
				set(t, r, e)
			}
			if tc.other != nil {
				tc.other(r)
			}
			r.Claims = claimsOf(r, tc.prose)
			var got []string
			for _, f := range Report(r) {
				got = append(got, strings.Join([]string{f.Check, string(f.Severity), f.Message}, " "))
				for _, c := range f.Cells {
					if c.Label == "" || c.At.IsZero() {
						t.Errorf("%s: cell %+v has no name or no place", f.Check, c)
					}
				}
			}
			if d := gocmp.Diff(tc.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// Every declared check has a case that fails it and one that passes. Those about how a report was read are package ingest's.
func TestEveryCheckHasBothCases(t *testing.T) {
	fails := map[string]bool{"ID-YEAR": true, "ID-AGENCY": true, "READ": true}
	passes := maps.Clone(fails)
	for _, tc := range slices.Concat(cases, claimCases) {
		failed := false
		for _, w := range tc.want {
			if strings.HasPrefix(w, tc.check+" ") {
				failed = true
			}
		}
		fails[tc.check] = fails[tc.check] || failed
		passes[tc.check] = passes[tc.check] || !failed
	}
	for _, c := range checks.All() {
		if isAcross(c) {
			continue // they have fixtures
		}
		if !fails[c.ID] || !passes[c.ID] {
			t.Errorf("%s: a failing case %v, a passing case %v", c.ID, fails[c.ID], passes[c.ID])
		}
	}
}
