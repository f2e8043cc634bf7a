package dashboard

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data/metrics"
	"tongjian/queries"

	"tongjian/dashboard/charts"
)

// records is a page as a plain table: what its JSON and CSV twins export.
type records struct {
	columns []column
	rows    [][]any // string, int, bool, decimal.Decimal or nil
}

// column is a column of records: its key in JSON and its heading in CSV.
type column struct{ key, label string }

// chartColumns are those of every page of charts: one row a figure.
func chartColumns() []column {
	return []column{
		{"chart", "图表"}, {"entity", "代码"}, {"name", "名称"}, {"year", "年份"}, {"basis", "口径"}, {"metric", "指标代码"},
		{"metric_name", "指标"}, {"value", "数值"}, {"unit", "单位"}, {"numerator", "分子"}, {"denominator", "分母"},
		{"low", "95%区间下限"}, {"high", "95%区间上限"}, {"flags", "标记"}, {"absent", "缺失原因"}, {"reports", "报告数"},
		{"reported", "其中填写"}, {"report", "报告编号"},
	}
}

// chartRecords lists every figure of charts; chart chooses one of them, empty all.
func chartRecords(list []figure, basis queries.Basis, chart string) records {
	r := records{columns: chartColumns()}
	for _, f := range list {
		if chart != "" && f.Name != chart {
			continue
		}
		for _, row := range f.Table.Rows {
			for _, c := range row.Cells {
				r.rows = append(r.rows, cellRecord(f.Name, basis, c))
			}
		}
	}
	return r
}

func cellRecord(chart string, basis queries.Basis, c charts.Cell) []any {
	var value, numerator, denominator, report any
	if d := c.Scaled(); d != nil {
		value = *d
	}
	if c.Kind != metrics.KindCount {
		numerator, denominator = optional(c.K), optional(c.N)
	}
	if c.Report > 0 {
		report = c.Report
	}
	return []any{chart, c.Entity.ID, c.Entity.Name, c.Year, string(basis), c.Key, c.Name, value, c.Unit, numerator, denominator,
		bound(c.Low), bound(c.High), string(c.Flags), c.Absent.Label(), c.Reports, c.Reported, report}
}

func optional(d *decimal.Decimal) any {
	if d == nil {
		return nil
	}
	return *d
}

// bound writes an end of an interval in percent, as pages do.
func bound(f *float64) any {
	if f == nil {
		return nil
	}
	return decimal.NewFromFloat(*f).Shift(2).Round(2)
}

// chosenChart checks the parameter chart of a page's twins.
func chosenChart(q query, list []figure) (string, error) {
	name := q.values.Get("chart")
	if name == "" {
		return "", nil
	}
	var there []Link
	for _, f := range list {
		if f.Name == name {
			return name, nil
		}
		there = append(there, Link{Label: f.Title, URL: address(q.path, with(q.values, "chart", f.Name))})
	}
	return "", notFound("这一页没有图表“"+short(name)+"”", "这一页的图表是：", there...)
}

// fileName names a download after the page and what it shows.
func fileName(q query) string {
	name := "tongjian-" + strings.Trim(strings.ReplaceAll(path.Clean(q.path), "/", "-"), "-")
	if q.path == "/" {
		name = "tongjian-overview"
	}
	if q.id == "" && !slices.Contains([]string{"/sql", "/glossary", "/data"}, q.path) { // these are of all regions and years, whatever is chosen
		name += fmt.Sprintf("-%s-%d-%d", q.choice.Region, q.choice.From, q.choice.To)
	}
	return name + fmt.Sprintf("-snapshot%d", q.snapshot.Number)
}

// answer is what a JSON twin says.
type answer struct {
	Title    string           `json:"title"`
	Snapshot queries.Snapshot `json:"snapshot"`
	Filter   answerFilter     `json:"filter"`
	Rows     []map[string]any `json:"rows"`
}

type answerFilter struct {
	Region string        `json:"region"`
	From   int           `json:"from"`
	To     int           `json:"to"`
	Basis  queries.Basis `json:"basis"`
}

// sendJSON answers with the page's records as objects. Numbers are written as they are stored, without rounding.
func sendJSON(w http.ResponseWriter, q query, p built) error {
	r := p.records()
	a := answer{Title: p.head().Title, Snapshot: q.snapshot, Rows: []map[string]any{},
		Filter: answerFilter{q.choice.Region, q.choice.From, q.choice.To, q.choice.Basis}}
	for _, row := range r.rows {
		object := map[string]any{}
		for i, v := range row {
			if d, ok := v.(decimal.Decimal); ok {
				v = json.Number(d.String())
			}
			object[r.columns[i].key] = v
		}
		a.Rows = append(a.Rows, object)
	}
	body, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("writing json: %w", err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(append(body, '\n'))
	return nil
}
