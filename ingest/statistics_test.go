package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"tongjian/data"
	"tongjian/data/forms"
)

// statisticLines are the ways text lays a row of the 统计表 out. A family that runs label and figure together is given labels in
// their exact words: nothing else tells where one ends.
var statisticLines = []struct {
	name  string
	exact bool
	line  func(number int, label, unit, figure string) string
}{
	{"tabs", false, func(_ int, label, unit, figure string) string { return label + "\t" + unit + "\t" + figure }},
	{"tabs, no units", false, func(_ int, label, _, figure string) string { return label + "\t" + figure }},
	{"bars, rows numbered", false, func(n int, label, unit, figure string) string {
		return fmt.Sprintf("%d | %s | %s | %s |", n, label, unit, figure)
	}},
	{"a cell a line", false, func(_ int, label, unit, figure string) string { return label + "\n" + unit + "\n" + figure }},
	{"a cell a line, no units", false, func(_ int, label, _, figure string) string { return label + "\n\n" + figure }},
	{"blanks", false, func(_ int, label, unit, figure string) string { return label + "  " + unit + "  " + figure }},
	{"unit on the label", false, func(_ int, label, unit, figure string) string { return label + "（" + unit + "）\t" + figure }},
	{"unit on the figure", false, func(_ int, label, unit, figure string) string { return label + "\t" + figure + unit }},
	{"run together", true, func(_ int, label, unit, figure string) string { return label + unit + figure }},
}

// Reports on the 2014 form are read back exactly however text lays the table out, with headings struck through or not, labels
// with their numbers or without, written in many ways.
func TestStatisticsReadBack(t *testing.T) {
	e, _ := forms.Named("2014")
	table := e.Tables[0]
	for _, family := range statisticLines {
		t.Run(family.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				values := statisticValues(t, table, family.exact)
				numbered := rapid.Bool().Draw(t, "labels numbered")
				struck := rapid.Bool().Draw(t, "headings struck through")
				var b strings.Builder
				b.WriteString("龙亭区财政局2017年政府信息公开工作年度报告\n一、概述\n本年度公开信息2236条。\n政府信息公开情况统计表\n统计指标\t单位\t统计数\n")
				for i, r := range table.Blocks[0].Rows {
					for _, heading := range r.Above {
						if struck {
							heading += "\t——\t"
						}
						b.WriteString(heading + "\n")
					}
					label := r.Label
					if !numbered && len(r.Cells[0].Groups) == 0 && len(r.Aliases) > 0 {
						label = r.Aliases[len(r.Aliases)-1]
					}
					if !family.exact && len([]rune(label)) > 6 {
						label = damage(t, label)
					}
					m, _ := forms.MeasureOf(r.Cells[0].Key)
					b.WriteString(family.line(i+1, label, m.Unit, values[r.Cells[0].CellID]) + "\n")
				}
				_, reports, err := Read("龙亭区财政局2017.txt", []byte(b.String()), Hints{})
				if err != nil || len(reports) != 1 {
					t.Fatalf("%d reports, %v\n%s", len(reports), err, b.String())
				}
				r := reports[0]
				if len(r.Editions) != 1 || r.Editions[forms.Statistics] != "2014" || len(r.Unmapped) > 0 {
					t.Fatalf("editions %v, unmapped %v\n%s", r.Editions, r.Unmapped, b.String())
				}
				for id, want := range values {
					if f, ok := r.FactAt(id); !ok || f.Value == nil || f.Value.String() != want || f.Note != "" {
						t.Fatalf("%v: wrote %s, read %+v; findings %v\n%s", id, want, f, messages(r), b.String())
					}
				}
				for _, f := range r.Findings {
					if f.Check != "READ" || !strings.Contains(f.Message, "行名与版式出入较大") {
						t.Fatalf("%s %s\n%s", f.Check, f.Message, b.String())
					}
				}
			})
		})
	}
}

