package forms

import "tongjian/data"

// What several editions share: chapter titles, the applicant columns of table 三, table 四, and the identities.

const (
	titleTable2 = "主动公开政府信息情况"
	titleTable3 = "收到和处理政府信息公开申请情况"
	titleTable4 = "政府信息公开行政复议、行政诉讼情况"

	// Balance is the identity the form itself prints in the corner of table 三.
	Balance = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

	groupResult       = "三、本年度办理结果"
	groupRefused      = "（三）不予公开"
	groupUnavailable  = "（四）无法提供"
	groupNotProcessed = "（五）不予处理"
	groupOther        = "（六）其他处理"
)

// Applicant columns of table 三. Total is the sum of the six before it.
const (
	NaturalPerson = "natural_person"
	Total         = "total"
)

// Applicants lists the applicant columns of table 三 in form order.
func Applicants() []Applicant {
	return []Applicant{
		{NaturalPerson, "自然人"},
		{"business", "商业企业"},
		{"research", "科研机构"},
		{"nonprofit", "社会公益组织"},
		{"legal_service", "法律服务机构"},
		{"other", "其他"},
		{Total, "总计"},
	}
}

// Applicant is a kind of applicant: a column of table 三.
type Applicant struct {
	Key   string
	Label string
}

func table2Block(heading string, columns []Column, rows ...Row) Block {
	for i := range rows {
		for j := range rows[i].Cells {
			rows[i].Cells[j].Column = columns[j].Label
		}
	}
	return Block{Heading: heading, Corner: "信息内容", Columns: columns, Rows: rows}
}

func table2Row(label string, aliases []string, keys ...string) Row {
	row := Row{Label: label, Aliases: aliases}
	for _, key := range keys {
		row.Cells = append(row.Cells, Cell{CellID: data.CellID{Key: key}, Row: label})
	}
	return row
}

// applicants gives the seven cells of a row of table 三; [table3] adds the labels.
func applicants(key string) []Cell {
	var cells []Cell
	for _, a := range Applicants() {
		cells = append(cells, Cell{CellID: data.CellID{Key: key, Column: a.Key}, Column: a.Label})
	}
	return cells
}

