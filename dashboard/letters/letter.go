package letters

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"tongjian/data"
	"tongjian/data/checks"
	"tongjian/queries"

	"tongjian/dashboard/docx"
)

// Options are what letters need beside what was found.
type Options struct {
	Date  time.Time // of the letters
	Reply time.Time // the last day to answer; zero is ReplyDays after Date
	// Explained gives the office's explanation of a finding and whether there is one; nil when nothing is explained.
	Explained func(queries.Finding) (string, bool)
}

// ReplyDays is how long an agency has to answer where nothing else is said.
const ReplyDays = 10

// Letter is a letter to one agency about one report, or about its absence.
type Letter struct {
	queries.Letter
	Date, Reply time.Time
	// Wrong are errors, Ask warnings; Explained are errors and warnings the office has explained.
	Wrong, Ask []queries.LetterFinding
	Explained  []Answered
	// Doubts counts READ findings: what the program was not sure of and the office should look at first. Notes counts those
	// of severity note.
	Doubts, Notes int
	// Implied counts sums that could not be checked because a cell is blank that a BLANK finding names anyway: filling it in
	// answers them.
	Implied int
}

// Answered is a finding with the explanation given.
type Answered struct {
	queries.LetterFinding
	Reason string
}

// Missing reports whether the letter is a reminder of a report that has not come.
func (l Letter) Missing() bool { return l.Report == 0 }

// Asks reports whether the letter asks for anything, and so is to be sent.
func (l Letter) Asks() bool { return l.Missing() || len(l.Wrong)+len(l.Ask) > 0 }

// Listed reports whether there is anything for the list that goes with a letter about a report.
func (l Letter) Listed() bool { return len(l.Wrong)+len(l.Ask)+len(l.Explained) > 0 }

// newLetter sorts what was found into what is asked and what is not.
func newLetter(q queries.Letter, o Options) Letter {
	l := Letter{Letter: q, Date: o.Date, Reply: o.Reply}
	blank := blankCells(q.Findings)
	for _, f := range q.Findings {
		switch {
		case implied(f.Finding, blank):
			l.Implied++
			continue
		case f.Severity == data.SeverityNote:
			l.Notes++
			continue
		case f.Check == "READ":
			l.Doubts++
			continue
		}
		if o.Explained != nil {
			if reason, ok := o.Explained(f.Finding); ok {
				l.Explained = append(l.Explained, Answered{f, reason})
				continue
			}
		}
		if f.Severity == data.SeverityError {
			l.Wrong = append(l.Wrong, f)
		} else {
			l.Ask = append(l.Ask, f)
		}
	}
	order := func(a, b queries.LetterFinding) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.ID, b.ID))
	}
	slices.SortStableFunc(l.Wrong, order)
	slices.SortStableFunc(l.Ask, order)
	return l
}

// blankCells are the cells that BLANK findings name.
func blankCells(list []queries.LetterFinding) map[data.CellID]bool {
	blank := map[data.CellID]bool{}
	for _, f := range list {
		if f.Check != "BLANK" {
			continue
		}
		for _, c := range f.Cells {
			blank[data.CellID{Key: c.Key, Column: c.Column}] = true
		}
	}
	return blank
}

// implied reports whether a finding only says that blank cells keep a sum from being checked.
func implied(f queries.Finding, blank map[data.CellID]bool) bool {
	if f.Check == "BLANK" || f.Left != "" || f.Right != "" || len(f.Cells) == 0 {
		return false
	}
	return !slices.ContainsFunc(f.Cells, func(c data.FindingCell) bool {
		return c.Report != 0 || c.Key == "" || strings.TrimSpace(c.Raw) != "" || !blank[data.CellID{Key: c.Key, Column: c.Column}]
	})
}

// WriteDocx writes the letter as it is sent.
func (l Letter) WriteDocx(w io.Writer, t *Template) error {
	d := docx.New(l.title())
	if err := t.fill(l, d); err != nil {
		return err
	}
	return d.Write(w)
}

func (l Letter) title() string {
	what := "核实更正"
	if l.Missing() {
		what = "催报"
	}
	return fmt.Sprintf("%s：%s%d年政府信息公开工作年度报告", clean(l.Name), what, l.Year)
}

// maxCells is how many cells of one finding are written out in a letter; its workbook has them all.
const maxCells = 8

