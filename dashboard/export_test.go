package dashboard

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"tongjian/data/warehouse"
)

// seen counts the hard cases an export went through, so that the walk is known to have met them.
type seen struct{ absent, zero, guarded, hostile, chinese, flags, charts int }

// Every figure and every word of a page is in its JSON, its CSV and its workbook, cell by cell: absent ones absent, zeros
// zero, text as text.
func TestEveryExportSaysWhatThePageSays(t *testing.T) {
	dir, err := published()
	if err != nil {
		t.Fatal(err)
	}
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer snapshots.Close()
	config := Config{Snapshots: snapshots, Files: warehouse.OpenFiles(dir), Log: slog.New(slog.DiscardHandler)}
	h, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	s, err := newServer(config)
	if err != nil {
		t.Fatal(err)
	}
	var met seen
	order := readSchemaOrder(t)
	for _, page := range append(allPages(t, h), "/data") {
		e := exportsOf(t, s, page)
		checkJSON(t, page, e.json, e.want)
		checkCSV(t, page, e.csv, e.want, &met)
		holdOOXML(t, order, page, e.xlsx)
		f, err := excelize.OpenReader(bytes.NewReader(e.xlsx))
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		checkWorkbook(t, page, f, e.want)
		checkChartSheets(t, page, f, e.html, &met)
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	if met.absent == 0 || met.zero == 0 || met.guarded == 0 || met.hostile == 0 || met.chinese == 0 || met.flags == 0 ||
		met.charts < 30 {
		t.Errorf("the walk has not met every hard case: %+v", met)
	}
}

func checkJSON(t *testing.T, page string, body []byte, want records) {
	t.Helper()
	var answer struct{ Rows []map[string]any }
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&answer); err != nil {
		t.Fatalf("%s: %v", page, err)
	}
	if len(answer.Rows) != len(want.rows) {
		t.Fatalf("%s: json has %d rows, want %d", page, len(answer.Rows), len(want.rows))
	}
	for i, row := range want.rows {
		for j, v := range row {
			is := v
			switch v := v.(type) {
			case int:
				is = json.Number(strconv.Itoa(v))
			case decimal.Decimal:
				is = json.Number(v.String())
			}
			if got := answer.Rows[i][want.columns[j].key]; got != is {
				t.Errorf("%s: json row %d %s is %v, want %v", page, i, want.columns[j].key, got, is)
			}
		}
	}
}

func checkCSV(t *testing.T, page string, body []byte, want records, met *seen) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows)-1 != len(want.rows) {
		t.Fatalf("%s: csv has %d rows, want %d: %v", page, len(rows)-1, len(want.rows), err)
	}
	for i, row := range want.rows {
		for j, v := range row {
			field := rows[i+1][j]
			text := fmt.Sprint(v)
			switch v := v.(type) {
			case nil:
				text = ""
				met.absent++
			case decimal.Decimal:
				if v.IsZero() {
					met.zero++
				}
			case string:
				if v == hostile {
					met.hostile++
				}
				if want.columns[j].key == "flags" && v != "" {
					met.flags++
				}
				if want.columns[j].key == "name" && strings.Contains(v, "星湖区") {
					met.chinese++
				}
				if rest, ok := strings.CutPrefix(field, "'"); ok {
					met.guarded++
					field = rest // as the README says
				} else if field != "" && strings.ContainsAny(field[:1], "=+@\t\r\n") {
					t.Errorf("%s: csv field %.40q would be taken for a formula", page, field)
				}
				text = strings.ReplaceAll(text, "\r\n", "\n") // the reader's rule for quoted fields
			}
			if field != text {
				t.Errorf("%s: csv row %d %s is %.80q, want %.80q", page, i, want.columns[j].label, field, text)
			}
		}
	}
}

func checkWorkbook(t *testing.T, page string, f *excelize.File, want records) {
	t.Helper()
	var sheet string
	for _, name := range f.GetSheetList() {
		head, err := f.GetCellValue(name, "A1")
		if err != nil {
			t.Fatal(err)
		}
		second, _ := f.GetCellValue(name, "B1")
		if head == want.columns[0].label && second == want.columns[1].label {
			sheet = name
			break
		}
	}
	if sheet == "" {
		t.Fatalf("%s: no sheet of the records among %q", page, f.GetSheetList())
	}
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil || len(rows)-1 > len(want.rows) {
		t.Fatalf("%s: the workbook has %d rows, want %d: %v", page, len(rows)-1, len(want.rows), err)
	}
	for i, row := range want.rows {
		for j, v := range row {
			got := ""
			if i+1 < len(rows) && j < len(rows[i+1]) {
				got = rows[i+1][j]
			}
			text := ""
			switch v := v.(type) {
			case string:
				text = v
				if v != "" && strings.ContainsAny(v[:1], "=+-@") {
					cell, _ := excelize.CoordinatesToCellName(j+1, i+2)
					if kind, err := f.GetCellType(sheet, cell); err != nil || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
						t.Errorf("%s: %s is of type %v: %v", page, cell, kind, err)
					}
				}
			case int:
				text = strconv.Itoa(v)
			case bool:
				text = map[bool]string{true: "是", false: "否"}[v]
			case decimal.Decimal:
				text = v.String()
				if n, err := decimal.NewFromString(got); err == nil && n.Equal(v) {
					got = text
				}
			}
			if got != text {
				t.Errorf("%s: workbook row %d %s is %.80q, want %.80q", page, i, want.columns[j].label, got, text)
			}
		}
	}
}

