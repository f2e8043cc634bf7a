package dashboard

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// The workbook of the nine districts compared has the figures of the page's tables, cell by cell, and says where they break.
// LibreOffice, under TONGJIAN_SOFFICE=1, reads the same from every sheet; and from the brief, a document of one page.
func TestTheNineDistrictsInAWorkbook(t *testing.T) {
	h := handlerOf(t, nineDistricts(t))
	const page = "/compare?from=2019&to=2025"
	raw := get(t, h, "/compare.xlsx?from=2019&to=2025").Body.Bytes()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var met seen
	checkChartSheets(t, page, f, get(t, h, page).Body.Bytes(), &met)
	broken := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if strings.HasPrefix(strings.Join(row, ""), "口径中断　2024 年起：") {
				broken++
			}
		}
	}
	if met.charts < 4 || broken == 0 {
		t.Errorf("%d charts, %d of them broken in 2024", met.charts, broken)
	}

	office, err := exec.LookPath("soffice")
	if os.Getenv("TONGJIAN_SOFFICE") == "" || err != nil {
		t.Skip("LibreOffice is asked where TONGJIAN_SOFFICE=1 and it is installed")
	}
	dir := t.TempDir()
	convert := func(to, name string, content []byte) {
		writeFile(t, filepath.Join(dir, name), content)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		out, err := exec.CommandContext(ctx, office, "--headless", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
			"--convert-to", to, "--outdir", dir, filepath.Join(dir, name)).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	// Comma, quotes, UTF-8, from line 1, contents as shown, every sheet to a file of its own.
	convert("csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,false,false,false,-1", "page.xlsx", raw)
	for _, sheet := range f.GetSheetList() {
		checkLibreOffice(t, f, sheet, readFile(t, filepath.Join(dir, "page-"+sheet+".csv")))
	}
	convert("pdf", "brief.docx", get(t, h, "/brief.docx").Body.Bytes())
	if n := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(readFile(t, filepath.Join(dir, "brief.pdf")), -1)); n != 1 {
		t.Errorf("the brief is %d pages", n)
	}
}

// checkLibreOffice compares a sheet with what LibreOffice has made of it.
func checkLibreOffice(t *testing.T, f *excelize.File, sheet string, text []byte) {
	t.Helper()
	want, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.FieldsPerRecord = -1
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", sheet, err)
	}
	rows = slices.DeleteFunc(rows, empty) // blank lines are no records of a CSV file
	want = slices.DeleteFunc(want, empty)
	if len(rows) != len(want) {
		t.Errorf("%s: LibreOffice reads %d rows, want %d", sheet, len(rows), len(want))
		return
	}
	for i, row := range want {
		for j, is := range row {
			if got := rows[i][j]; !sameCell(got, is) {
				t.Errorf("%s row %d column %d: LibreOffice reads %q, want %q", sheet, i+1, j+1, got, is)
			}
		}
	}
}

func empty(row []string) bool { return strings.Join(row, "") == "" }

// sameCell reports whether a cell reads the same: as text, or as a percentage with all its digits.
func sameCell(got, want string) bool {
	a, err := decimal.NewFromString(strings.TrimSuffix(got, "%"))
	b, err2 := decimal.NewFromString(strings.TrimSuffix(want, "%"))
	if err != nil || err2 != nil || !strings.HasSuffix(want, "%") {
		return got == want
	}
	return strings.HasSuffix(got, "%") && a.Round(-b.Exponent()).Equal(b)
}