// table sets findings into a document: a line a cell, what they are about beside them.
func (l Letter) table(d *docx.Document, list []queries.LetterFinding) {
	if len(list) == 0 {
		return
	}
	t := docx.Table{Columns: []docx.Column{{Head: "序号", Width: 11}, {Head: "不相符之处", Width: 55, Left: true},
		{Head: "所涉单元格", Width: 46, Left: true}, {Head: "本年所填", Width: 22}, {Head: "上年所填", Width: 22}}}
	more := false
	for i, f := range list {
		said := problem(f.Finding)
		number := fmt.Sprint(i + 1)
		if len(f.Cells) == 0 {
			t.Rows = append(t.Rows, []string{number, said, "——", "——", "——"})
			continue
		}
		for n, c := range f.Cells {
			if n == maxCells {
				more = true
				t.Rows = append(t.Rows, []string{docx.Above, docx.Above, fmt.Sprintf("……共 %d 格，其余见附表", len(f.Cells)), "", ""})
				break
			}
			now, last := l.years(f, n)
			t.Rows = append(t.Rows, []string{number, said, placed(c), now, last})
			number, said = docx.Above, docx.Above
		}
	}
	d.Table(t)
	remark := ""
	if l.Implied > 0 && slices.ContainsFunc(list, func(f queries.LetterFinding) bool { return f.Check == "BLANK" }) {
		remark = fmt.Sprintf("另有 %d 处合计、勾稽关系因上述空白无法核对，填写后再核。", l.Implied)
	}
	if more {
		remark += "附表（同名 .xlsx）列有全部单元格，并留有答复一栏。"
	}
	if remark != "" {
		d.Add(docx.Small, remark)
	}
}

// explained sets the findings that need no answer into a document.
func (l Letter) explained(d *docx.Document) {
	if len(l.Explained) == 0 {
		return
	}
	t := docx.Table{Columns: []docx.Column{{Head: "序号", Width: 11}, {Head: "不相符之处", Width: 85, Left: true}, {Head: "已有的说明", Width: 60, Left: true}}}
	for i, f := range l.Explained {
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), problem(f.Finding), clean(f.Reason)})
	}
	d.Table(t)
}

// problem is what does not agree, in the form's words, with both numbers.
func problem(f queries.Finding) string {
	text := checkName(f.Check) + "：" + clean(f.Message)
	if f.Left != "" || f.Right != "" {
		text += "\n" + sides(f.Finding)
	}
	return text
}

// sides are both numbers and their difference: 42 ≠ 41，差 1.
func sides(f data.Finding) string {
	orBlank := func(s string) string { return strings.Replace(cmp.Or(s, "——"), "-", "−", 1) }
	text := "（" + orBlank(f.Left) + " ≠ " + orBlank(f.Right)
	if f.Difference != "" {
		text += "，差 " + orBlank(f.Difference)
	}
	return text + "）"
}

func checkName(id string) string {
	if c, ok := checks.ByID(id); ok {
		return c.Name
	}
	return id
}

// cellName is a cell in the form's words, with the report it stands in when that is another.
func cellName(c data.FindingCell) string {
	text := clean(c.Label)
	if c.Report != 0 {
		text = fmt.Sprintf("%s%d年报告：%s", clean(c.Agency), c.Year, text)
	}
	return text
}

// placed is a cell's name and where it stands.
func placed(c data.FindingCell) string {
	if at := place(c.At); at != "" {
		return cellName(c) + "（" + at + "）"
	}
	return cellName(c)
}

// place is where a cell stands, in few words: L31 on a sheet, 第97行第3格 elsewhere.
func place(at data.Position) string {
	if at.Sheet == "" {
		return at.Label()
	}
	name := at.String()
	return name[strings.LastIndex(name, "!")+1:]
}

// filled is what stands in a cell, as it stands there.
func filled(raw string) string {
	if strings.TrimSpace(raw) == "" {
		return "（空白）"
	}
	return raw
}

// years are what this year's report and last year's say in a cell of a finding, or why they say nothing.
func (l Letter) years(f queries.LetterFinding, cell int) (now, last string) {
	const nothing = "——"
	switch c := f.Cells[cell]; {
	case c.Report != 0 && c.Report == l.Before:
		return nothing, filled(c.Raw)
	case f.Last[cell] != nil:
		return filled(c.Raw), filled(*f.Last[cell])
	case c.Report != 0 || c.Key == "":
		return filled(c.Raw), nothing
	case l.Before == 0:
		return filled(c.Raw), "无报告"
	default:
		return filled(c.Raw), "无此格"
	}
}
