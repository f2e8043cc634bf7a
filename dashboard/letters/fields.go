package letters

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"tongjian/dashboard/docx"
	"tongjian/data"
	"tongjian/data/filing"
)

// fields are the values a template can name.
func (l Letter) fields() map[string]any {
	return map[string]any{
		"单位": clean(l.Name), "地区": clean(l.RegionName), "年度": strconv.Itoa(l.Year), "口径": l.scopeName(), "报告": clean(l.Title),
		"错误数": len(l.Wrong), "提醒数": len(l.Ask), "已说明数": len(l.Explained), "未报": l.Missing(),
		"收到日期": chineseDay(l.ReceivedAt), "截止日期": chineseDay(l.Due), "回复期限": chineseDay(l.Reply), "日期": chineseDay(l.Date),
		"主管部门": clean(l.RegionName) + "政府信息公开工作主管部门",
	}
}

// fieldNames lists them.
func fieldNames() []string { return slices.Sorted(maps.Keys(Letter{}.fields())) }

// The tables a template can place.
const wrongTable, askTable, explainedTable = "错误", "提醒", "已说明"

func tableNames() []string { return []string{wrongTable, askTable, explainedTable} }

func (l Letter) scopeName() string {
	if l.Scope == data.ScopeConsolidated {
		return "汇总报告"
	}
	return "本级报告"
}

// clean makes a value one line of plain text.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}

// chineseDay writes a date: 2026年2月15日.
func chineseDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(filing.Beijing())
	return fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
}

// limited is a buffer that refuses to grow beyond all measure.
type limited struct{ bytes.Buffer }

func (b *limited) Write(p []byte) (int, error) {
	if b.Len()+len(p) > maxTemplate {
		return 0, fmt.Errorf("写出来的信函超过 %d KB", maxTemplate>>10)
	}
	return b.Buffer.Write(p)
}

// fill puts a letter's values into the template and sets the lines into a document.
func (t *Template) fill(l Letter, d *docx.Document) error {
	var b limited
	if err := t.text.Execute(&b, l.fields()); err != nil {
		return fmt.Errorf("信函模板 %s 填不出来：%w", t.name, err)
	}
	for line := range strings.SplitSeq(b.String(), "\n") {
		before, rest, found := strings.Cut(line, mark)
		if line = strings.TrimSpace(line); !found && line != "" {
			d.Add(docx.Text, line)
		}
		if !found {
			continue
		}
		if before = strings.TrimSpace(before); before != "" {
			d.Add(docx.Text, before)
		}
		l.set(d, rest)
	}
	return nil
}

// set sets a line that began with a mark.
func (l Letter) set(d *docx.Document, line string) {
	for _, s := range []struct {
		mark  string
		style docx.Style
	}{{"## ", docx.Heading}, {"# ", docx.Title}, {"! ", docx.Addressee}, {"> ", docx.Signed}} {
		if text, ok := strings.CutPrefix(line, s.mark); ok {
			d.Add(s.style, strings.TrimSpace(text))
			return
		}
	}
	switch name, _, _ := strings.Cut(strings.TrimPrefix(line, "["), "]"); name {
	case wrongTable:
		l.table(d, l.Wrong)
	case askTable:
		l.table(d, l.Ask)
	case explainedTable:
		l.explained(d)
	}
}
