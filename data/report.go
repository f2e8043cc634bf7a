package data

import (
	"github.com/shopspring/decimal"
)

// Scope tells whose figures a report holds. Reports of different scope are never added together.
type Scope string

const (
	// ScopeOwn (本级) is an agency's report on itself.
	ScopeOwn Scope = "own"
	// ScopeConsolidated (汇总) is a government's report that includes its departments.
	ScopeConsolidated Scope = "consolidated"
)

// Label is the scope's Chinese name.
func (s Scope) Label() string {
	if s == ScopeConsolidated {
		return "汇总"
	}
	return "本级"
}

// State tells what a cell of the form holds. A blank, a zero, a dash and a slash say different things and stay apart.
type State string

const (
	StateNumber     State = "number"     // a figure; the only state with a value
	StateBlank      State = "blank"      // the cell is there and empty: not filled, never zero
	StateDash       State = "dash"       // —, - or a similar stroke
	StateSlash      State = "slash"      // / or \, usually "not applicable"
	StateText       State = "text"       // words, 无 among them
	StateUnreadable State = "unreadable" // something stands there that the reader could not tell for certain
)

// Label is the state's Chinese name, for pages.
func (s State) Label() string {
	switch s {
	case StateNumber:
		return "数字"
	case StateBlank:
		return "空白"
	case StateDash:
		return "横线"
	case StateSlash:
		return "斜线"
	case StateText:
		return "文字"
	}
	return "无法辨认"
}

// Fact is one cell of a statutory table as the report states it.
type Fact struct {
	// Table is the number of the statutory table: "2", "3" or "4"; "1" is the 统计表 of reports on 2014 to 2018.
	Table string `json:"table"`
	// Key names the measure, as declared in data/forms: requests.received.
	Key string `json:"key"`
	// Column is the applicant column of table 三 (natural_person … total); empty in tables 二 and 四. In the 统计表, which knows no
	// kinds of applicants, it is total where requests are counted.
	Column string `json:"column,omitempty"`
	// Value is the figure, at most 14 digits before and 4 after the point; nil unless State is number.
	Value *decimal.Decimal `json:"value,omitempty"`
	State State            `json:"state"`
	// Raw is the cell's text exactly as it stands in the file, blanks and all.
	Raw string `json:"raw"`
	// Note is what a cell says beside its number: 含自然失效 29 件.
	Note string   `json:"note,omitempty"`
	At   Position `json:"at"`
}

// CellID names a cell of the form without saying what stands in it.
type CellID struct {
	Key    string
	Column string
}

// Cell names the cell of the form the fact fills.
func (f Fact) Cell() CellID { return CellID{f.Key, f.Column} }

// Claim is a number stated in the prose of a report. It is compared with the tables, never stored as a fact.
type Claim struct {
	// Key is the measure the sentence speaks of; empty when that cannot be told with certainty.
	Key     string           `json:"key"`
	Value   *decimal.Decimal `json:"value,omitempty"`
	Section int              `json:"section"` // 1 to 6, the report's chapters; 0 unknown
	Quote   string           `json:"quote"`
	// Words are those of the quote that state the number: 其他情形3起.
	Words string `json:"words,omitempty"`
	// PartOf is the number, from 1, of the claim of the same report that this one is listed as a part of: 收到20件，其中当面2件.
	PartOf int `json:"part_of,omitempty"`
	// Qualifier is the word that narrows the claim's scope (本机关, 其中, 截至…), empty when there is none: such a number may differ from
	// the table's lawfully.
	Qualifier string   `json:"qualifier"`
	At        Position `json:"at"`
}

// Severity orders findings.
type Severity string

const (
	SeverityError   Severity = "error"   // an identity the form states or implies fails
	SeverityWarning Severity = "warning" // needs an answer
	SeverityNote    Severity = "note"    // worth a look, often lawful
)

// Label is the severity's Chinese name.
func (s Severity) Label() string {
	switch s {
	case SeverityError:
		return "错误"
	case SeverityWarning:
		return "提醒"
	}
	return "提示"
}

// Finding (核验问题) is the result of a check: what does not agree, in the form's own words, with both numbers and every
// cell involved.
type Finding struct {
	// Check is the check's id: T3-BALANCE.
	Check    string   `json:"check"`
	Severity Severity `json:"severity"`
	// Message is one Chinese sentence that can stand alone.
	Message string `json:"message"`
	// Table is the statutory table concerned; empty when it is the report as a whole.
	Table string `json:"table,omitempty"`
	// Left and Right are the two sides as decimal strings; empty when a side is not a number.
	Left       string        `json:"left,omitempty"`
	Right      string        `json:"right,omitempty"`
	Difference string        `json:"difference,omitempty"` // Left − Right
	Cells      []FindingCell `json:"cells,omitempty"`
}

// FindingCell is one cell a finding is about. Key is empty when the place is not a cell of the form.
type FindingCell struct {
	Table  string   `json:"table,omitempty"`
	Key    string   `json:"key,omitempty"`
	Column string   `json:"column,omitempty"`
	Label  string   `json:"label"` // the cell's name in the form's own words
	Raw    string   `json:"raw"`
	At     Position `json:"at"`
	// Report is the stored report the cell stands in when that is not the one the finding is of: last year's, another
	// agency's. Year and Agency say which that is. 0 and empty otherwise.
	Report int    `json:"report,omitempty"`
	Year   int    `json:"year,omitempty"`
	Agency string `json:"agency,omitempty"`
}

// Line is a line of a report's prose as received, or a cell that holds some.
type Line struct {
	Text string
	At   Position
}

// Unmapped is what stands inside a statutory table and fills no cell of the form: a row the form does not have, a row that
// stands there twice, or figures of a known row that could not be assigned to its columns.
type Unmapped struct {
	Table string `json:"table"`
	Label string `json:"label"`
	// Row is the key of the known row the figures belong to; empty for a row that is extra or repeated.
	Row    string   `json:"row,omitempty"`
	Values []string `json:"values"`
	At     Position `json:"at"`
}

// Report is what one report says, before it is placed in a warehouse.
type Report struct {
	// Agency is the reporting organ's name as well as the reader could tell; empty when it could not.
	Agency string `json:"agency"`
	// Region is the six-digit GB/T 2260 code of the region the agency belongs to; empty when unknown.
	Region string `json:"region"`
	// Year is the year reported on (not the year of filing); 0 when unknown.
	Year  int   `json:"year"`
	Scope Scope `json:"scope"`
	// Title is the report's own title line.
	Title string `json:"title,omitempty"`
	// Editions gives the edition of the form each table is on, by table number: {"3": "2021"}. A report
	// on the form of 2014 has {"1": "2014"} and nothing else.
	Editions map[string]string `json:"edition"`
	// Confidence is between 0 and 1: 1 when every cell of every table was found where its labels say it is.
	Confidence float64 `json:"confidence"`
	// Certainty is the same for each table by itself, by table number; Confidence is their mean.
	Certainty map[string]float64 `json:"certainty,omitempty"`
	Facts     []Fact             `json:"facts"`
	Claims    []Claim            `json:"claims"`
	Findings  []Finding          `json:"findings"`
	Unmapped  []Unmapped         `json:"unmapped"`
	// Prose is what stands outside the statutory tables, in reading order: what one year's report is compared with the next's by.
	Prose []Line `json:"-"`
}

// FactAt gives the fact that fills a cell of the form, and whether the report has it.
func (r *Report) FactAt(id CellID) (Fact, bool) {
	for _, f := range r.Facts {
		if f.Cell() == id {
			return f, true
		}
	}
	return Fact{}, false
}
