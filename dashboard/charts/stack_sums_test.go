package charts

import (
	"testing"

	"tongjian/data/metrics"
	"tongjian/queries"
)

func TestSumNote(t *testing.T) {
	bar := func(label string, year int, whole int64, parts ...queries.Figure) stack {
		return stack{label: label, year: year, parts: parts, whole: n(whole)}
	}
	blank := gap(metrics.ReasonNotFilled)
	for _, tc := range []struct {
		name   string
		stacks []stack
		want   string
	}{
		{"full", []stack{bar("2021", 2021, 30, n(10), n(20))}, ""},
		{"few cases are not drawn", []stack{bar("2021", 2021, 9, n(1), n(2))}, ""},
		{"no whole", []stack{{label: "2021", year: 2021, parts: []queries.Figure{n(1)}, whole: blank}}, ""},
		{"an older form", []stack{bar("2015", 2015, 30, n(10), blank), bar("2016", 2016, 30, n(10), n(3))},
			"2015、2016 不到 100%：2014 版式的分类与现在不同，对不上的件数不归入任何一类，空着。"},
		{"less and more", []stack{bar("甲区", 2024, 30, n(10), blank), bar("乙区", 2024, 30, n(30), n(1))},
			"甲区 不到 100%：各类之和小于报告写的总计，差额空着。乙区 超过 100%：各类之和大于报告写的总计。"},
		{"many", []stack{bar("一", 2024, 30, n(1)), bar("二", 2024, 30, n(1)), bar("三", 2024, 30, n(1)), bar("四", 2024, 30, n(1)),
			bar("五", 2024, 30, n(1)), bar("六", 2024, 30, n(1)), bar("七", 2024, 30, n(1))},
			"一、二、三、四、五、六 等 7 处不到 100%：各类之和小于报告写的总计，差额空着。"},
	} {
		if got := sumNote(tc.stacks); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}