// table3 is the same in both editions but for the rows of （六）其他处理.
func table3(otherRows ...Row) Table {
	row := func(label, key string, groups ...string) Row {
		return Row{Label: label, Groups: groups, Cells: applicants(key)}
	}
	rows := []Row{
		row("一、本年新收政府信息公开申请数量", "requests.received"),
		row("二、上年结转政府信息公开申请数量", "requests.carried_in"),
		row("（一）予以公开", "outcome.granted", groupResult),
		row("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "outcome.partial", groupResult),
		row("1.属于国家秘密", "outcome.refused.state_secret", groupResult, groupRefused),
		row("2.其他法律行政法规禁止公开", "outcome.refused.law_forbidden", groupResult, groupRefused),
		row("3.危及“三安全一稳定”", "outcome.refused.security_stability", groupResult, groupRefused),
		row("4.保护第三方合法权益", "outcome.refused.third_party_rights", groupResult, groupRefused),
		row("5.属于三类内部事务信息", "outcome.refused.internal_affairs", groupResult, groupRefused),
		row("6.属于四类过程性信息", "outcome.refused.process_information", groupResult, groupRefused),
		row("7.属于行政执法案卷", "outcome.refused.enforcement_file", groupResult, groupRefused),
		row("8.属于行政查询事项", "outcome.refused.administrative_query", groupResult, groupRefused),
		row("1.本机关不掌握相关政府信息", "outcome.unavailable.not_held", groupResult, groupUnavailable),
		row("2.没有现成信息需要另行制作", "outcome.unavailable.needs_creation", groupResult, groupUnavailable),
		row("3.补正后申请内容仍不明确", "outcome.unavailable.unclear", groupResult, groupUnavailable),
		row("1.信访举报投诉类申请", "outcome.not_processed.petition", groupResult, groupNotProcessed),
		row("2.重复申请", "outcome.not_processed.repeated", groupResult, groupNotProcessed),
		row("3.要求提供公开出版物", "outcome.not_processed.publication", groupResult, groupNotProcessed),
		row("4.无正当理由大量反复申请", "outcome.not_processed.excessive", groupResult, groupNotProcessed),
		row("5.要求行政机关确认或重新出具已获取信息", "outcome.not_processed.reissue", groupResult, groupNotProcessed),
	}
	for _, r := range otherRows {
		r.Groups = append([]string{groupResult}, r.Groups...)
		rows = append(rows, r)
	}
	rows = append(rows,
		Row{Label: "（七）总计", Aliases: []string{"（七）合计"}, Groups: []string{groupResult}, Cells: applicants("outcome.total")},
		row("四、结转下年度继续办理", "requests.carried_out"),
	)
	for i, r := range rows {
		for j := range r.Cells {
			rows[i].Cells[j].Row = r.Label
			// The chapter 三、本年度办理结果 stands above every outcome and tells none apart: names leave it out.
			if len(r.Groups) > 1 {
				rows[i].Cells[j].Groups = r.Groups[1:]
			}
		}
	}
	table := Table{ID: "3", Title: titleTable3, Blocks: []Block{{Corner: Balance, Columns: applicantColumns(), Rows: rows}}}
	table.Identities = table3Identities(rows)
	return table
}

func applicantColumns() []Column {
	var columns []Column
	for _, a := range Applicants() {
		c := Column{Label: a.Label, Groups: []string{"申请人情况"}}
		if a.Key != NaturalPerson && a.Key != Total {
			c.Groups = append(c.Groups, "法人或其他组织")
		}
		if a.Key == Total {
			c.Aliases = []string{"合计"}
		}
		columns = append(columns, c)
	}
	return columns
}

// table3Identities: the balance is printed on the form; the other two follow from the words 总计.
func table3Identities(rows []Row) []Identity {
	var out []Identity
	at := func(key, column string) data.CellID { return data.CellID{Key: key, Column: column} }
	for _, a := range Applicants() {
		out = append(out, Identity{Check: "T3-BALANCE", Where: a.Label,
			Left:  []data.CellID{at("requests.received", a.Key), at("requests.carried_in", a.Key)},
			Right: []data.CellID{at("outcome.total", a.Key), at("requests.carried_out", a.Key)}})
	}
	for _, a := range Applicants() {
		id := Identity{Check: "T3-OUTCOMES", Where: a.Label, Right: []data.CellID{at("outcome.total", a.Key)}}
		for _, r := range rows {
			if key := r.Cells[0].Key; len(r.Groups) > 0 && key != "outcome.total" {
				id.Left = append(id.Left, at(key, a.Key))
			}
		}
		out = append(out, id)
	}
	for _, r := range rows {
		key := r.Cells[0].Key
		id := Identity{Check: "T3-APPLICANTS", Where: r.Cells[0].RowLabel(), Right: []data.CellID{at(key, Total)}}
		for _, a := range Applicants() {
			if a.Key != Total {
				id.Left = append(id.Left, at(key, a.Key))
			}
		}
		out = append(out, id)
	}
	return out
}

// RowLabel is the cell's name without its column.
func (c Cell) RowLabel() string {
	c.Column = ""
	return c.Label()
}

// Routes lists the three column groups of table 四 in form order, and Results the five cells of each.
func Routes() []Route {
	return []Route{
		{"review", []string{"行政复议"}},
		{"suit_direct", []string{"行政诉讼", "未经复议直接起诉"}},
		{"suit_after_review", []string{"行政诉讼", "复议后起诉"}},
	}
}

// Route is a way a decision is challenged.
type Route struct {
	Key    string
	Groups []string
}

// Results lists what became of the cases of a route, the total last.
func Results() []Applicant {
	return []Applicant{{"upheld", "结果维持"}, {"corrected", "结果纠正"}, {"other", "其他结果"}, {"pending", "尚未审结"}, {Total, "总计"}}
}

// table4 is one row of fifteen cells, the same in both editions.
func table4() Table {
	var (
		columns    []Column
		row        Row
		identities []Identity
	)
	for _, route := range Routes() {
		id := Identity{Check: "T4-SUM", Where: route.Groups[len(route.Groups)-1]}
		for _, result := range Results() {
			cell := data.CellID{Key: route.Key + "." + result.Key}
			column := Column{Label: result.Label, Groups: route.Groups}
			if result.Key == Total {
				column.Aliases = []string{"合计"}
			}
			columns = append(columns, column)
			row.Cells = append(row.Cells, Cell{CellID: cell, Groups: route.Groups, Column: result.Label})
			if result.Key == Total {
				id.Right = []data.CellID{cell}
				continue
			}
			id.Left = append(id.Left, cell)
		}
		identities = append(identities, id)
	}
	return Table{ID: "4", Title: titleTable4, Blocks: []Block{{Columns: columns, Rows: []Row{row}}}, Identities: identities}
}