// checkChartSheets holds the tables of a page, as a reader sees them, to the sheets of its charts.
func checkChartSheets(t *testing.T, page string, f *excelize.File, body []byte, met *seen) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	titles := map[string]string{}
	for _, name := range f.GetSheetList() {
		title, _ := f.GetCellValue(name, "A1")
		titles[title] = name
	}
	for _, section := range nodes(root, "section", "figure") {
		if len(nodes(section, "details", "tabular")) == 0 {
			continue // a list, whose sheet is not a chart's
		}
		met.charts++
		title := innerText(nodes(section, "h2", "")[0])
		tables := nodes(section, "table", "data")
		sheet, ok := titles[title]
		if !ok || len(tables) != 1 {
			t.Errorf("%s: chart %q has %d tables and sheet %q", page, title, len(tables), sheet)
			continue
		}
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		const first = 6 // rows above the table, with its head
		for i, tr := range nodes(nodes(tables[0], "tbody", "")[0], "tr", "") {
			if first+i >= len(rows) {
				t.Errorf("%s: %s ends at row %d of the table", page, title, i)
				break
			}
			cells := nodes(tr, "td", "")
			for j, td := range cells {
				checkChartCell(t, page+" "+title, rows[first+i], j, td, len(cells))
			}
		}
	}
}

// checkChartCell holds a figure with its flags to a row of a chart's sheet.
func checkChartCell(t *testing.T, where string, row []string, j int, td *html.Node, columns int) {
	t.Helper()
	var flags string
	for _, sup := range nodes(td, "sup", "flag") {
		flags = innerText(sup)
		sup.Parent.RemoveChild(sup)
	}
	for _, interval := range nodes(td, "span", "interval") {
		interval.Parent.RemoveChild(interval)
	}
	shown := strings.ReplaceAll(strings.TrimSpace(innerText(td)), "−", "-")
	got, beside := "", ""
	if 1+j < len(row) {
		got = row[1+j]
	}
	if 1+columns < len(row) {
		beside = strings.Join(row[1+columns:], " ")
	}
	want := shown
	if shown == "—" || strings.Contains(shown, "/") {
		want = ""
	}
	if got != want {
		t.Errorf("%s: %s column %d is %q, the page shows %q", where, row[0], j, got, shown)
	}
	if strings.Contains(shown, "/") && !strings.Contains(beside, shown) {
		t.Errorf("%s: %s has no %q beside it: %q", where, row[0], shown, beside)
	}
	if flags != "" && !strings.Contains(beside, flags) {
		t.Errorf("%s: %s has no flags %q beside it: %q", where, row[0], flags, beside)
	}
}

// nodes lists the elements of a name below a node, of a class where one is given.
func nodes(n *html.Node, name, class string) []*html.Node {
	var list []*html.Node
	for d := range n.Descendants() {
		if d.Type != html.ElementNode || d.Data != name {
			continue
		}
		for _, a := range d.Attr {
			if class != "" && a.Key == "class" && strings.Contains(" "+a.Val+" ", " "+class+" ") {
				list = append(list, d)
			}
		}
		if class == "" {
			list = append(list, d)
		}
	}
	return list
}

func innerText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// What a guard adds can be taken away, and nothing a spreadsheet evaluates goes without.
func TestGuardedTextCanBeReadBack(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "星湖区": "星湖区", "=1+1": "'=1+1", "@a": "'@a", "+1": "'+1", "-1+1": "'-1+1", "-5": "-5", "-5.25": "-5.25", "-": "-", "--": "--", "－": "－",
		"＝1": "'＝1", "－2+3": "'－2+3", "\t=1": "'\t=1", "'=1": "''=1", "'": "''", "--1": "'--1", "-5%": "'-5%",
	} {
		if got := guarded(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// The cover tells what was chosen, from where, who is missing, and how figures are computed.
func TestTheCoverSaysWhatTheFiguresAre(t *testing.T) {
	h := handler(t)
	w := get(t, h, "/outcomes.xlsx?region="+lake+"&from=2021&to=2023&release=merits")
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="tongjian-outcomes-990101-2021-2023-snapshot1.xlsx"` {
		t.Errorf("Content-Disposition %q", got)
	}
	f, err := excelize.OpenReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("封面")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, row := range rows {
		all.WriteString(strings.Join(row, "｜") + "\n")
	}
	for _, want := range []string{
		"示例数据", "地区｜星湖区（990101）", "年份｜2021—2023", "公开率分母｜实体答复", "快照｜第 1 号，2026-01-20 09:30 发布",
		"2021 年｜", "星湖区民政局", "公开率（实体答复）｜", "代码：merits_release", "b　口径中断｜",
		"网址｜http://127.0.0.1:8080/outcomes?region=990101&from=2021&to=2023",
	} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("the cover has no %q:\n%s", want, all.String())
			break
		}
	}
	if absent, err := f.GetRows("缺报单位"); err != nil || len(absent) != 5 {
		t.Errorf("the missing: %q, %v", absent, err)
	}
}

func writeFile(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
