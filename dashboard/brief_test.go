package dashboard

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// The sheet says what may be said, with where it stands; its twin holds every figure a sentence rests on and why others are not said.
func TestBriefSaysWhatItsFiguresSay(t *testing.T) {
	h := handler(t)
	for _, region := range []string{city, lake, field} {
		page := get(t, h, "/brief?to=2024&region="+region)
		if page.Code != http.StatusOK {
			t.Fatalf("%s: %d", region, page.Code)
		}
		body := page.Body.String()
		var twin struct {
			Rows []struct {
				Rule, Sentence, Link, Reason string
				Chosen                       bool
				Numerator, Denominator       *decimal.Decimal
			}
		}
		if err := json.Unmarshal(get(t, h, "/brief.json?to=2024&region="+region).Body.Bytes(), &twin); err != nil {
			t.Fatal(err)
		}
		chosen := 0
		for _, row := range twin.Rows {
			if !row.Chosen {
				if row.Reason == "" {
					t.Errorf("%s: %s is not said, and nothing tells why", region, row.Rule)
				}
				continue
			}
			chosen++
			if !strings.Contains(body, row.Sentence) {
				t.Errorf("%s: the page does not say %s", region, row.Sentence)
			}
			u, err := url.Parse(row.Link)
			if err != nil || u.Query().Get(paramRegion) != region || u.Fragment == "" {
				t.Errorf("%s: %s leads to %q", region, row.Rule, row.Link)
			}
			if shown := get(t, h, u.RequestURI()); shown.Code != http.StatusOK || !strings.Contains(shown.Body.String(), `id="`+u.Fragment+`"`) {
				t.Errorf("%s: %s is no place of a page", region, row.Link)
			}
		}
		if chosen == 0 && !strings.Contains(body, "还得不出可以写在纸上的结论") {
			t.Errorf("%s: nothing is said, not even that", region)
		}
		if n := strings.Count(body, `class="plot"`); n != 4 {
			t.Errorf("%s: %d pictures", region, n)
		}
	}
	if body := get(t, h, "/brief?to=2024&region="+lake).Body.String(); !strings.Contains(body, "缺报 1 份：<a href=") || !strings.Contains(body, "星湖区司法局") {
		t.Error("who is missing is not named")
	}
	file := get(t, h, "/brief.docx?to=2024&region="+city)
	if file.Code != http.StatusOK || !bytes.HasPrefix(file.Body.Bytes(), []byte("PK")) {
		t.Errorf("the document: %d", file.Code)
	}
}

// The sums of the page are those of its twin and of the workbook, and lead to the reports they are made of.
func TestConsolidatedPage(t *testing.T) {
	h := handler(t)
	var twin struct {
		Rows []struct {
			Measure, Column, Without string
			Value                    *decimal.Decimal
			Reports, Reported        int
		}
	}
	// 2023: a report with a blank and words; 2024: a department that never reports.
	if err := json.Unmarshal(get(t, h, "/consolidated.json?to=2023&region="+lake).Body.Bytes(), &twin); err != nil {
		t.Fatal(err)
	}
	page := get(t, h, "/consolidated?to=2023&region="+lake).Body.String()
	want := decimal.NewFromInt(received(0, 2023) + received(1, 2023))
	for _, row := range twin.Rows {
		switch row.Measure + ":" + row.Column {
		case "requests.received:total":
			if row.Value == nil || !row.Value.Equal(want) || row.Reports != 2 || row.Reported != 2 {
				t.Errorf("received: %+v, want %s", row, want)
			}
			link := "/sources" + find(t, page, `id="c-requests.received-total" colspan="1" class=""><a href="/sources`, `"`)
			if sources := get(t, h, strings.ReplaceAll(link, "&amp;", "&")); sources.Code != http.StatusOK || !strings.Contains(sources.Body.String(), "星湖区教育局") {
				t.Errorf("the sum leads to %d", sources.Code)
			}
		case "requests.carried_in:business":
			if row.Reported != 1 || row.Without != "星湖区民政局（空白）" {
				t.Errorf("a blank: %+v", row)
			}
		case "outcome.partial:research":
			if row.Reported != 1 || !strings.HasPrefix(row.Without, "星湖区民政局（填的是“</script>") {
				t.Errorf("words: %+v", row)
			}
		}
	}
	for _, said := range []string{"缺 1 份", "星湖区司法局", `title="1 个单位给出数字；1 个没有：星湖区民政局（空白）"`} {
		if !strings.Contains(page, said) {
			t.Errorf("the page does not say %s", said)
		}
	}
	if strings.Contains(page, "<img src=x") {
		t.Error("an agency's words are part of the page")
	}
	file := get(t, h, "/consolidated/report.xlsx?to=2023&region="+lake)
	book, err := excelize.OpenReader(file.Body)
	if err != nil {
		t.Fatal(err)
	}
	remarks, err := book.GetComments("年度报告")
	if err != nil || len(remarks) < 2 {
		t.Errorf("remarks: %v, %v", remarks, err)
	}
	for _, path := range []string{"/consolidated/report.docx", "/consolidated/sheets.xlsx"} {
		if got := get(t, h, path+"?to=2023&region="+lake); got.Code != http.StatusOK || !bytes.HasPrefix(got.Body.Bytes(), []byte("PK")) {
			t.Errorf("%s: %d", path, got.Code)
		}
		if got := get(t, h, path+"?to=2023&region=410203"); got.Code != http.StatusNotFound {
			t.Errorf("%s of nothing: %d", path, got.Code)
		}
	}
	if country := get(t, h, "/consolidated?region=000000"); country.Code != http.StatusOK || !strings.Contains(country.Body.String(), "请选省、市、县") {
		t.Errorf("the country: %d", country.Code)
	}
}
