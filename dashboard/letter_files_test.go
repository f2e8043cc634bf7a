package dashboard

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tongjian/data/filing"
	"tongjian/data/office"
)

// letterText is the text of a document.
func letterText(t *testing.T, file []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(string(body), ""))
}

// 星湖区民政局 is the second agency; its report on 2023 has an error.
func TestLettersAreHandedOut(t *testing.T) {
	h := handler(t)
	w := get(t, h, "/agencies/2/letter.docx?year=2023&date=2026-02-05")
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" ||
		!strings.Contains(w.Header().Get("Content-Disposition"), "990101-0002-") || !strings.HasSuffix(w.Header().Get("Content-Type"), "wordprocessingml.document") {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	letter := letterText(t, w.Body.Bytes())
	for _, says := range []string{"星湖区民政局：", "第一项加第二项不等于第三项加第四项", "42 ≠ 41，差 1", "2026年2月15日前回复", "单元格 requests.received", "星湖区政府信息公开工作主管部门2026年2月5日"} {
		if !strings.Contains(letter, says) {
			t.Errorf("the letter does not say %q:\n%s", says, letter)
		}
	}
	// 星湖区司法局 has never reported: it is reminded, of years that are due.
	if reminder := letterText(t, get(t, h, "/agencies/3/letter.docx?year=2024&date=2026-02-05").Body.Bytes()); !strings.Contains(reminder, "应于2025年1月31日前报送。截至2026年2月5日，尚未收到。") {
		t.Error(reminder)
	}
	form := get(t, h, "/agencies/3/letter.xlsx?year=2024&date=2026-02-05")
	if name := form.Header().Get("Content-Disposition"); !strings.Contains(name, url.PathEscape("-2024-填报表.xlsx")) {
		t.Errorf("what goes with it is called %s", name)
	}
	if f, err := excelize.OpenReader(form.Body); err != nil {
		t.Error(err)
	} else if title, err := f.GetCellValue(f.GetSheetName(0), "A1"); err != nil || title != "星湖区司法局2024年政府信息公开工作年度报告" {
		t.Errorf("it is about %q, %v", title, err)
	}
	if list := get(t, h, "/filing?region="+lake+"&missing=2024").Body.String(); !strings.Contains(list, `/agencies/3/letter.xlsx?scope=own&amp;year=2024">填报表</a>`) {
		t.Error("the list of the missing does not offer the form")
	}
	cover := letterText(t, get(t, h, "/letters.docx?region="+lake+"&year=2023&date=2026-02-05").Body.Bytes())
	if !strings.Contains(cover, "发出 2 件，其中催报 1 件；另有 2 份报告无需更正或说明") {
		t.Error(cover)
	}
	all := get(t, h, "/letters.zip?region="+lake+"&year=2023&date=2026-02-05").Body.Bytes()
	z, err := zip.NewReader(bytes.NewReader(all), int64(len(all)))
	if err != nil || len(z.File) != 2+2*2 {
		t.Fatalf("the archive has not six files: %v", err)
	}
	for _, f := range z.File {
		if day := f.Modified.In(filing.Beijing()).Format(time.DateOnly); day != "2026-02-05" {
			t.Errorf("%s is of %s", f.Name, day)
		}
	}
	for path, want := range map[string]int{
		"/agencies/1/letter.docx?year=2023":                           http.StatusNotFound, // all in order
		"/agencies/3/letter.docx?year=2024&date=2025-01-31":           http.StatusNotFound, // not due yet
		"/agencies/99/letter.xlsx":                                    http.StatusNotFound,
		"/agencies/x/letter.docx":                                     http.StatusNotFound,
		"/letters.docx?region=123456":                                 http.StatusNotFound,
		"/letters.docx?date=never":                                    http.StatusBadRequest,
		"/letters.docx?year=soon":                                     http.StatusBadRequest,
		"/letters.docx?date=2026-02-05&reply=2026-02-04":              http.StatusBadRequest,
		"/letters.pdf":                                                http.StatusNotFound,
		"/agencies/2/letter.xlsx?year=2023":                           http.StatusOK,
		"/letters.xlsx?region=" + city:                                http.StatusOK,
		"/agencies/4/letter.docx?year=2025&date=2026-02-05&scope=own": http.StatusOK, // the hostile name
	} {
		if w := get(t, h, path); w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
}

// The office's own wording counts in every letter; a mistake in it is told in a sentence, of whatever letter.
func TestAMistakeInTheWordingIsSaid(t *testing.T) {
	c := newCounter(t)
	one, root := c.returned(t), c.as(t, "root")
	c.server.wording = filepath.Join(t.TempDir(), "letter.txt")
	for text, want := range map[string]string{"! {{.局}}": "第 1 行：没有字段“.局”", "> 本局": ""} {
		if err := os.WriteFile(c.server.wording, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, target := range []string{"/agencies/" + strconv.Itoa(c.ids["星湖区民政局"]) + "/letter.docx?year=2023", submissionPath(one.ID) + "/letter.docx"} {
			w := ask(c.site, http.MethodGet, target, nil, root...)
			if want == "" && (w.Code != http.StatusOK || strings.TrimSpace(letterText(t, w.Body.Bytes())) != "本局") {
				t.Errorf("%s: %s: %d", text, target, w.Code)
			}
			if want != "" && (w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), want)) {
				t.Errorf("%s: %s: %d, without %q", text, target, w.Code, want)
			}
		}
	}
}

// A report that goes back for a reason no check knows has a letter, and no list of what was found: there is nothing in it.
func TestNoListWhereNothingWasFound(t *testing.T) {
	c := newCounter(t)
	wrong, root := c.returned(t), c.as(t, "root")
	right := c.sent(t, "education", "又一份.xlsx")
	c.read(t, right, reportOf(0, 2022))
	if err := c.store.Submit(t.Context(), office.Actor{Name: "education"}, []int64{right.ID}); err != nil {
		t.Fatal(err)
	}
	if err := c.store.Return(t.Context(), office.Actor{Name: "lake-office"}, right.ID, "缺第六章", time.Date(2026, 2, 20, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	for id, listed := range map[int64]bool{wrong.ID: true, right.ID: false} {
		at := submissionPath(id)
		text, list := ask(c.site, http.MethodGet, at, nil, root...).Body.String(), ask(c.site, http.MethodGet, at+"/letter.xlsx", nil, root...)
		if !strings.Contains(text, at+"/letter.docx") || strings.Contains(text, at+"/letter.xlsx") != listed || (list.Code == http.StatusOK) != listed {
			t.Errorf("%s: something found is %v, the list answers %d", at, listed, list.Code)
		}
	}
}

func TestPrintedListsOfFiling(t *testing.T) {
	h := handler(t)
	sheet := func(path, name string) [][]string {
		w := get(t, h, path)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, w.Code)
		}
		f, err := excelize.OpenReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	missing := sheet("/filing/list.xlsx?region="+lake+"&missing=2021", "缺报一览")
	if len(missing) != 3+2 || strings.Join(missing[3], " ") != "1 星湖区 星湖区民政局 部门 本级 2022-01-31 缺报 2024" || strings.Join(missing[4], " ") != "2 星湖区 星湖区司法局 部门 本级 2022-01-31 缺报" {
		t.Errorf("missing of 2021: %q", missing)
	}
	matrix := sheet("/filing/list.xlsx?region="+city, "报送情况")
	found := ""
	for _, row := range matrix {
		if len(row) > 2 && row[2] == "星湖区民政局" {
			found = strings.ReplaceAll(strings.Join(row[3:], "|"), "\n2026-01-20", "")
		}
	}
	if want := "已报|已报|缺报|已报|已报\n错 1|迟报|待报"; found != want {
		t.Errorf("the matrix says %q, want %q", found, want)
	}
	if sums := sheet("/filing/list.xlsx?region="+city, "各地区"); len(sums) < 5 || sums[len(sums)-1][0] != "合计" {
		t.Errorf("sums %q", sums)
	}
	if w := get(t, h, "/filing/list.xlsx?missing=1999"); w.Code != http.StatusNotFound {
		t.Errorf("a year nobody knows: %d", w.Code)
	}
}
