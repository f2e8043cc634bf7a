package sample

import (
	"fmt"
	"strings"

	"tongjian/data"
	"tongjian/data/checks"
	"tongjian/data/forms"
)

// The sentences that state numbers. Each number goes through say, which puts in the slip a mistake calls for.

// aboutRequests tells table 三 in a sentence or two, as far as its totals are numbers that agree with each other.
func (d *draft) aboutRequests(whose string, turn int) string {
	received, ok1 := d.told("requests.received")
	carriedIn, ok2 := d.told("requests.carried_in")
	closed, ok3 := d.told("outcome.total")
	carriedOut, ok4 := d.told("requests.carried_out")
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return ""
	}
	if received+carriedIn == 0 && closed+carriedOut == 0 {
		return choice(turn,
			"全年未收到政府信息公开申请。",
			"本年度没有新收和结转的政府信息公开申请。",
			"申请渠道保持畅通，全年没有收到政府信息公开申请。")
	}
	text := d.countRequests(whose, turn, received, carriedIn, closed, carriedOut)
	return text + d.aboutOutcomes(turn, closed) + d.aboutChannels(turn, received)
}

func (d *draft) countRequests(whose string, turn int, received, carriedIn, closed, carriedOut int64) string {
	saidIn := d.say("N-CARRIED", "carried-in", carriedIn, totalOf("requests.carried_in"))
	saidClosed := d.say("N-CLOSED", "", closed, totalOf("outcome.total"))
	saidOut := d.say("N-CARRIED", "carried-out", carriedOut, totalOf("requests.carried_out"))
	if d.lay(trapAccepted, carriedIn > 0) {
		return fmt.Sprintf("%s全年受理政府信息公开申请%d件（含上年结转%d件），办结%d件，结转下年度继续办理%d件。",
			whose, received+carriedIn, saidIn, saidClosed, saidOut)
	}
	if d.lay(trapThisBody, d.own() && received > 2) {
		return fmt.Sprintf("本机关新收政府信息公开申请%d件，所属单位收到的由其自行答复。", received-1)
	}
	text := fmt.Sprintf(choice(turn,
		"%s全年新收政府信息公开申请%d件，上年结转%d件，办结%d件，结转下年度继续办理%d件。",
		"%s本年新收申请%d件，加上上年结转的%d件，已办结%d件，另有%d件结转下年度办理。",
		"%s收到公开申请%d件，上年结转%d件；年内办结%d件，年末未办结的%d件结转下年。",
	), whose, d.say("N-RECEIVED", "", received, totalOf("requests.received")), saidIn, saidClosed, saidOut)
	if d.lay(trapAsOf, received > 2) {
		text += fmt.Sprintf("截至%d年12月20日，收到政府信息公开申请%d件。", d.year, received-1)
	}
	if d.lay(trapCompared, received > 2) {
		text += fmt.Sprintf("上年同期为%d年收到申请%d件。", d.year-1, received+2)
	}
	return text
}

// aboutOutcomes tells what came of the requests, when the rows add up to what was closed.
func (d *draft) aboutOutcomes(turn int, closed int64) string {
	var parts []string
	sum := int64(0)
	for _, group := range []struct{ name, key string }{
		{"予以公开", "outcome.granted"}, {"部分公开", "outcome.partial"}, {"不予公开", "outcome.refused."},
		{"无法提供", "outcome.unavailable."}, {"不予处理", "outcome.not_processed."}, {"其他处理", "outcome.other"},
	} {
		n := int64(0)
		var cells []data.CellID
		for _, key := range d.outcomeKeys() {
			if key != group.key && !strings.HasPrefix(key, group.key) {
				continue
			}
			if v, ok := d.told(key); ok {
				n += v
				cells = append(cells, totalOf(key))
			}
		}
		sum += n
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s%d件", group.name, d.say("N-OUTCOME", "", n, cells...)))
		}
	}
	if sum != closed || len(parts) == 0 {
		return ""
	}
	opening := choice(turn/2, "办结的申请中，", "从办理结果看，", "其中，")
	if d.slip.check == "N-OUTCOME" {
		opening = "从办理结果看，" // what 其中 names may be a part only
	}
	return opening + strings.Join(parts, "，") + "。"
}

// aboutChannels tells which way the requests came, as some agencies do.
func (d *draft) aboutChannels(turn int, received int64) string {
	if d.slip.check != "N-CHANNELS" && (turn%4 != 0 || received < 4) {
		return ""
	}
	online := received * 6 / 10
	letters := (received - online) / 2
	said := d.sayOf("N-CHANNELS", "", letters, received, totalOf("requests.received"))
	return fmt.Sprintf("从申请渠道看，网络申请%d件，信函申请%d件，当面申请%d件。", online, said, received-online-letters)
}

