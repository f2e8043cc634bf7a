package regions

import (
	"errors"
	"fmt"
	"strings"

	"tongjian/data/forms"
)

// RosterProblem is something wrong with a row of a roster.
type RosterProblem struct {
	Sheet string // empty for CSV
	Row   int    // as the spreadsheet or editor counts
	// Agency is the row's agency; empty when the row names none.
	Agency string
	// Message is what is wrong and what to do, in Chinese.
	Message string
	// Rejected is set when the row was left out; otherwise it was kept as it stands.
	Rejected bool
}

// String is the problem as one line: 第5行“龙亭区财政局”：….
func (p RosterProblem) String() string {
	var b strings.Builder
	if p.Sheet != "" {
		fmt.Fprintf(&b, "工作表“%s”", p.Sheet)
	}
	fmt.Fprintf(&b, "第%d行", p.Row)
	if p.Agency != "" {
		fmt.Fprintf(&b, "“%s”", p.Agency)
	}
	b.WriteString("：" + p.Message)
	if p.Rejected {
		b.WriteString("（未导入）")
	}
	return b.String()
}

// errNoHeader is a file without the head of a roster.
var errNoHeader = errors.New("前10行里没有含“机构名称”的表头")

// ReadRoster reads a roster from a workbook (.xlsx) or a CSV file (UTF-8 or GB18030). Columns are told by their heads, in
// any order, of which only 机构名称 must be there; a region is given by 区划代码 or 区划, or by the agency's name when
// that is certain. Of a workbook every sheet with such heads is read. What is wrong with a row is a problem beside the good
// rows; the error is for a file that is no roster at all.
func ReadRoster(path string) ([]Agency, []RosterProblem, error) {
	sheets, err := readSheets(path)
	if err != nil {
		return nil, nil, fmt.Errorf("read roster %s: %w", path, err)
	}
	r := rosterReader{byName: map[agencyKey]rosterPlace{}, byAlias: map[agencyKey]rosterPlace{}}
	heads := 0
	for _, s := range sheets {
		columns, first := findHeads(s.rows)
		if columns == nil {
			continue
		}
		heads++
		for _, row := range s.rows[first:] {
			r.read(rosterRow{sheet: s.name, line: row.line, columns: columns, cells: row.cells})
		}
	}
	if heads == 0 {
		return nil, nil, fmt.Errorf("read roster %s: %w", path, errNoHeader)
	}
	r.warnSharedNames()
	return r.agencies, r.problems, nil
}

// column is a column of a roster; its text is the head it is written with.
type column string

const (
	colName       column = "机构名称"
	colRegionCode column = "区划代码"
	colRegion     column = "区划"
	colKind       column = "类别"
	colScope      column = "报告范围"
	colAliases    column = "别名"
	colCreditCode column = "统一社会信用代码"
	colFrom       column = "起始年度"
	colTo         column = "终止年度"
	colPopulation column = "人口"
)

// columns in the order they are written.
var columns = []column{colName, colRegionCode, colRegion, colKind, colScope, colAliases, colCreditCode, colFrom, colTo, colPopulation}

// headNames are other heads in use.
var headNames = map[string]column{
	"名称": colName, "单位名称": colName, "机关名称": colName, "单位": colName, "机构": colName, "机构全称": colName, "单位全称": colName,
	"行政区划代码": colRegionCode, "区划编码": colRegionCode, "行政区划编码": colRegionCode,
	"行政区划": colRegion, "区划名称": colRegion, "所属区划": colRegion, "地区": colRegion, "所属地区": colRegion,
	"机构类别": colKind, "类型": colKind, "机构类型": colKind, "单位类别": colKind, "单位类型": colKind,
	"口径": colScope, "范围": colScope, "报告口径": colScope, "统计口径": colScope,
	"曾用名": colAliases, "简称": colAliases, "其他名称": colAliases,
	"信用代码": colCreditCode, "社会信用代码": colCreditCode,
	"起始年份": colFrom, "开始年度": colFrom, "开始年份": colFrom,
	"终止年份": colTo, "截止年度": colTo, "结束年度": colTo, "截止年份": colTo,
	"人口数": colPopulation, "常住人口": colPopulation,
}

// findHeads looks for the row of heads near the top, and gives the column of each and the index of the row after it.
func findHeads(rows []sheetRow) (map[column]int, int) {
	for i, row := range rows[:min(10, len(rows))] {
		found := map[column]int{}
		for n, cell := range row.cells {
			head, _, _ := strings.Cut(strings.ReplaceAll(cell, "(", "（"), "（")
			head = forms.Normalize(head)
			c, ok := headNames[head]
			if !ok {
				c = column(head)
			}
			if _, taken := found[c]; !taken {
				found[c] = n
			}
		}
		if _, ok := found[colName]; ok {
			return found, i + 1
		}
	}
	return nil, 0
}

// rosterRow is a row below the heads.
type rosterRow struct {
	sheet   string
	line    int
	columns map[column]int
	cells   []string
}

// get is the text of a column without blanks around it; empty when the column or the cell is not there.
func (r rosterRow) get(c column) string {
	i, ok := r.columns[c]
	if !ok || i >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

// blank reports whether no cell of the row says anything.
func (r rosterRow) blank() bool {
	for _, cell := range r.cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}
