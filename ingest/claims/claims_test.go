package claims

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongjian/data"
)

// own is an agency's report on itself, whole a district's with its departments.
var (
	own   = Report{Agency: "龙亭区水利局", Year: 2023, Scope: data.ScopeOwn, Edition: "2021"}
	whole = Report{Agency: "龙亭区人民政府", Year: 2023, Scope: data.ScopeConsolidated, Edition: "2021"}
)

// lines lays prose out a line each, from line 1.
func lines(text string) []Line {
	var out []Line
	for i, l := range strings.Split(text, "\n") {
		out = append(out, Line{Text: l, At: data.Position{Line: i + 1}})
	}
	return out
}

// describe writes a claim as key, value, qualifier in brackets, and the claim it is a part of. A claim without a key is "-".
func describe(c data.Claim) string {
	out := "-"
	if c.Key != "" {
		out = c.Key
	}
	if c.Value != nil {
		out += " " + c.Value.String()
	}
	if c.Qualifier != "" {
		out += " [" + c.Qualifier + "]"
	}
	if c.PartOf > 0 {
		out += fmt.Sprintf(" of %d", c.PartOf)
	}
	return out
}

var sentences = []struct {
	name string
	text string
	of   Report // own where not given
	want []string
}{
	// Requests.
	{name: "received", text: "全年共收到政府信息公开申请20件。", want: []string{"requests.received 20"}},
	{name: "accepted", text: "2023年全区受理政府信息公开申请21件，均在法定期限答复。", of: whole, want: []string{"requests.received 21"}},
	{name: "counter before the noun", text: "受理20件政府信息公开申请，答复15件。", want: []string{"requests.received 20", "outcome.total 15"}},
	{name: "noun alone", text: "申请31件，均已答复。", want: []string{"requests.received 31"}},
	{name: "answered behind", text: "收到依申请1件并按期办结。", want: []string{"requests.received 1"}},
	{name: "counters", text: "收到申请1起。收到申请2例。收到申请3宗。收到申请4条。收到申请5次。收到申请6份。收到申请7项。收到申请8件次。",
		want: []string{"requests.received 1", "requests.received 2", "requests.received 3", "requests.received 4", "requests.received 5",
			"requests.received 6", "requests.received 7", "requests.received 8"}},
	{name: "the form's rows", text: "全年新收政府信息公开申请数量0件，上年结转政府信息公开申请数量2件，结转下年度继续办理1件。",
		want: []string{"requests.received 0", "requests.carried_in 2", "requests.carried_out 1"}},
	{name: "carried from and to years", text: "收到申请10件，2022年结转办理1件，办结10件，另有1件结转2024年继续办理。",
		want: []string{"requests.received 10", "requests.carried_in 1", "outcome.total 10", "requests.carried_out 1"}},
	{name: "an aside", text: "收到申请20件（含上年结转3件），答复19件。",
		want: []string{"requests.received 20", "requests.carried_in 3 of 1", "outcome.total 19"}},
	{name: "number before what it counts", text: "其中72件申请按照《条例》顺延到下年度答复。", want: []string{"requests.carried_out 72 [其中]"}},
	{name: "ways named as examples", text: "全区通过邮寄、网络、现场等形式共收到政府信息公开申请15件。", of: whole, want: []string{"requests.received 15"}},
	{name: "answered in time may not be all", text: "答复申请18件，其中按期答复17件，延期答复1件。",
		want: []string{"outcome.total 18", "- 17 [其中] of 1", "- 1 [其中] of 1"}},
	{name: "handled is received or answered", text: "共处理政府信息依申请公开92件。", want: []string{"- 92"}},
	{name: "not answered at the end of the year", text: "收到公开申请9件；年内办结5件，年末未办结的4件结转下年。",
		want: []string{"requests.received 9", "outcome.total 5", "requests.carried_out 4"}},
	{name: "carried, but not whither", text: "政府信息公开申请结转3件。", want: []string{"- 3"}},

	// Numbers.
	{name: "Chinese numerals", text: "收到申请三件。收到申请十二起。收到申请一百零五件。收到申请一千二百件。收到申请两件。",
		want: []string{"requests.received 3", "requests.received 12", "requests.received 105", "requests.received 1200", "requests.received 2"}},
	{name: "thousands", text: "收到申请3,646件。收到申请３，６４６件。收到申请２０件。",
		want: []string{"requests.received 3646", "requests.received 3646", "requests.received 20"}},
	{name: "approximate", text: "收到申请200余件。收到申请二十余件。收到申请约30件。收到申请50件左右。收到申请1.2万件。收到申请十几件。",
		want: []string{"requests.received 200 [余]", "requests.received 20 [余]", "requests.received 30 [约]", "requests.received 50 [左右]",
			"requests.received 12000 [万]", "requests.received 10 [几]"}},
	{name: "ranges", text: "收到申请3至5件。", want: []string{"-"}},
	{name: "no number", text: "收到申请百余件、数十件、上百件。第二十条第（一）项规定的12345热线5个工作日内答复率100%，上升2个百分点。", want: nil},
	{name: "a number broken over lines", text: "全区认真做好政府信息公开工作，全年收到政府信息公开申请1\n2件，均已答复。", of: whole, want: []string{"requests.received 12"}},
	{name: "a sentence broken over lines", text: "所有办结的信息公开申请中同意公开答复 9 件，不予公开答复 2\n件，无法提供的 10 件，不予处理 0 件，转下一\n年度办理答复的有 1 件。",
		want: []string{"outcome2014.agreed 9", "outcome.refused 2", "outcome.unavailable 10", "outcome.not_processed 0",
			"requests.carried_out 1"}},
	{name: "blanks between digits", text: "收到申请2 3件。", want: nil},
	{name: "blanks elsewhere", text: "收到 政府信息公开申请	20 件。", want: []string{"requests.received 20"}},
	{name: "other words that begin as counters do", text: "收到申请5项目。提起3起诉讼。执行4条例。", want: nil},
	{name: "look-alike and traditional characters", text: "全年收到政府信息公開申請⼆⼗件，行政復議1件，行政訴訟0件。",
		want: []string{"requests.received 20", "review.total 1", "suit.total 0"}},

	// Zero in words.
	{name: "none received", text: "2023年，我局未收到政府信息公开申请。", want: []string{"requests.received 0"}},
	{name: "none came in", text: "水利局未接收到依申请公开。", want: []string{"requests.received 0"}},
	{name: "none carried", text: "新收2件，上年无结转，无结转下年度。", want: []string{"requests.received 2", "requests.carried_in 0", "requests.carried_out 0"}},
	{name: "no cases", text: "全年没有发生因政府信息公开申请行政复议和提起行政诉讼的情况。", want: []string{"review.total 0", "suit.total 0"}},
	{name: "none received of another kind", text: "全年未收到因政府信息公开申请引起的行政复议。未收到行政许可申请。", want: []string{"review.total 0"}},
	{name: "none lost says nothing of how many", text: "未发生政府信息公开行政复议被纠错、行政诉讼败诉情况。", want: nil},
	{name: "not a single one", text: "未发生一起政府信息公开行政复议。", want: []string{"review.total 0"}},
	{name: "all are 0", text: "信息公开类行政复议、行政诉讼均为0件。政府信息公开行政复议、诉讼均为零。",
		want: []string{"review.total 0", "suit.total 0", "review.total 0", "suit.total 0"}},
	{name: "words that begin with none", text: "无障碍浏览、无纸化办公，没有现成信息的申请依法答复。", want: nil},

	// Outcomes.
	{name: "groups", text: "完成申请答复135件：予以公开36件，部分公开1件，不予公开6件，无法提供87件，不予处理4件，其他处理1件。",
		want: []string{"outcome.total 135", "outcome.granted 36 of 1", "outcome.partial 1 of 1", "outcome.refused 6 of 1", "outcome.unavailable 87 of 1",
			"outcome.not_processed 4 of 1", "outcome.other 1 of 1"}},
	{name: "rows", text: "依申请公开方面，属于国家秘密1件，属于三类内部事务信息2件，没有现成信息需要另行制作3件，重复申请4件，属于行政查询事项5件。",
		want: []string{"outcome.refused.state_secret 1", "outcome.refused.internal_affairs 2", "outcome.unavailable.needs_creation 3",
			"outcome.not_processed.repeated 4", "outcome.refused.administrative_query 5"}},
	{name: "a row with its group", text: "申请答复中，无法提供中本机关不掌握相关政府信息2件，属于行政执法案卷不予公开的1件。",
		want: []string{"outcome.unavailable.not_held 2", "outcome.refused.enforcement_file 1"}},
	{name: "a group with an example", text: "答复申请9件，因本机关不掌握等原因无法提供5件。", want: []string{"outcome.total 9", "outcome.unavailable 5"}},
	{name: "two as one number", text: "答复申请9件，予以公开及部分公开8件。", want: []string{"outcome.total 9", "outcome.granted+outcome.partial 8"}},
	{name: "the form of 2014", text: "我局收到申请20件。其中属于已主动公开范围1件，同意公开0件，同意部分公开2件，不同意公开0件，不属于本行政机关17件，申请信息不存在0件，告知作出更改补充0件，告知通过其他途径办理0件。",
		want: []string{"requests.received 20", "outcome2014.already_public 1 [其中]", "outcome2014.agreed 0 [其中]", "outcome.partial 2 [其中]",
			"outcome.refused 0 [其中]", "outcome2014.not_this_agency 17 [其中]", "outcome2014.does_not_exist 0 [其中]",
			"outcome2014.asked_to_amend 0 [其中]", "outcome2014.other_route 0 [其中]"}},
	{name: "bare numbers", text: "办结申请177件（含2022年结转3件）：予以公开60,部分公开67占4.61%，不予公开81件5.57%。",
		want: []string{"outcome.total 177", "requests.carried_in 3 of 1", "outcome.granted 60 of 1", "outcome.partial 67 of 1", "outcome.refused 81 of 1"}},
	{name: "released without more is not certain", text: "答复申请22起：公开1，不存在9。", want: []string{"outcome.total 22", "- 1 of 1", "- 9 of 1"}},
	{name: "outcomes of other work", text: "办理人大建议12件、政协提案20件，予以公开30件，已答复32件。", want: []string{"- 12", "- 20", "- 30", "- 32"}},
	{name: "letters are no requests", text: "受理群众信件498件，已办结492件。收到3件建议，办结2件。", want: []string{"- 498", "- 492", "- 3", "- 2"}},

	// Reviews and lawsuits.
	{name: "results", text: "政府信息公开申请行政复议8起，维持具体行政行为5起，被依法纠错0起，其他情形3起；提起行政诉讼4起，结果维持3起，尚未审结1起。",
		want: []string{"review.total 8", "review.upheld 5", "review.corrected 0", "review.other 3", "suit.total 4", "suit.upheld 3", "suit.pending 1"}},
	{name: "results before their words", text: "因政府信息公开引发行政复议案件2件，其中1件维持、1件正在审理。",
		want: []string{"review.total 2", "review.upheld 1 [其中] of 1", "review.pending 1 [其中] of 1"}},
	{name: "routes", text: "因政府信息公开未经复议直接起诉2件，复议后起诉1件，结果纠正1件。",
		want: []string{"suit_direct.total 2", "suit_after_review.total 1", "suit_after_review.corrected 1"}},
	{name: "one number for both", text: "政府信息公开行政复议、行政诉讼共12件。行政复议和行政诉讼案件各1件。",
		want: []string{"review.total+suit.total 12", "review.total 1", "suit.total 1"}},
	{name: "cases that arose this year", text: "新发生政府信息公开行政复议5件。", want: []string{"review.total 5 [新发生]"}},
	{name: "reviews an agency decides", text: "政府信息公开有序推进。全年办理行政复议案件320件，其中维持200件。", want: []string{"- 320", "- 200 [其中]"}},
	{name: "all of one result", text: "信息公开类行政复议7件，诉讼9件，均获维持。政府信息公开行政复议3起均被纠错；诉讼2起，全部为结果维持。",
		want: []string{"review.total 7", "suit.total 9", "review.upheld 7", "suit.upheld 9", "review.total 3", "review.corrected 3", "suit.total 2", "suit.upheld 2"}},
	{name: "of one result but not all", text: "政府信息公开行政复议7件，多数维持。信息公开类行政复议7件，其中纠错2件，诉讼9件，均已审结，均获维持。政府信息公开行政复议4件，均未审结维持。",
		want: []string{"review.total 7", "review.total 7", "review.corrected 2 [其中]", "suit.total 9", "suit.upheld 9", "review.total 4"}},
	{name: "all closed, then more", text: "信息公开类行政复议7件，均已办结，诉讼9件，均维持。", want: []string{"review.total 7", "suit.total 9", "suit.upheld 9"}},
	{name: "reviews of nobody knows what", text: "全年行政复议2件，维持1件。", want: []string{"- 2", "- 1"}},
	{name: "instances", text: "政府信息公开行政诉讼一审3件、二审1件，败诉0件。", want: []string{"- 3", "- 1", "- 0"}},

	// Documents.
	{name: "documents", text: "制发行政规范性文件十二件，废止三件，现行有效五十五件。",
		want: []string{"normative.issued 12", "normative.repealed 3", "normative.in_force 55"}},
	{name: "documents that lapsed", text: "行政规范性文件2件因有效期届满自动失效。废止或失效规范性文件3件。规范性文件5件现行有效。",
		want: []string{"normative.lapsed 2", "- 3", "normative.in_force 5"}},
	{name: "rules and documents", text: "制定规章2件、规范性文件3件。", want: []string{"rules.issued 2", "normative.issued 3"}},
	{name: "documents on the form of 2019", text: "制发规范性文件3件，废止1件。", of: Report{Agency: "龙亭区水利局", Year: 2019, Edition: "2019"},
		want: []string{"normative.made 3", "- 1"}},
	{name: "filed", text: "制发并备案规范性文件134件。报送备案规范性文件10件。", want: []string{"normative.issued 134 [备案]", "- 10 [报送备案]"}},
	{name: "published is not issued", text: "主动公开规范性文件6件。", want: []string{"- 6"}},

	// Proactive disclosure and ways requests come in by.
	{name: "published", text: "2023年龙亭区政府网站主动公开各类信息2236条。主动公开政府信息200余条。",
		want: []string{"proactive.published 2236", "proactive.published 200 [余]"}},
	{name: "published on a subject", text: "主动公开相关政务信息4条。发布就业信息19条。主动公开食品安全信息3条。", want: []string{"- 4", "- 19", "- 3"}},
	{name: "channels", text: "收到申请20件，当面申请2件，网络申请1件，信函申请17件，传真0件。",
		want: []string{"requests.received 20", "channel.in_person 2 of 1", "channel.online 1 of 1", "channel.letter 17 of 1", "channel.fax 0 of 1"}},
	{name: "channels behind", text: "收到申请17件，其中16件通过网络提交，1件通过信函提交。",
		want: []string{"requests.received 17", "channel.online 16 [其中] of 1", "channel.letter 1 [其中] of 1"}},
	{name: "channels in a sentence of their own", text: "新收申请27件。从申请渠道看，当面1件，网络20件，信函6件。",
		want: []string{"requests.received 27", "channel.in_person 1", "channel.online 20", "channel.letter 6"}},
	{name: "a site is no channel", text: "主动公开2425条：网站272、微博608、微信615；申请31件。",
		want: []string{"proactive.published 2425", "- 272 of 1", "- 608 of 1", "- 615 of 1", "requests.received 31"}},

	// Scope.
	{name: "the agency itself", text: "我局收到申请1件。水利局收到申请2件。我单位收到申请3件。本机关收到申请4件。",
		want: []string{"requests.received 1", "requests.received 2", "requests.received 3", "requests.received 4 [本机关]"}},
	{name: "the whole district in an agency's report", text: "全区收到申请95件。我区收到申请95件。", want: []string{"requests.received 95 [全区]", "requests.received 95 [我区]"}},
	{name: "the whole district in its own", text: "全区各级行政机关收到申请95件，其中区政府本级17件。龙亭区收到申请95件。", of: whole,
		want: []string{"requests.received 95", "- 17 [区政府本级、其中]", "requests.received 95"}},
	{name: "the government itself in the district's", text: "区政府收到申请17件，办结16件。区政府办公室收到申请17件。", of: whole,
		want: []string{"requests.received 17 [区政府]", "outcome.total 16 [区政府]", "requests.received 17 [区政府办公室]"}},
	{name: "on behalf of", text: "区政府办公室代表区政府共受理申请859件，答复805件。", of: Report{Agency: "龙亭区人民政府办公室", Year: 2023, Scope: data.ScopeOwn},
		want: []string{"requests.received 859 [代表区政府]", "outcome.total 805 [代表区政府]"}},
	{name: "a reason narrows", text: "针对征地拆迁收到政府信息公开申请30件。撤回申请2件。自然人申请18件，法人或其他组织申请2件。",
		want: []string{"- 30", "- 2", "- 18", "- 2"}},
	{name: "requests of every kind", text: "全年受理各类申请20件。", want: []string{"- 20"}},
	{name: "until", text: "截至2023年12月31日，共收到申请20件。", want: []string{"requests.received 20 [截至]"}},
	{name: "part of the year", text: "上半年：受理申请267件，答复263件。", want: []string{"requests.received 267 [上半年]", "outcome.total 263 [上半年]"}},
	{name: "among", text: "收到信息公开申请10例，其中予以公开1例；办结9例。", want: []string{"requests.received 10", "outcome.granted 1 [其中]", "outcome.total 9"}},

	// Other years and changes.
	{name: "compared with a year", text: "收到申请22起，比2022年31起下降29%，答复22起。", want: []string{"requests.received 22", "- 31 [比]", "outcome.total 22"}},
	{name: "changes", text: "收到申请22件，同比增加5件，较去年减少3件，增长29%。", want: []string{"requests.received 22", "- 5 [增加]", "- 3 [减少]"}},
	{name: "the same time last year", text: "收到申请22件，去年同期31件。", want: []string{"requests.received 22", "- 31 [去年同期]"}},
	{name: "years told one after the other", text: "2022年，收到申请31件，办结30件；2023年，收到申请22件，办结20件。",
		want: []string{"- 31 [2022年]", "- 30 [2022年]", "requests.received 22", "outcome.total 20"}},
	{name: "last year", text: "上年收到申请31件。去年，收到申请31件。本年收到申请5件。", want: []string{"- 31 [上年]", "- 31 [2022年]", "requests.received 5"}},
	{name: "since", text: "自2008年以来，累计收到申请500件，今年收到申请20件。", want: []string{"- 500 [2008年]", "requests.received 20"}},
	{name: "plans", text: "2024年，计划受理申请50件。", want: []string{"- 50 [2024年]"}},

	// Lists.
	{name: "a list", text: "门户网站公开6条：快讯3、机构职能2、领导1。申请0件。", want: []string{"- 6", "- 3 of 1", "- 2 of 1", "- 1 of 1", "requests.received 0"}},
	{name: "a list that names only some", text: "公开信息62条，其中财政21条、部门30条等。", want: []string{"- 62", "- 21 [其中]", "- 30 [其中]"}},
	{name: "a list within a list", text: "公开信息62条，其中财政21条，其中预算10条、决算11条。", want: []string{"- 62", "- 21 [其中]", "- 10 [其中]", "- 11 [其中]"}},
	{name: "outcomes in words known and unknown", text: "答复申请22起：公开1，不属于政府信息4，告知其他途径3，不存在9，行政执法案卷5。",
		want: []string{"outcome.total 22", "- 1 of 1", "- 4 of 1", "outcome2014.other_route 3 of 1", "- 9 of 1", "outcome.refused.enforcement_file 5 of 1"}},
	{name: "a list ends with the thing listed", text: "公开信息9条：财政4条、人事5条，举办培训2次。", want: []string{"- 9", "- 4 of 1", "- 5 of 1", "- 2"}},
}

func TestSentences(t *testing.T) {
	for _, tc := range sentences {
		t.Run(tc.name, func(t *testing.T) {
			of := tc.of
			if of.Year == 0 {
				of = own
			}
			got, _ := Read(lines(tc.text), of)
			var said []string
			for _, c := range got {
				said = append(said, describe(c))
			}
			if d := cmp.Diff(tc.want, said); d != "" {
				t.Error(d)
			}
		})
	}
}
