package main

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongjian/data"
	"tongjian/data/forms"
)

// An office program opens the template, computes its totals and saves it; what is then read must be what was typed in. The
// test needs LibreOffice and takes some seconds.
func TestTemplateFilledInByAnOfficeReadsBack(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil || testing.Short() {
		t.Skip("there is no soffice to fill the template in, or the test is to be short")
	}
	for _, e := range forms.All() {
		dir := t.TempDir()
		path := filepath.Join(dir, "模板.xlsx")
		if status, _, errs := runLine(t, "forms", e.Name, "--xlsx", path); status != exitOK {
			t.Fatal(errs)
		}
		typed := fillTemplate(t, e, path)
		saved := filepath.Join(dir, "saved")
		convert := exec.CommandContext(t.Context(), soffice, "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile",
			"--headless", "--convert-to", "xlsx", "--outdir", saved, path)
		if out, err := convert.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		status, out, errs := runLine(t, "read", "--json", filepath.Join(saved, "模板.xlsx"))
		if status != exitOK {
			t.Fatal(errs)
		}
		var got struct{ Reports []data.Report }
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(err)
		}
		if len(got.Reports) != 1 {
			t.Fatalf("%s: %d reports read", e.Name, len(got.Reports))
		}
		r := got.Reports[0]
		if r.Agency != "星湖区教育局" || r.Region != "990101" || r.Year != e.From || len(r.Unmapped) != 0 || len(r.Findings) != 0 {
			t.Errorf("%s: read %s %s %d, unmapped %v, findings %v", e.Name, r.Agency, r.Region, r.Year, r.Unmapped, r.Findings)
		}
		for _, table := range e.Tables {
			if r.Editions[table.ID] != e.Name && table.ID != "4" {
				t.Errorf("%s: 表%s is read on edition %s", e.Name, table.ID, r.Editions[table.ID])
			}
			for _, c := range table.Cells() {
				f, ok := r.FactAt(c.CellID)
				if !ok || f.Value == nil {
					t.Errorf("%s: %v was not read", e.Name, c.CellID)
				} else if want, ok := typed[c.CellID]; ok && f.Value.String() != want {
					t.Errorf("%s: %v is read as %s, typed was %s", e.Name, c.CellID, f.Value, want)
				}
			}
		}
	}
}

// fillTemplate types in an agency, a year and figures that add up, and gives the figures. Totals are left to the formulas.
func fillTemplate(t *testing.T, e forms.Edition, path string) map[data.CellID]string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	places, err := forms.TemplatePlaces(e)
	if err != nil {
		t.Fatal(err)
	}
	typed := map[data.CellID]string{}
	set := func(cell string, value any) {
		if err := f.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	set("D2", "星湖区教育局")
	set("M2", e.From)
	for _, table := range e.Tables {
		for i, c := range table.Cells() {
			name, _ := excelize.CoordinatesToCellName(places[c.CellID].Cell, places[c.CellID].Line)
			if formula, _ := f.GetCellFormula(sheet, name); formula != "" {
				continue
			}
			// One case granted in every column, all of them received this year, unless the column's number says more.
			value := 0
			switch {
			case strings.HasPrefix(c.Key, "rules."): // a district makes none
			case table.ID != "3":
				value = i
			case c.Key == "requests.received" || c.Key == "outcome.granted":
				value = i % 7
			}
			if c.Key == "fees.amount" {
				set(name, 7730.2801)
				typed[c.CellID] = "7730.2801"
				continue
			}
			set(name, value)
			typed[c.CellID] = strconv.Itoa(value)
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	return typed
}
