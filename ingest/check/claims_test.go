package check

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/ingest/claims"
)

// claimsOf reads what chapter 一 of a report says.
func claimsOf(r *data.Report, prose string) []data.Claim {
	lines := []claims.Line{{Text: "一、总体情况", At: data.Position{Line: 1}}}
	for i, text := range strings.Split(prose, "\n") {
		lines = append(lines, claims.Line{Text: text, At: data.Position{Line: 2 + i}, Apart: true})
	}
	got, _ := claims.Read(lines, claims.Report{Agency: r.Agency, Year: r.Year, Scope: r.Scope, Edition: cmp.Or(r.Editions["2"], r.Editions[forms.Statistics])})
	return got
}

// cells of a report that adds up: 20 new and 2 carried in; 9 granted, 2 partial, 3 refused, 5 unavailable, 1 other; 2 carried out.
func twenty(more ...string) []string {
	var edits []string
	for _, cell := range []string{"requests.received=20", "requests.carried_in=2", "outcome.granted=9", "outcome.partial=2",
		"outcome.refused.state_secret=1", "outcome.refused.internal_affairs=2", "outcome.unavailable.not_held=5", "outcome.other.rest=1",
		"outcome.total=20", "requests.carried_out=2"} {
		key, value, _ := strings.Cut(cell, "=")
		edits = append(edits, key+"/natural_person="+value, key+"/total="+value)
	}
	return append(edits, more...)
}

// eight is a table 四 with eight reviews and four lawsuits.
var eight = []string{"review.upheld=5", "review.pending=3", "review.total=8",
	"suit_direct.upheld=2", "suit_direct.total=2", "suit_after_review.upheld=1", "suit_after_review.other=1", "suit_after_review.total=2"}

