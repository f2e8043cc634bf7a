package ingest

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tongjian/data"
	"tongjian/data/forms"
)

// printed is a report as its author's program lays it out: rows of cells, with what is in them.
type printed struct {
	title   string
	edition forms.Edition
	values  map[data.CellID]string
}

// consistent draws figures that satisfy every identity of the edition.
func consistent(t *rapid.T, e forms.Edition) map[data.CellID]string {
	small := rapid.OneOf(rapid.Just(0), rapid.Just(0), rapid.IntRange(0, 9), rapid.IntRange(10, 2000))
	figures := consistentFigures(e, func() int { return small.Draw(t, "figure") })
	values := map[data.CellID]string{}
	for id, n := range figures {
		values[id] = fmt.Sprint(n)
	}
	return values
}

// lines gives the report's cells line by line: the title and headings, then each table's rows, labels first.
func (p printed) lines() [][]string {
	lines := [][]string{{p.title}, {"一、总体情况"}, {"本机关按照规定公布本年度报告。"}}
	for _, table := range p.edition.Tables {
		lines = append(lines, []string{table.Heading()})
		for _, b := range table.Blocks {
			if b.Heading != "" {
				lines = append(lines, []string{b.Heading})
			}
			lines = append(lines, headLines2(b)...)
			for _, r := range b.Rows {
				var cells []string
				cells = append(cells, r.Groups...)
				if r.Label != "" {
					cells = append(cells, r.Label)
				}
				for _, c := range r.Cells {
					cells = append(cells, p.values[c.CellID])
				}
				lines = append(lines, dropRepeatedGroups(lines, cells, r))
			}
		}
	}
	return append(lines, []string{"五、存在的主要问题及改进情况"}, []string{"继续改进。"})
}

// headLines2 gives the headings of a block's columns, level by level.
func headLines2(b forms.Block) [][]string {
	var lines [][]string
	depth := 0
	for _, c := range b.Columns {
		depth = max(depth, len(c.Groups))
	}
	for level := range depth + 1 {
		var cells []string
		if level == 0 && b.Corner != "" {
			cells = append(cells, b.Corner)
		}
		last := ""
		for _, c := range b.Columns {
			path := append(append([]string{}, c.Groups...), c.Label)
			if level >= len(path) {
				continue
			}
			if level == len(path)-1 || path[level] != last {
				cells = append(cells, path[level])
			}
			last = path[level]
		}
		if len(cells) > 0 {
			lines = append(lines, cells)
		}
	}
	return lines
}

// dropRepeatedGroups leaves out the groups a row shares with the one before it, as merged cells do.
func dropRepeatedGroups(before [][]string, cells []string, r forms.Row) []string {
	drop := 0
	for _, g := range r.Groups {
		seen := false
		for _, line := range before {
			for _, c := range line {
				seen = seen || c == g
			}
		}
		if !seen {
			break
		}
		drop++
	}
	return cells[drop:]
}

// families are the ways text reports are laid out that lose nothing: each cell can be told.
var families = []struct {
	name  string
	write func(lines [][]string) string
}{
	{"pipes", func(lines [][]string) string {
		return joinLines(lines, func(cells []string) string { return strings.Join(cells, " | ") + " |" })
	}},
	{"tabs", func(lines [][]string) string {
		return joinLines(lines, func(cells []string) string { return strings.Join(cells, "\t") })
	}},
	{"tabs before and after", func(lines [][]string) string {
		n := 0
		return joinLines(lines, func(cells []string) string {
			n++
			return strings.Repeat("\t", n%3) + strings.Join(cells, "\t") + strings.Repeat("\t", n%4)
		})
	}},
	{"bars of merged cells", func(lines [][]string) string {
		n := 0
		return joinLines(lines, func(cells []string) string {
			n++
			return strings.Join(cells, " | ") + " " + strings.Repeat("|", 1+n%3)
		})
	}},
	{"a cell a line", func(lines [][]string) string {
		return joinLines(lines, func(cells []string) string { return strings.Join(cells, "\n") })
	}},
	{"a cell a line, blank lines between", func(lines [][]string) string {
		return joinLines(lines, func(cells []string) string { return strings.Join(cells, "\n\n ") + "\n" })
	}},
	{"a cell a line, bar after it", func(lines [][]string) string {
		return joinLines(lines, func(cells []string) string { return strings.Join(cells, " |\n") + " |" })
	}},
	{"a cell a line, bar below it", func(lines [][]string) string {
		return joinLines(lines, func(cells []string) string { return strings.Join(cells, "\n|\n") + "\n|" })
	}},
	{"figures on the line below", func(lines [][]string) string {
		return joinLines(lines, func(cells []string) string {
			for i, c := range cells {
				if i > 0 && looksLikeValue(c) {
					return strings.Join(cells[:i], "\t") + "\n" + strings.Join(cells[i:], "\t")
				}
			}
			return strings.Join(cells, "\t")
		})
	}},
	{"figures after blanks", func(lines [][]string) string {
		return joinLines(lines, func(cells []string) string {
			if len(cells) > 9 || len(cells) < 3 {
				return strings.Join(cells, " ")
			}
			for i, c := range cells {
				if i > 0 && looksLikeValue(c) {
					return strings.Join(cells[:i], "\n") + " " + strings.Join(cells[i:], " ")
				}
			}
			return strings.Join(cells, "\n")
		})
	}},
}

