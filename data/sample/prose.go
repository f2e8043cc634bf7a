package sample

import (
	"fmt"
	"strings"

	"tongjian/data/forms"
)

// write gives the workbook its prose: who reports, on which period, and the chapters without a table. Its numbers are those
// of the tables as they stand, but for the one a mistake is in; what does not add up there is left unsaid. The wording turns
// over from year to year, as it should where nobody copies last year's report.
func (d *draft) write(o *forms.WorkbookOptions, r chance) {
	turn := r.IntN(60) + d.year
	if d.copied {
		turn--
	}
	whose := map[bool]string{true: "本机关", false: "全区"}[d.own()]
	if !d.own() && strings.HasSuffix(d.folder, "市") {
		whose = "全市"
	}
	if d.slip.check != "" || d.zeroed {
		whose = "" // who says 本机关 may mean less than the table does
	}
	o.Opening = []string{fmt.Sprintf(choice(turn,
		"本报告由%[1]s按照《中华人民共和国政府信息公开条例》第五十条的要求编制，所列数据的统计期限自%[2]d年1月1日起至%[2]d年12月31日止。",
		"根据《中华人民共和国政府信息公开条例》，%[1]s编制本报告。报告中数据的统计期限为%[2]d年1月1日至%[2]d年12月31日。",
		"按照政府信息公开工作年度报告统一格式，现由%[1]s公布本年度报告，数据统计期限自%[2]d年1月1日至%[2]d年12月31日。",
	), d.nameThen(), d.periodYear)}
	o.Prose = map[int][]string{
		1: d.general(whose, turn),
		5: {choice(turn, problems()...), choice(turn/2, remedies()...)},
		6: {choice(turn, remarks()...)},
	}
}

// choice takes texts in turn.
func choice(turn int, texts ...string) string { return texts[turn%len(texts)] }

// numbers are the paragraphs that state numbers.
func (d *draft) numbers(proactive, whose string, turn int) []string {
	out := []string{proactive + d.aboutDocuments(turn) + d.aboutLapse() + d.aboutWebsite(turn) + d.foreign}
	if text := d.aboutRequests(whose, turn); text != "" {
		out = append(out, "依申请公开。"+text)
	}
	if text := d.aboutReviews(turn); text != "" {
		out = append(out, "复议诉讼。"+text)
	}
	return out
}

// general is chapter 一.
func (d *draft) general(whose string, turn int) []string {
	proactive := fmt.Sprintf(choice(turn,
		"主动公开。%s围绕职责和群众关心的事项更新公开目录，政策文件与解读材料同步发布，过期内容及时清理。",
		"主动公开。%s把办事指南、财政资金、规划计划作为公开重点，栏目由专人维护，按月检查更新情况。",
		"主动公开。%s对照主动公开基本目录逐项核对，补齐空缺栏目，新出台的文件在规定时限内全部上网。",
		"主动公开。%s继续以政府网站为第一平台，会议、决策、执行各环节的信息按要求发布，并方便检索下载。",
		"主动公开。%s梳理历年文件，标明有效、失效和废止状态，便于公众查找和引用。",
	), whose)
	if d.lay(trapOwnLevel, !d.own()) {
		proactive += "区政府本级收到政府信息公开申请1件。"
	}
	out := []string{proactive}
	if !d.copied {
		out = d.numbers(proactive, whose, turn)
	}
	out = append(out, choice(turn/3,
		"监督保障。明确分管负责人和承办人员，答复文书出具前经法制审核，全年组织业务学习两次。",
		"监督保障。公开工作纳入年度考核，办公室每季度通报一次进展，发现问题限期整改。",
		"监督保障。设立监督电话和意见箱，对群众反映的问题逐条登记、逐条回复。",
	))
	for i := range out {
		out[i] = "（" + forms.ChineseNumber(string(rune('1'+i))) + "）" + out[i]
	}
	return out
}

func problems() []string {
	return []string{
		"主要问题：一是个别答复说理不够充分，二是部分栏目更新间隔偏长。",
		"存在不足：公开内容的查找还不够方便，表格和图片形式的材料较多，难以检索。",
		"主要不足在于解读形式偏单一，以文字为主，图表和问答较少。",
		"工作中发现，承办人员变动后交接不够及时，个别申请的登记晚于收件。",
		"问题主要有两个：历史文件的效力状态标注不全；与相关机关的会商有时耗时较长。",
		"从全年情况看，申请办理的时间分布不均，年末集中答复的压力较大。",
		"一些公开目录写得较笼统，群众看了仍要电话询问，说明表述需要改进。",
	}
}

func remedies() []string {
	return []string{
		"改进措施：修订答复文书范本，补充说理要点；按栏目设定更新周期，到期提醒。",
		"今后将把常被申请的信息转为主动公开，并在网站首页增设检索入口。",
		"下一步安排专题培训，请法制机构讲解典型案例，提高答复质量。",
		"拟建立收件当日登记制度，人员变动时列出在办清单逐项交接。",
		"将分批清理历史文件，标注效力，清理结果随时公布。",
		"计划与常有往来的机关约定会商时限，缩短征求意见的时间。",
		"将请群众代表试用目录，按照意见改写看不懂的条目。",
	}
}

func remarks() []string {
	return []string{
		"本年度未收取信息处理费，没有其他需要报告的事项。",
		"依申请提供政府信息没有收费。除上述内容外，无其他报告事项。",
		"没有需要另行报告的事项。信息处理费收取金额为零。",
		"按规定执行信息处理费管理办法，全年未发生收费；无其他事项。",
		"其他事项：无。全年没有发出收费通知。",
	}
}