// aboutReviews tells table 四.
func (d *draft) aboutReviews(turn int) string {
	review, ok1 := d.told("review.total")
	direct, ok2 := d.told("suit_direct.total")
	after, ok3 := d.told("suit_after_review.total")
	switch {
	case !ok1 || !ok2 || !ok3:
		return ""
	case review+direct+after == 0:
		return choice(turn,
			"全年没有因政府信息公开引发的行政复议和行政诉讼。",
			"本年度未发生政府信息公开行政复议、行政诉讼案件。")
	}
	return fmt.Sprintf(choice(turn,
		"因政府信息公开发生行政复议%d件、行政诉讼%d件。",
		"涉及政府信息公开的行政复议%d件，行政诉讼%d件，均按程序提交答复和证据。",
	), d.say("N-REVIEW", "", review, data.CellID{Key: "review.total"}),
		d.say("N-SUIT", "", direct+after, data.CellID{Key: "suit_direct.total"}, data.CellID{Key: "suit_after_review.total"}))
}

// aboutDocuments tells of table 二, where the form asks what was issued and the agency issues documents at all.
func (d *draft) aboutDocuments(turn int) string {
	issued, ok1 := d.told("normative.issued")
	inForce, ok2 := d.told("normative.in_force")
	if !ok1 || !ok2 || inForce == 0 || !d.own() || turn%3 == 0 && d.slip.check != "N-NORMATIVE" && d.trap != trapFiled {
		return ""
	}
	text := fmt.Sprintf("全年制发行政规范性文件%d件，现行有效%d件。",
		d.say("N-NORMATIVE", "", issued, data.CellID{Key: "normative.issued"}), inForce)
	if d.lay(trapFiled, issued > 1) {
		text += fmt.Sprintf("报送备案行政规范性文件%d件。", issued-1)
	}
	return text
}

// aboutLapse tells of documents that lapsed.
func (d *draft) aboutLapse() string {
	n := d.figures.count(lapsed, "")
	if n == 0 || !d.own() {
		return ""
	}
	d.lapseTold = n
	return fmt.Sprintf("另有行政规范性文件%d件因有效期届满自动失效。", n)
}

// aboutWebsite lists what a site published, by kind.
func (d *draft) aboutWebsite(turn int) string {
	if d.slip.check != "N-ITEMS" && d.trap != trapPartial && turn%5 != 0 {
		return ""
	}
	policies, news, duties := int64(9+turn%13), int64(40+turn%47), int64(5+turn%3)
	total := policies + news + duties
	if d.lay(trapPartial, true) {
		return fmt.Sprintf("门户网站公开信息%d条，其中工作动态%d条、机构职能%d条。", total, news, duties)
	}
	return fmt.Sprintf("门户网站公开信息%d条：政策文件%d、工作动态%d、机构职能%d。", d.sayOf("N-ITEMS", "", total, total), policies, news, duties)
}

func totalOf(key string) data.CellID { return data.CellID{Key: key, Column: forms.Total} }

// told gives what the prose takes a figure to be: what the table holds, or what is true where the table was left at 0.
func (d *draft) told(key string) (int64, bool) {
	if d.zeroed && (strings.HasPrefix(key, "requests.") || strings.HasPrefix(key, "outcome.")) {
		return d.figures.count(key, forms.Total), true
	}
	return d.total(key)
}

// slip is a number the prose gets wrong.
type slip struct {
	check, which string
	by           int64
	// expected is what results, once the number has been written.
	expected []Expected
}

// say gives the number to write where the prose states what cells hold, and notes what is to be found when it is not theirs.
func (d *draft) say(check, which string, n int64, cells ...data.CellID) int64 {
	return d.sayOf(check, which, n, n, cells...)
}

// sayOf is say of a number that is one part of a whole which is compared with the cells.
func (d *draft) sayOf(check, which string, n, whole int64, cells ...data.CellID) int64 {
	if d.slip.check != check || d.slip.which != which || len(d.slip.expected) > 0 {
		return n
	}
	by := d.slip.by
	if n+by < 0 {
		by = -by
	}
	f := Expected{Check: check, Severity: severityOf(check), Cells: names(cells), Left: fmt.Sprint(whole + by), Right: fmt.Sprint(whole)}
	if len(cells) > 0 {
		f.Table = d.cells[cells[0]].Table
	}
	d.slip.expected = append(d.slip.expected, f)
	return n + by
}

func severityOf(check string) data.Severity {
	c, _ := checks.ByID(check)
	return c.Severity
}
