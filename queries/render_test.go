package queries

import (
	"fmt"
	"strings"
)

// page is an answer written down for comparison: one line a row.
type page struct{ strings.Builder }

// row writes words, with spaces between those that are not empty.
func (p *page) row(words ...any) {
	var out []string
	for _, w := range words {
		if text := fmt.Sprint(w); text != "" {
			out = append(out, text)
		}
	}
	p.WriteString(strings.Join(out, " ") + "\n")
}

// show writes a figure: its text, the flags, why it is absent, how many reports are in doubt,
// and how many gave it of how many.
//
//	20   3/7!u(few_cases)   15{1/2}   —!z(not_asked)   15.0%[5.2%–36.0%]   31!u~2
func show(name string, f Figure) string {
	out := name + "=" + f.Text() + f.intervalText()
	if f.Flags != "" {
		out += "!" + string(f.Flags)
	}
	if f.Absent != "" {
		out += "(" + string(f.Absent) + ")"
	}
	if f.Doubtful > 0 {
		out += fmt.Sprintf("~%d", f.Doubtful)
	}
	if f.Partial() {
		out += fmt.Sprintf("{%d/%d}", f.Reported, f.Reports)
	}
	return out
}

func (f Figure) intervalText() string {
	if f.Interval() == "" {
		return ""
	}
	return "[" + f.Interval() + "]"
}

// behind says which report stands behind a row, or how many.
func behind(f Figure) string {
	if f.Report != 0 {
		return fmt.Sprintf("#%d", f.Report)
	}
	return fmt.Sprintf("×%d", f.Reports)
}

func (p *page) frame(f Frame) {
	p.row("frame", f.Self.ID, f.Self.Name, f.Basis.Label())
	for _, e := range f.Parts {
		p.row("part", e.ID, e.Name, e.Kind)
	}
	for _, c := range f.Coverage {
		p.row("coverage", c.Year, "expected", c.Expected, "received", c.Received, "reports", c.Reports)
	}
	for _, b := range f.Breaks {
		p.row("break", b.Year, b.ID, b.Note)
	}
}

func heads(list []ReportHead) string {
	var out []string
	for _, h := range list {
		text := fmt.Sprintf("#%d:%d/%s/r%d", h.ID, h.Year, h.Scope, h.Revision)
		if h.Live {
			text += "/live"
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func (p *page) finding(f Finding) {
	var cells []string
	for _, c := range f.Cells {
		cells = append(cells, c.Label)
	}
	p.row("finding", f.ID, f.Check, f.Severity, fmt.Sprintf("#%d", f.Report), f.AgencyName, f.RegionName, f.Year, strings.Join(cells, " "))
}