func joinLines(lines [][]string, line func([]string) string) string {
	var b strings.Builder
	for _, cells := range lines {
		if len(cells) == 1 {
			b.WriteString(cells[0] + "\n")
			continue
		}
		b.WriteString(line(cells) + "\n")
	}
	return b.String()
}

// damage draws one harmless way to write a label: none changes which label it is.
func damage(t *rapid.T, label string) string {
	switch rapid.IntRange(0, 11).Draw(t, "damage") {
	case 0:
		return strings.NewReplacer("（", "(", "）", ")", "，", ",", "：", ":").Replace(label)
	case 1:
		return strings.Join(strings.Split(label, ""), " ")
	case 2:
		return strings.NewReplacer("开", "開", "数", "數", "总", "總", "处", "處", "关", "關", "类", "類").Replace(label)
	case 3:
		if runes := []rune(label); len(runes) > 9 {
			i := rapid.IntRange(3, len(runes)-2).Draw(t, "lost")
			return string(runes[:i]) + string(runes[i+1:])
		}
	case 4:
		return strings.NewReplacer("一", "⼀", "人", "⼈").Replace(label)
	case 5:
		return " " + label + "\u00a0"
	}
	return label
}

// Reports in every text family, with labels written in many ways, are read exactly; nothing is left over and nothing is doubted
// but spelling.
func TestTextLayoutsReadBack(t *testing.T) {
	for _, family := range families {
		t.Run(family.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				e, _ := forms.Named(rapid.SampledFrom(statutory()).Draw(t, "edition"))
				p := printed{title: "龙亭区财政局2023年政府信息公开工作年度报告", edition: e, values: consistent(t, e)}
				lines := p.lines()
				for _, line := range lines[3:] {
					for i, c := range line {
						if !looksLikeValue(c) && c != "其他" && c != "规章" {
							line[i] = damage(t, c)
						}
					}
				}
				text := family.write(lines)
				_, reports, err := Read("龙亭区财政局2023.txt", []byte(text), Hints{})
				if err != nil {
					t.Fatalf("%v\n%s", err, text)
				}
				if len(reports) != 1 {
					t.Fatalf("%d reports\n%s", len(reports), text)
				}
				r := reports[0]
				for id, want := range p.values {
					f, ok := r.FactAt(id)
					if !ok {
						t.Fatalf("%v not read; findings %v\n%s", id, messages(r), text)
					}
					if f.Value == nil || f.Value.String() != want {
						t.Fatalf("%v: wrote %s, read %q\n%s", id, want, f.Raw, text)
					}
				}
				for _, f := range r.Findings {
					if f.Severity == data.SeverityError {
						t.Fatalf("%s %s\n%s", f.Check, f.Message, text)
					}
				}
			})
		})
	}
}

// statutory lists the editions with tables 二, 三 and 四.
func statutory() []string {
	var out []string
	for _, e := range forms.All() {
		if _, ok := e.Table("3"); ok {
			out = append(out, e.Name)
		}
	}
	return out
}

func messages(r data.Report) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.Message)
	}
	return out
}

// Where cells are lost, what is read is right or said to be in doubt: never silently wrong.
func TestLostCellsAreNeverSilentlyWrong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, _ := forms.Named(rapid.SampledFrom(statutory()).Draw(t, "edition"))
		p := printed{title: "龙亭区财政局2023年政府信息公开工作年度报告", edition: e, values: consistent(t, e)}
		lines := p.lines()
		for i, line := range lines {
			var kept []string
			for _, c := range line {
				if !looksLikeValue(c) || rapid.IntRange(0, 30).Draw(t, "keep") > 0 {
					kept = append(kept, c)
				}
			}
			lines[i] = kept
		}
		family := rapid.SampledFrom(families).Draw(t, "family")
		text := family.write(lines)
		_, reports, err := Read("龙亭区财政局2023.txt", []byte(text), Hints{})
		if err != nil {
			return
		}
		for _, r := range reports {
			for _, f := range r.Facts {
				want := p.values[f.Cell()]
				if f.Value == nil || f.Value.String() == want {
					continue
				}
				if !spokenOf(&r, f.Cell()) {
					t.Fatalf("%v: wrote %s, read %q and said nothing; findings %v\n%s", f.Cell(), want, f.Raw, messages(r), text)
				}
			}
		}
	})
}
