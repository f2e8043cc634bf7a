package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongjian/data/forms"
)

func TestForms(t *testing.T) {
	status, out, errs := runLine(t, "forms")
	if status != exitOK || errs != "" || !strings.Contains(out, "2021\t国办公开办函〔2021〕30号\t适用于2021年及以后年度\t3 张表 200 格\n") {
		t.Errorf("list: %d\n%s%s", status, out, errs)
	}
	status, out, _ = runLine(t, "forms", "2019")
	e, _ := forms.Named("2019")
	if status != exitOK || out != forms.Paper(e) {
		t.Errorf("paper: %d\n%s", status, out)
	}
	status, _, errs = runLine(t, "forms", "2018")
	if status != exitUsage || !strings.Contains(errs, "没有版式 \"2018\"；已有：2021、2019") {
		t.Errorf("unknown edition: %d\n%s", status, errs)
	}
	status, _, errs = runLine(t, "forms", "--xlsx", "x.xlsx")
	if status != exitUsage || !strings.Contains(errs, "要指明版式") {
		t.Errorf("template without edition: %d\n%s", status, errs)
	}
}

func TestFormsTemplateIsNotOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "模板.xlsx")
	status, out, errs := runLine(t, "forms", "2021", "--xlsx", path)
	if status != exitOK || !strings.Contains(out, "2021 版填报模板") {
		t.Fatalf("write: %d\n%s%s", status, out, errs)
	}
	written, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(written), "PK") {
		t.Fatalf("no workbook was written: %v", err)
	}
	if err := os.WriteFile(path, []byte("an office's figures"), 0o644); err != nil {
		t.Fatal(err)
	}
	status, _, errs = runLine(t, "forms", "2021", "--xlsx", path)
	if left, _ := os.ReadFile(path); status != exitFailed || !strings.Contains(errs, "--force") || string(left) != "an office's figures" {
		t.Errorf("existing file: %d\n%s", status, errs)
	}
	if status, _, errs = runLine(t, "forms", "2021", "--xlsx", path, "--force"); status != exitOK {
		t.Errorf("force: %d\n%s", status, errs)
	}
	if again, _ := os.ReadFile(path); string(again) != string(written) {
		t.Error("the template differs from the one written before")
	}
}