// statisticValues draws figures that satisfy the identities of the 统计表, whole ones only when asked.
func statisticValues(t *rapid.T, table forms.Table, whole bool) map[data.CellID]string {
	figures := map[data.CellID]int{}
	for _, c := range table.Cells() {
		figures[c.CellID] = rapid.OneOf(rapid.Just(0), rapid.IntRange(0, 9), rapid.IntRange(10, 99999)).Draw(t, c.Key)
	}
	for _, key := range []string{"outcome.refused", "requests.received", "requests.closed", "outcome.total", "review.total", "suit.total"} {
		for _, id := range table.Identities {
			if id.Right[0].Key != key {
				continue
			}
			sum := 0
			for _, part := range id.Left {
				sum += figures[part]
			}
			figures[id.Right[0]] = sum
		}
	}
	values := map[data.CellID]string{}
	for _, c := range table.Cells() {
		values[c.CellID] = fmt.Sprint(figures[c.CellID])
		if m, _ := forms.MeasureOf(c.Key); m.Kind == forms.Amount && !whole {
			values[c.CellID] += ".25"
		}
	}
	return values
}

// A figure that is not there is nowhere else: no row takes the next row's, nor the number before it.
func TestStatisticsLostFigures(t *testing.T) {
	e, _ := forms.Named("2014")
	table := e.Tables[0]
	rapid.Check(t, func(t *rapid.T) {
		family := rapid.SampledFrom(statisticLines).Draw(t, "family")
		values := statisticValues(t, table, family.exact)
		var b strings.Builder
		b.WriteString("龙亭区财政局2017年政府信息公开工作年度报告\n政府信息公开情况统计表\n")
		for i, r := range table.Blocks[0].Rows {
			for _, heading := range r.Above {
				b.WriteString(heading + "\n")
			}
			id := r.Cells[0].CellID
			m, _ := forms.MeasureOf(id.Key)
			line := family.line(i+1, r.Label, m.Unit, values[id])
			if rapid.IntRange(0, 5).Draw(t, "lost") == 0 {
				line = strings.TrimRight(strings.TrimSuffix(family.line(i+1, r.Label, m.Unit, "\x00"), "\x00"), "\t\n")
				line = strings.ReplaceAll(line, "\x00", "")
				delete(values, id)
			}
			b.WriteString(line + "\n")
		}
		_, reports, err := Read("龙亭区财政局2017.txt", []byte(b.String()), Hints{})
		if err != nil || len(reports) != 1 {
			t.Fatalf("%d reports, %v\n%s", len(reports), err, b.String())
		}
		for _, f := range reports[0].Facts {
			if want := values[f.Cell()]; f.Value != nil && f.Value.String() != want {
				t.Fatalf("%v: wrote %q, read %q\n%s", f.Cell(), want, f.Raw, b.String())
			}
		}
	})
}

// A 统计表 as offices send it by itself: a workbook with numbered rows, strokes beside headings, who filled it in above and below.
func TestStatisticsWorkbook(t *testing.T) {
	e, _ := forms.Named("2014")
	f := excelize.NewFile()
	defer f.Close()
	line := 0
	put := func(cells ...any) {
		line++
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", line), &cells); err != nil {
			t.Fatal(err)
		}
	}
	put("政府信息公开情况统计表")
	put("（2016年度）")
	put("填报单位（盖章）：龙亭区财政局")
	put("序号", "统 计 指 标", "单位", "统计数", "备注")
	want := map[data.CellID]string{}
	number := 0
	for _, r := range e.Tables[0].Blocks[0].Rows {
		for _, heading := range r.Above {
			number++
			put(number, heading, "——", "——")
		}
		number++
		c := r.Cells[0].CellID
		m, _ := forms.MeasureOf(c.Key)
		put(number, strings.Repeat("  ", r.Level)+r.Label, m.Unit, 0)
		want[c] = "0"
	}
	put("", "单位负责人：某甲", "", "审核人：某乙")
	put("", "联系电话：00000000", "", "填报日期：2017年1月20日")
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	_, reports, err := Read("附件3.xlsx", b.Bytes(), Hints{})
	if err != nil || len(reports) != 1 {
		t.Fatalf("%d reports, %v", len(reports), err)
	}
	r := reports[0]
	if r.Agency != "龙亭区财政局" || r.Region != "410202" || r.Year != 2016 {
		t.Errorf("%s %s %d", r.Agency, r.Region, r.Year)
	}
	if len(r.Facts) != len(want) || len(r.Unmapped) > 0 || len(r.Findings) > 0 || r.Confidence != 1 {
		t.Errorf("%d facts of %d, unmapped %v, findings %v, confidence %v", len(r.Facts), len(want), r.Unmapped, messages(r), r.Confidence)
	}
	for _, f := range r.Facts {
		if f.Raw != want[f.Cell()] || f.At.Cell != 4 {
			t.Errorf("%v is %q at %s", f.Cell(), f.Raw, f.At)
		}
	}
}
