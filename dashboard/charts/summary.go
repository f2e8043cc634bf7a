package charts

import (
	"slices"
	"strconv"
	"strings"
)

// Alt says in words what panel i of a chart shows, for those who cannot see it: the question, and the figures that answer
// it. The table beside the chart has them all.
func (c Chart) Alt(i int) string {
	p, title := c.Panels[i], c.Title
	if !strings.HasSuffix(title, "？") {
		title += "："
	}
	if p.Title != "" {
		return title + p.Title + "：" + p.Note + "。数字见表格。"
	}
	if said := c.Table.summary(); said != "" {
		return title + said + "。其余数字见表格。"
	}
	return title + "数字见表格。"
}

// said is how many figures a summary has at most.
const said = 6

// summary is the head of a table in a sentence: where its columns are years, each row from the first to the last year with
// a figure; otherwise the figures of the first row, and of the first column where there is just one.
func (t Table) summary() string {
	var parts []string
	switch {
	case t.yearly():
		for _, r := range t.Rows {
			if text := span(r); text != "" {
				parts = append(parts, r.Label+" "+text)
			}
		}
	case len(t.Columns) == 1:
		for _, r := range t.Rows {
			parts = append(parts, r.Label+" "+Text(r.Cells[0].Value))
		}
	case len(t.Rows) > 0:
		r := t.Rows[0]
		for i, c := range r.Cells {
			parts = append(parts, t.Columns[i]+" "+Text(c.Value))
		}
		if len(parts) > 0 {
			parts[0] = r.Label + "：" + parts[0]
		}
	}
	return strings.Join(parts[:min(said, len(parts))], "；")
}

// yearly reports whether the columns are years.
func (t Table) yearly() bool {
	return len(t.Columns) > 0 && !slices.ContainsFunc(t.Columns, func(c string) bool {
		_, err := strconv.Atoi(c)
		return err != nil
	})
}

// span is the first and the last figure of a row of years.
func span(r Row) string {
	first, last := -1, -1
	for i, c := range r.Cells {
		if c.Shown() {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return ""
	}
	text := itoa(r.Cells[last].Year) + " 年 " + Text(r.Cells[last].Value)
	if last > first {
		text = itoa(r.Cells[first].Year) + " 年 " + Text(r.Cells[first].Value) + "，" + text
	}
	return text
}