var claimCases = []testCase{
	{name: "as many as in the table", check: "N-RECEIVED", edits: twenty(), prose: "全年收到政府信息公开申请20件。"},
	{name: "more than in the table", check: "N-RECEIVED", edits: twenty(), prose: "全年收到政府信息公开申请21件。",
		want: []string{"N-RECEIVED warning 第一部分写“收到政府信息公开申请21件”，表三“一、本年新收政府信息公开申请数量·总计”为 20，相差 1。"}},
	{name: "accepted includes what was carried in", check: "N-RECEIVED", edits: twenty(), prose: "全年受理政府信息公开申请22件。"},
	{name: "received includes what it says was carried in", check: "N-RECEIVED", edits: twenty(), prose: "全年收到政府信息公开申请22件（含上年结转2件）。"},
	{name: "accepted is neither", check: "N-RECEIVED", edits: twenty(), prose: "全年受理政府信息公开申请25件。",
		want: []string{"N-RECEIVED warning 第一部分写“受理政府信息公开申请25件”，表三“一、本年新收政府信息公开申请数量·总计”为 20，加上年结转为 22，相差 5。"}},
	{name: "none received in words", check: "N-RECEIVED", edits: twenty(), prose: "本年度未收到政府信息公开申请。",
		want: []string{"N-RECEIVED warning 第一部分写“未收到政府信息公开申请”，表三“一、本年新收政府信息公开申请数量·总计”为 20，相差 20。"}},
	{name: "another scope is a note", check: "N-RECEIVED", edits: twenty(), prose: "全区收到政府信息公开申请95件。",
		want: []string{"N-RECEIVED note 第一部分写“收到政府信息公开申请95件”，表三“一、本年新收政府信息公开申请数量·总计”为 20，相差 75。"}},
	{name: "what is said right elsewhere is a note here", check: "N-RECEIVED", edits: twenty(), prose: "收到政府信息公开申请20件。受理申请18件。",
		want: []string{"N-RECEIVED note 第一部分写“受理申请18件”，表三“一、本年新收政府信息公开申请数量·总计”为 20，加上年结转为 22，相差 2。"}},
	{name: "about, another year, a change, a share", check: "N-RECEIVED", edits: twenty(),
		prose: "收到申请30余件，比2022年31件下降，同比减少11件，占35%。针对征地收到申请7件。"},
	{name: "what is said right in another chapter is wrong here", check: "N-RECEIVED", edits: twenty(), prose: "收到政府信息公开申请20件。\n收到申请21件。",
		want: []string{"N-RECEIVED warning 第一部分写“收到申请21件”，表三“一、本年新收政府信息公开申请数量·总计”为 20，相差 1。"}},
	{name: "the same claim is found wrong once", check: "N-RECEIVED", edits: twenty(), prose: "收到申请21件。\n收到申请21件。",
		want: []string{"N-RECEIVED warning 第一部分写“收到申请21件”，表三“一、本年新收政府信息公开申请数量·总计”为 20，相差 1。"}},

	{name: "carried as in the table", check: "N-CARRIED", edits: twenty(), prose: "上年结转政府信息公开申请2件，结转下年度继续办理2件。"},
	{name: "carried otherwise", check: "N-CARRIED", edits: twenty(), prose: "上年结转政府信息公开申请3件，无结转下年度。",
		want: []string{
			"N-CARRIED warning 第一部分写“上年结转政府信息公开申请3件”，表三“二、上年结转政府信息公开申请数量·总计”为 2，相差 1。",
			"N-CARRIED warning 第一部分写“无结转下年度”，表三“四、结转下年度继续办理·总计”为 2，相差 2。",
		}},

	{name: "answered as in the table", check: "N-CLOSED", edits: twenty(), prose: "已答复政府信息公开申请20件，其中按期答复19件。"},
	{name: "answered more", check: "N-CLOSED", edits: twenty(), prose: "办结政府信息公开申请22件。",
		want: []string{"N-CLOSED warning 第一部分写“办结政府信息公开申请22件”，表三“（七）总计·总计”为 20，相差 2。"}},

	{name: "outcomes as in the table", check: "N-OUTCOME", edits: twenty(),
		prose: "办结申请20件：予以公开9件，部分公开2件，不予公开3件，无法提供5件，不予处理0件，其他处理1件。"},
	{name: "a group of rows", check: "N-OUTCOME", edits: twenty(), prose: "答复申请20件，不予公开4件。",
		want: []string{"N-OUTCOME warning 第一部分写“不予公开4件”，表三“不予公开”合计为 3，相差 1。"}},
	{name: "two rows as one number", check: "N-OUTCOME", edits: twenty(), prose: "答复申请20件，予以公开及部分公开10件。",
		want: []string{"N-OUTCOME warning 第一部分写“予以公开及部分公开10件”，表三“予以公开、部分公开”合计为 11，相差 1。"}},
	{name: "a total left blank and parts that agree", check: "N-OUTCOME", edits: twenty("outcome.granted/total=_"),
		prose: "答复申请20件，予以公开9件，不予公开3件。", want: blankTotal()},
	{name: "a total left blank and parts that are more", check: "N-OUTCOME", edits: twenty("outcome.granted/total=_"),
		prose: "答复申请20件，予以公开8件。", want: blankTotal(
			"N-OUTCOME warning 第一部分写“予以公开8件”，表三“予以公开”没有填全，所填各格合计已是 9，相差 1。")},
	{name: "a total left blank and parts that are less", check: "N-OUTCOME", edits: twenty("outcome.granted/total=_"),
		prose: "答复申请20件，予以公开10件。", want: blankTotal(
			"N-OUTCOME note 第一部分写“予以公开10件”，无法核对：表三“予以公开”没有填全，所填各格合计 9。")},
	{name: "the categories of 2014", check: "N-OUTCOME", edits: twenty(),
		prose: "收到申请20件，属于已主动公开范围4件，同意公开5件，同意部分公开2件，不同意公开3件，不属于本行政机关3件，申请信息不存在2件，告知作出更改补充1件。"},
	{name: "the categories of 2014, otherwise", check: "N-OUTCOME", edits: twenty(),
		prose: "收到申请20件，属于已主动公开范围4件，同意公开4件，不属于本行政机关6件。",
		want: []string{
			"N-OUTCOME warning 第一部分写“属于已主动公开范围4件”“同意公开4件”合计 8，表三“（一）予以公开·总计”为 9，相差 1。",
			"N-OUTCOME warning 第一部分写“不属于本行政机关6件”，表三“（四）无法提供 1.本机关不掌握相关政府信息·总计”为 5，相差 1。",
		}},
	{name: "half of a row", check: "N-OUTCOME", edits: twenty(), prose: "收到申请20件，申请信息不存在2件。"},
	{name: "released, in the words of 2014", check: "N-OUTCOME", edits: twenty(), prose: "收到申请20件，同意公开7件。",
		want: []string{"N-OUTCOME note 第一部分写“同意公开7件”，表三“（一）予以公开·总计”为 9，相差 2。"}},
	{name: "some among many", check: "N-OUTCOME", edits: twenty(), prose: "收到申请20件，其中予以公开8件。",
		want: []string{"N-OUTCOME note 第一部分写“予以公开8件”，表三“（一）予以公开·总计”为 9，相差 1。"}},

	{name: "reviews as in the table", check: "N-REVIEW", edits: eight, prose: "政府信息公开行政复议8起，维持具体行政行为5起，被依法纠错0起，尚未审结3起。"},
	{name: "reviews counted by the form of 2014", check: "N-REVIEW", edits: eight, prose: "政府信息公开行政复议8起，维持5起，其他情形3起。",
		want: []string{"N-REVIEW warning 第一部分写“其他情形3起”，表四“行政复议·其他结果”为 0，相差 3（“尚未审结”为 3，两者之和与正文相同）。"}},
	{name: "all upheld, it says", check: "N-REVIEW", edits: eight, prose: "政府信息公开行政复议8起，诉讼4起，均获维持。",
		want: []string{
			"N-REVIEW warning 第一部分写“行政复议8起，诉讼4起，均获维持”，表四“行政复议·结果维持”为 5，相差 3。",
			"N-SUIT warning 第一部分写“诉讼4起，均获维持”，表四“行政诉讼·结果维持”合计为 3，相差 1。",
		}},
	{name: "reviews an agency decides itself", check: "N-REVIEW", edits: eight, prose: "政府信息公开工作有序。全年办理行政复议案件320件。"},

	{name: "lawsuits as in the table", check: "N-SUIT", edits: eight, prose: "政府信息公开行政诉讼4起，结果维持3起，其他情形1起，其中未经复议直接起诉2起。"},
	{name: "lawsuits otherwise", check: "N-SUIT", edits: eight, prose: "政府信息公开行政诉讼5起，结果纠正1起。",
		want: []string{
			"N-SUIT warning 第一部分写“行政诉讼5起”，表四“行政诉讼·总计”合计为 4，相差 1。",
			"N-SUIT warning 第一部分写“结果纠正1起”，表四“行政诉讼·结果纠正”合计为 0，相差 1。",
		}},
	{name: "cases of both kinds", check: "N-SUIT", edits: eight, prose: "政府信息公开行政复议、行政诉讼共12起。"},

	{name: "documents as in the table", check: "N-NORMATIVE", edits: []string{"normative.issued=3", "normative.repealed=1", "normative.in_force=12"},
		prose: "制发规章0件、行政规范性文件3件，废止1件，现行有效12件。"},
	{name: "documents otherwise", check: "N-NORMATIVE", edits: []string{"normative.issued=3", "normative.in_force=12"}, prose: "制定规范性文件4件。",
		want: []string{"N-NORMATIVE warning 第一部分写“制定规范性文件4件”，表二“行政规范性文件·本年制发件数”为 3，相差 1。"}},
	{name: "documents filed", check: "N-NORMATIVE", edits: []string{"normative.issued=170"}, prose: "报送备案规范性文件134件。"},
	{name: "documents issued and filed", check: "N-NORMATIVE", edits: []string{"normative.issued=170"}, prose: "制发并备案规范性文件134件。",
		want: []string{"N-NORMATIVE note 第一部分写“制发并备案规范性文件134件”，表二“行政规范性文件·本年制发件数”为 170，相差 36。"}},

	{name: "channels that add up", check: "N-CHANNELS", edits: twenty(), prose: "收到申请20件，当面2件，网络1件，信函17件，传真0件。"},
	{name: "channels that do not", check: "N-CHANNELS", edits: twenty(), prose: "收到申请20件，当面2件，网络1件，信函16件。",
		want: []string{"N-CHANNELS warning 第一部分写“收到申请20件”，“当面2件”“网络1件”“信函16件”合计 19，相差 1。"}},
	{name: "channels of a total that is wrong", check: "N-CHANNELS", edits: twenty(), prose: "收到申请19件，当面2件，网络1件，信函17件。",
		want: []string{"N-RECEIVED warning 第一部分写“收到申请19件”，表三“一、本年新收政府信息公开申请数量·总计”为 20，相差 1。"}},
	{name: "channels without a total", check: "N-CHANNELS", edits: twenty(), prose: "依申请公开：当面申请2件。网络申请1件。信函申请16件。",
		want: []string{"N-CHANNELS warning 第一部分写“当面申请2件”“网络申请1件”“信函申请16件”，合计 19，表三“一、本年新收政府信息公开申请数量·总计”为 20，相差 1。"}},
	{name: "some channels", check: "N-CHANNELS", edits: twenty(), prose: "收到申请20件，其中网络15件、信函4件等。"},

	{name: "items that add up", check: "N-ITEMS", prose: "门户网站公开92条：快讯79、机构职能11、领导2。"},
	{name: "items that do not", check: "N-ITEMS", prose: "门户网站公开92条：快讯79、机构职能10、领导2。",
		want: []string{"N-ITEMS note 第一部分写“门户网站公开92条”，所列 3 项合计 91，相差 1。"}},
	{name: "outcomes of what was received", check: "N-ITEMS", edits: twenty(), prose: "收到申请20件：予以公开9件、部分公开2件。"},
	{name: "items that are only some", check: "N-ITEMS", prose: "门户网站公开70条，其中快讯50条、机构职能7条。"},
	{name: "items that are more than all", check: "N-ITEMS", prose: "门户网站公开70条，其中快讯50条、机构职能27条。",
		want: []string{"N-ITEMS note 第一部分写“门户网站公开70条”，所列 2 项合计 77，相差 7。"}},

	{name: "nothing to report", check: "N-ZERO", prose: "全年未收到政府信息公开申请，没有因政府信息公开引发的行政复议和行政诉讼。"},
	{name: "a table of zeros under prose that is not", check: "N-ZERO", prose: "全年收到政府信息公开申请20件，予以公开9件。政府信息公开行政复议8起，维持5起。",
		want: []string{
			"N-ZERO warning 第一部分写“收到政府信息公开申请20件”，表三却没有一格大于 0。",
			"N-ZERO warning 第一部分写“行政复议8起”，表四却没有一格大于 0。",
		}},
	{name: "the form of 2014 and its own words", check: "N-OUTCOME", edition: "2014",
		edits: []string{"requests.received/total=20", "channel.in_person/total=2", "channel.letter/total=18", "requests.closed/total=19",
			"requests.on_time/total=19", "outcome.total/total=19", "outcome2014.agreed/total=19", "suit.total=1", "suit.other=1"},
		prose: "收到申请20件，当面2件，信函17件。办结申请19件，答复申请18件，同意公开19件。政府信息公开行政诉讼1起，其他情形0起。",
		want: []string{
			"N-CHANNELS warning 第一部分写“信函17件”，统计表“4.信函申请数”为 18，相差 1。",
			"N-CLOSED warning 第一部分写“答复申请18件”，统计表“（三）申请答复数”为 19，相差 1。",
			"N-SUIT warning 第一部分写“其他情形0起”，统计表“五、行政诉讼数量 （三）其他情形数”为 1，相差 1。",
		}},
	{name: "zeros, and prose on somebody else", check: "N-ZERO", prose: "全区收到政府信息公开申请20件。",
		want: []string{"N-ZERO note 第一部分写“收到政府信息公开申请20件”，表三却没有一格大于 0。"}},
	{name: "no table to compare with", check: "N-ZERO", prose: "收到申请20件，政府信息公开行政复议8起。", other: func(r *data.Report) {
		var kept []data.Fact
		for _, f := range r.Facts {
			if f.Table == "2" {
				kept = append(kept, f)
			}
		}
		r.Facts, r.Year = kept, 0
		delete(r.Editions, "3")
		delete(r.Editions, "4")
	}},
}

