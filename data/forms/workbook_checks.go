package forms

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongjian/data"
)

// results are the formulas of a template that tell how far it is filled in and which checks fail, from table to table.
type results struct {
	cells  int      // of the form, so far
	filled []string // formulas that count the cells filled in
	checks []string // cells that hold the sentence of a check
}

// checkLines is the number of lines [workbook.checks] writes.
func checkLines(t Table) int { return 1 + len(t.checkNames()) }

// checks writes above a table how much of it is filled in and which identities fail, one line a kind of identity, and
// turns the cells of a failing identity red. The lines are formulas: they follow what the office types. They stand above
// because a reader takes what stands below the last row for another row of the table.
func (b *workbook) checks(s *sheet, g *placed) {
	var all []data.CellID
	for _, c := range g.Cells() {
		all = append(all, c.CellID)
	}
	refs := g.references(all)
	count := "COUNT"
	if len(g.totals) == 0 {
		count = "COUNTA" // 采购总金额 may be words
	}
	filled := count + "(" + refs + ")"
	b.results.cells += len(all)
	b.results.filled = append(b.results.filled, filled)
	b.checkLine(s, fmt.Sprintf(`"填写：共 %[1]d 格，已填 "&%[2]s&" 格"&IF(%[2]s<%[1]d,"，空白 "&(%[1]d-%[2]s)&" 格（没有的填 0）","")`,
		len(all), filled), 15)
	for _, check := range g.checkNames() {
		var holds, fails []string
		for _, id := range g.Identities {
			if id.Check != check {
				continue
			}
			left, right := "SUM("+g.references(id.Left)+")", "SUM("+g.references(id.Right)+")"
			holds = append(holds, left+"="+right)
			fails = append(fails, fmt.Sprintf(`IF(%[1]s=%[2]s,"","%[3]s（"&%[1]s&"≠"&%[2]s&"）；")`, left, right, quoted(id.Where)))
			s.rules = append(s.rules, rule{
				cells:   strings.ReplaceAll(g.suspects(id), ",", " "),
				formula: absolute(fmt.Sprintf("AND(COUNT(%s)>0,%s<>%s)", g.references(slices.Concat(id.Left, id.Right)), left, right)),
			})
		}
		b.results.checks = append(b.results.checks, cellName(s.left+1, s.row))
		b.checkLine(s, fmt.Sprintf(`"核对 %s："&IF(COUNT(%s)=0,"尚未填写",IF(AND(%s),"成立","不成立 "))&%s`,
			describeCheck(check), refs, strings.Join(holds, ","), strings.Join(fails, "&")), 27)
	}
}

// status sums all checks up in one line, which stays in sight while the tables below are filled in.
func (b *workbook) status(s *sheet, row int) {
	filled := strings.Join(b.results.filled, "+")
	var failing []string
	for _, cell := range b.results.checks {
		failing = append(failing, `COUNTIF(`+cell+`,"*≠*")`)
	}
	fails := strings.Join(failing, "+")
	at := cellName(s.left+1, row)
	s.rules = append(s.rules, rule{cells: at, formula: `ISNUMBER(FIND("不成立",` + absolute(at) + `))`})
	s.put(s.across(row), excelize.Cell{StyleID: b.styles.check, Value: "", Formula: fmt.Sprintf(
		`"已填 "&(%[1]s)&" / %[2]d 格；"&IF(%[1]s=0,"尚未填写",IF(%[3]s=0,"勾稽关系全部成立","勾稽关系有 "&(%[3]s)&" 类不成立，原因写在各表上方"))`,
		filled, b.results.cells, fails)})
	s.heights[row] = 18
}

// checkNames lists the kinds of identity of the table in the order they are declared.
func (t Table) checkNames() []string {
	var names []string
	for _, id := range t.Identities {
		if len(names) == 0 || names[len(names)-1] != id.Check {
			names = append(names, id.Check)
		}
	}
	return names
}

// describeCheck says an identity in the form's words.
func describeCheck(check string) string {
	switch check {
	case "T3-BALANCE":
		return "各列 第一项＋第二项＝第三项（七）总计＋第四项"
	case "T3-OUTCOMES":
		return "各列 办理结果各项之和＝（七）总计"
	case "T3-APPLICANTS":
		return "各行 自然人＋法人或其他组织各类＝总计"
	case "T4-SUM":
		return "结果维持＋结果纠正＋其他结果＋尚未审结＝总计"
	case "S14-SUM":
		return "各分项之和＝所属的总数"
	}
	return ""
}

// checkLine writes a formula that gives a sentence; a sentence with ≠ turns red.
func (b *workbook) checkLine(s *sheet, formula string, height float64) {
	at := cellName(s.left+1, s.row)
	s.rules = append(s.rules, rule{cells: at, formula: `ISNUMBER(FIND("≠",` + absolute(at) + `))`})
	s.formula(excelize.Cell{Formula: formula, Value: "", StyleID: b.styles.check}, height)
}

// quoted is text for the inside of a formula's quotation marks.
func quoted(text string) string { return strings.ReplaceAll(text, `"`, `""`) }

// suspects are the cells that turn red: of a long sum only the total, because any of its parts may be the wrong one.
func (g *placed) suspects(id Identity) string {
	cells := id.Right
	if len(id.Left) <= 2 {
		cells = slices.Concat(id.Left, id.Right)
	}
	return g.references(cells)
}

// references names cells for a formula, neighbours in a column or a row as ranges: D7:D26,D28. Cells that are not in the
// workbook are left out.
func (g *placed) references(ids []data.CellID) string {
	var runs []span
	for _, id := range ids {
		at, ok := g.cells[id]
		if !ok {
			continue
		}
		// A merged cell is named by its upper left corner.
		at.lastRow, at.lastCol = at.row, at.col
		if n := len(runs); n > 0 {
			last := &runs[n-1]
			below := at.col == last.col && last.col == last.lastCol && at.row == last.lastRow+1
			beside := at.row == last.row && last.row == last.lastRow && at.col == last.lastCol+1
			if below || beside {
				last.lastRow, last.lastCol = at.row, at.col
				continue
			}
		}
		runs = append(runs, at)
	}
	return joinSpans(joinRows(runs))
}

// joinRows merges rows of equal breadth below one another into rectangles.
func joinRows(runs []span) []span {
	var out []span
	for _, r := range runs {
		if n := len(out); n > 0 {
			last := &out[n-1]
			if r.col == last.col && r.lastCol == last.lastCol && r.row == last.lastRow+1 {
				last.lastRow = r.lastRow
				continue
			}
		}
		out = append(out, r)
	}
	return out
}

func joinSpans(runs []span) string {
	var parts []string
	for _, r := range runs {
		part := cellName(r.col, r.row)
		if r.lastRow != r.row || r.lastCol != r.col {
			part += ":" + cellName(r.lastCol, r.lastRow)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ",")
}

// absolute fixes the cell names of a formula made of nothing else than functions, signs and names: D7 becomes $D$7.
func absolute(formula string) string {
	var b strings.Builder
	for i := 0; i < len(formula); {
		j := i
		for j < len(formula) && formula[j] >= 'A' && formula[j] <= 'Z' {
			j++
		}
		k := j
		for k < len(formula) && formula[k] >= '0' && formula[k] <= '9' {
			k++
		}
		switch {
		case j > i && k > j:
			b.WriteString("$" + formula[i:j] + "$" + formula[j:k])
		case j > i:
			b.WriteString(formula[i:j])
		default:
			k = i + 1
			b.WriteByte(formula[i])
		}
		i = k
	}
	return b.String()
}
