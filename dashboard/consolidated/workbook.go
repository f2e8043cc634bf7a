package consolidated

import (
	"fmt"
	"io"

	"tongjian/data"
	"tongjian/data/forms"
)

// blank is what stands where the office has to write.
const blank = "（请填写）"

// WriteXLSX writes the report on the official form: the sums with remarks on the cells some parts are not in, the prose left to be
// written.
func (r *Report) WriteXLSX(w io.Writer) error {
	o := forms.WorkbookOptions{Title: r.Title(), Note: r.note(), Prose: map[int][]string{}, Values: r.text, Comments: r.Remark, Formulas: true}
	for _, c := range r.Edition.Chapters() {
		if c.Table == nil {
			o.Prose[c.Number] = []string{blank}
		}
	}
	if _, err := forms.WriteWorkbook(w, r.Edition, o); err != nil {
		return fmt.Errorf("report of %s on %d: %w", r.Region.Name, r.Year, err)
	}
	return nil
}

// note is the small print under the title; the office deletes it when the report is done.
func (r *Report) note() string { return "草稿。" + r.Summary()[0] + "印发前删去本行" }

// text is the figure of a cell as the form shows it; false where there is none.
func (r *Report) text(id data.CellID) (string, bool) {
	s := r.Sums[id]
	if s.Value == nil {
		return "", false
	}
	return s.Value.String(), true
}
