package forms

import (
	"regexp"

	"tongjian/data"
)

// Statistics is the id of the only table of edition 2014, the 统计表. It stands in no chapter of the report and has no number.
const Statistics = "1"

// edition2014 is the 《政府信息公开情况统计表》 of 国办发〔2014〕32号, for the years 2014 to 2018: one figure a row, its unit printed
// beside it, no kinds of applicants, nothing carried over from year to year.
//
// What counts requests stands in the column total, so that it can be set beside table 三 of the later editions.
func edition2014() Edition {
	const (
		channels = "（二）通过不同渠道和方式公开政府信息的情况"
		replies  = "（二）通过不同渠道和方式回应解读的情况"
		byLeader = "其中：主要负责同志参加"
		refused  = "4.不同意公开答复数"
		reviews  = "四、行政复议数量"
		suits    = "五、行政诉讼数量"
	)
	rows := []Row{
		statistic(1, "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "proactive.published").under("一、主动公开情况"),
		statistic(2, "其中：主动公开规范性文件数", "proactive.normative"),
		statistic(2, "制发规范性文件总数", "normative.issued"),
		statistic(2, "1.政府公报公开政府信息数", "proactive.gazette").under(channels),
		statistic(2, "2.政府网站公开政府信息数", "proactive.website"),
		statistic(2, "3.政务微博公开政府信息数", "proactive.weibo"),
		statistic(2, "4.政务微信公开政府信息数", "proactive.wechat"),
		statistic(2, "5.其他方式公开政府信息数", "proactive.other_channel"),

		statistic(1, "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "response.topics").under("二、回应解读情况"),
		statistic(2, "1.参加或举办新闻发布会总次数", "response.press_conferences").under(replies),
		statistic(3, "其中：主要负责同志参加新闻发布会次数", "response.press_conferences.by_leader", byLeader),
		statistic(2, "2.政府网站在线访谈次数", "response.interviews"),
		statistic(3, "其中：主要负责同志参加政府网站在线访谈次数", "response.interviews.by_leader", byLeader),
		statistic(2, "3.政策解读稿件发布数", "response.interpretations"),
		statistic(2, "4.微博微信回应事件数", "response.social"),
		statistic(2, "5.其他方式回应事件数", "response.other"),

		request(1, "（一）收到申请数", "requests.received").under("三、依申请公开情况"),
		request(2, "1.当面申请数", "channel.in_person"),
		request(2, "2.传真申请数", "channel.fax"),
		request(2, "3.网络申请数", "channel.online"),
		request(2, "4.信函申请数", "channel.letter"),
		request(1, "（二）申请办结数", "requests.closed"),
		request(2, "1.按时办结数", "requests.on_time"),
		request(2, "2.延期办结数", "requests.extended"),
		request(1, "（三）申请答复数", "outcome.total"),
		request(2, "1.属于已主动公开范围数", "outcome2014.already_public"),
		request(2, "2.同意公开答复数", "outcome2014.agreed"),
		request(2, "3.同意部分公开答复数", "outcome.partial"),
		request(2, refused, "outcome.refused"),
		request(3, "其中：涉及国家秘密", "outcome2014.refused.state_secret").of(refused),
		request(3, "涉及商业秘密", "outcome2014.refused.trade_secret").of(refused),
		request(3, "涉及个人隐私", "outcome2014.refused.privacy").of(refused),
		request(3, "危及国家安全、公共安全、经济安全和社会稳定", "outcome2014.refused.security_stability").of(refused),
		request(3, "不是《条例》所指政府信息", "outcome2014.refused.not_government_information").of(refused),
		request(3, "法律法规规定的其他情形", "outcome2014.refused.law_other").of(refused),
		request(2, "5.不属于本行政机关公开数", "outcome2014.not_this_agency"),
		request(2, "6.申请信息不存在数", "outcome2014.does_not_exist"),
		request(2, "7.告知作出更改补充数", "outcome2014.asked_to_amend"),
		request(2, "8.告知通过其他途径办理数", "outcome2014.other_route"),

		statistic(0, reviews, "review.total"),
		statistic(1, "（一）维持具体行政行为数", "review.upheld").of(reviews),
		statistic(1, "（二）被依法纠错数", "review.corrected").of(reviews),
		statistic(1, "（三）其他情形数", "review.other").of(reviews),
		statistic(0, suits, "suit.total"),
		statistic(1, "（一）维持具体行政行为或者驳回原告诉讼请求数", "suit.upheld").of(suits),
		statistic(1, "（二）被依法纠错数", "suit.corrected").of(suits),
		statistic(1, "（三）其他情形数", "suit.other").of(suits),
		statistic(0, "六、举报投诉数量", "complaints"),
		statistic(0, "七、依申请公开信息收取的费用", "request_fees.amount", "依申请公开收取的费用", "依申请公开政府信息收取的费用"),

		statistic(1, "（一）政府信息公开工作专门机构数", "capacity.offices", "专门机构数").under("八、机构建设和保障经费情况"),
		statistic(1, "（二）设置政府信息公开查阅点数", "capacity.reading_points", "政府信息公开查阅点数", "查阅点数"),
		statistic(1, "（三）从事政府信息公开工作人员数", "capacity.staff", "工作人员数"),
		statistic(2, "1.专职人员数（不包括政府公报及政府网站工作人员数）", "capacity.staff.full_time"),
		statistic(2, "2.兼职人员数", "capacity.staff.part_time"),
		statistic(1, "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "capacity.budget", "专项经费"),
		statistic(1, "（一）召开政府信息公开工作会议或专题会议数", "training.meetings", "会议数").under("九、政府信息公开会议和培训情况"),
		statistic(1, "（二）举办各类培训班数", "training.courses", "培训班数"),
		statistic(1, "（三）接受培训人员数", "training.people"),
	}
	figures := []Column{{Label: "统计数", Aliases: []string{"统计数据", "统计数量", "数量", "数值"}}}
	return Edition{
		Name:     "2014",
		Document: "国办发〔2014〕32号",
		From:     2014,
		To:       2018,
		Tables: []Table{{
			ID: Statistics, Title: "政府信息公开情况统计表",
			Blocks:     []Block{{Corner: "统计指标", Units: true, Columns: figures, Rows: rows}},
			Identities: statisticsIdentities(rows),
		}},
	}
}

// statisticsIdentities: the numbered rows below a row divide it.
func statisticsIdentities(rows []Row) []Identity {
	cells := map[string]data.CellID{}
	for _, r := range rows {
		cells[r.Cells[0].Key] = r.Cells[0].CellID
	}
	sum := func(where, total string, parts ...string) Identity {
		id := Identity{Check: "S14-SUM", Where: where, Right: []data.CellID{cells[total]}}
		for _, key := range parts {
			id.Left = append(id.Left, cells[key])
		}
		return id
	}
	return []Identity{
		sum("收到申请数", "requests.received", "channel.in_person", "channel.fax", "channel.online", "channel.letter"),
		sum("申请办结数", "requests.closed", "requests.on_time", "requests.extended"),
		sum("申请答复数", "outcome.total", "outcome2014.already_public", "outcome2014.agreed", "outcome.partial", "outcome.refused",
			"outcome2014.not_this_agency", "outcome2014.does_not_exist", "outcome2014.asked_to_amend", "outcome2014.other_route"),
		sum("不同意公开答复数", "outcome.refused", "outcome2014.refused.state_secret", "outcome2014.refused.trade_secret",
			"outcome2014.refused.privacy", "outcome2014.refused.security_stability",
			"outcome2014.refused.not_government_information", "outcome2014.refused.law_other"),
		sum("行政复议数量", "review.total", "review.upheld", "review.corrected", "review.other"),
		sum("行政诉讼数量", "suit.total", "suit.upheld", "suit.corrected", "suit.other"),
	}
}

// statistic is a row of the 统计表, indented by level. Reports also write its label without the number before it.
func statistic(level int, label, key string, aliases ...string) Row {
	row := Row{Label: label, Level: level, Aliases: aliases, Cells: []Cell{{CellID: data.CellID{Key: key}, Row: label}}}
	if bare := rowNumber.ReplaceAllString(label, ""); bare != label {
		row.Aliases = append(row.Aliases, bare, WithoutNotes(bare))
	}
	return row
}

// request is a row that counts requests: those of all applicants, the column total of table 三.
func request(level int, label, key string) Row {
	row := statistic(level, label, key)
	row.Cells[0].CellID.Column = Total
	return row
}

// rowNumber is what a label of the 统计表 begins with: （一）, 1., 四、, 其中：.
var rowNumber = regexp.MustCompile(`^(?:（[一二三四]）|[1-8]\.|[四五六七]、|其中：)`)

// under puts headings on lines of their own above the row.
func (r Row) under(headings ...string) Row {
	r.Above = headings
	return r
}

// of names the row its figure is a part of, where the label alone would not tell it from others.
func (r Row) of(whole string) Row {
	r.Cells[0].Groups = []string{whole}
	return r
}