// blankTotal lists what other checks say of a blank total of 予以公开, then more findings.
func blankTotal(more ...string) []string {
	return append([]string{
		"T3-OUTCOMES warning 表三“总计”无法核对合计：“（一）予以公开”是空白。",
		"T3-APPLICANTS warning 表三“（一）予以公开”无法核对合计：“总计”是空白。",
		"BLANK warning 表三有 1 格空白：“（一）予以公开·总计”；空白按未填处理，不当作 0。",
	}, more...)
}

// Prose written from the tables never contradicts them, however it is worded; with one number changed it always does.
func TestProseFromTables(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := zeros("2021")
		number := func(name string) int64 { return rapid.Int64Range(0, 400).Draw(t, name) }
		put := func(key string, n int64) {
			for i := range r.Facts {
				if f := &r.Facts[i]; f.Key == key && (f.Column == "" || f.Column == forms.Total || f.Column == forms.NaturalPerson) {
					v := decimal.New(n, 0)
					f.Value, f.Raw = &v, v.String()
				}
			}
		}
		outcomes := []struct{ name, key string }{{"予以公开", "outcome.granted"}, {"部分公开", "outcome.partial"},
			{"不予公开", "outcome.refused.law_forbidden"}, {"无法提供", "outcome.unavailable.unclear"}, {"不予处理", "outcome.not_processed.repeated"},
			{"其他处理", "outcome.other.rest"}}
		var closed int64
		var parts []string
		for _, o := range outcomes {
			n := number(o.key)
			closed += n
			put(o.key, n)
			parts = append(parts, o.name+spell(t, n))
		}
		in, out := number("carried in"), number("carried out")
		in = min(in, closed+out)
		received := closed + out - in
		put("requests.received", received)
		put("requests.carried_in", in)
		put("outcome.total", closed)
		put("requests.carried_out", out)
		upheld, pending := number("upheld"), number("pending")
		put("review.upheld", upheld)
		put("review.pending", pending)
		put("review.total", upheld+pending)
		issued := number("issued")
		put("normative.issued", issued)

		pick := func(texts ...string) string { return rapid.SampledFrom(texts).Draw(t, "wording") }
		facts := []struct {
			check, text string
			n           int64
		}{
			{"N-RECEIVED", pick("全年共收到政府信息公开申请%s", "2023年，我局新收申请%s", "本年度收到依申请公开%s", "收到%s政府信息公开申请"), received},
			{"N-CARRIED", pick("上年结转政府信息公开申请%s", "2022年结转申请%s", "加上上年度结转的申请%s"), in},
			{"N-CLOSED", pick("已办结申请%s", "答复政府信息公开申请%s", "完成申请答复%s"), closed},
			{"N-CARRIED", pick("结转下年度继续办理申请%s", "另有%s申请结转下一年度办理", "转下年度的申请%s"), out},
			{"N-REVIEW", pick("因政府信息公开发生行政复议%s", "政府信息公开类行政复议案件%s", "被申请政府信息公开行政复议%s"), upheld + pending},
			{"N-NORMATIVE", pick("制发行政规范性文件%s", "制定规范性文件%s"), issued},
		}
		wrong := rapid.IntRange(-1, len(facts)-1).Draw(t, "wrong")
		var prose []string
		for i, f := range facts {
			n := f.n
			if i == wrong {
				n += 1 + number("off")
			}
			said := spell(t, n)
			if f.check == "N-NORMATIVE" {
				said = fmt.Sprint(n) + "件"
			}
			prose = append(prose, fmt.Sprintf(f.text, said))
		}
		end := pick("。", "；", "，", "。\n")
		text := strings.Join(prose, end) + "。申请办理结果：" + strings.Join(parts, pick("，", "、", "；")) + "。"
		r.Claims = claimsOf(r, text)
		var found []string
		for _, f := range Report(r) {
			found = append(found, f.Check+" "+f.Message)
		}
		switch {
		case wrong < 0 && len(found) > 0:
			t.Fatalf("%s\n%v", text, found)
		case wrong >= 0 && (len(found) == 0 || !strings.HasPrefix(found[0], facts[wrong].check) && !strings.HasPrefix(found[0], "N-ZERO")):
			t.Fatalf("%s: %s is wrong\n%v", text, prose[wrong], found)
		}
	})
}

// spell writes a number of cases as prose does.
func spell(t *rapid.T, n int64) string {
	digits := fmt.Sprint(n)
	switch rapid.IntRange(0, 4).Draw(t, "spelling") {
	case 0:
		digits = strings.Map(func(c rune) rune { return c - '0' + '０' }, digits)
	case 1:
		if n >= 1000 {
			digits = fmt.Sprintf("%d,%03d", n/1000, n%1000)
		}
	case 2:
		if n > 0 && n < 10 {
			digits = string([]rune("一二三四五六七八九")[n-1])
		}
	case 3:
		digits = " " + digits + " "
	}
	return digits + rapid.SampledFrom([]string{"件", "起", "宗", "例"}).Draw(t, "counter")
}
