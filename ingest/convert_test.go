package ingest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongjian/ingest/ole/oletest"
)

// program writes a shell script that stands for LibreOffice: what it is told to do with the last argument, the file, and $out.
func program(t *testing.T, script string) *Converter {
	t.Helper()
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("no shell")
	}
	path := filepath.Join(t.TempDir(), "soffice")
	head := "#!/bin/sh\nfor a; do last=$a; [ \"$before\" = --outdir ] && out=$a; before=$a; done\nmkdir -p \"$out\"\n"
	if err := os.WriteFile(path, []byte(head+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return &Converter{path, 20 * time.Second}
}

func TestConvert(t *testing.T) {
	fixture, err := filepath.Abs("testdata/office2021.docx")
	if err != nil {
		t.Fatal(err)
	}
	doc := oletest.Container(map[string][]byte{"WordDocument": make([]byte, 5000)})
	for _, tc := range []struct {
		name, script string
		content      []byte
		want         string // of the error; empty: read
	}{
		{"a document", "cp " + fixture + " \"$out/report.docx\"", doc, ""},
		{"rich text", "cp " + fixture + " \"$out/report.docx\"", []byte(`{\rtf1 x}`), ""},
		{"nothing comes of it", "exit 0", doc, "转换不了"},
		{"it breaks off", "cp " + fixture + " \"$out/report.docx\"; exit 3", doc, "没有转换完"},
		{"what comes is no document", "echo x > \"$out/report.docx\"", doc, "没有找到"},
		{"a workbook is left alone", "exit 3", []byte("龙亭区"), "没有找到"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "龙亭区财政局2021.doc")
			if err := os.WriteFile(path, tc.content, 0o600); err != nil {
				t.Fatal(err)
			}
			got := ReadFile(t.Context(), path, Hints{Region: "410202"}, program(t, tc.script))
			if tc.want != "" {
				if !strings.Contains(got.Reason, tc.want) {
					t.Errorf("got %q", got.Reason)
				}
				return
			}
			if got.Reason != "" || len(got.Reports) != 1 {
				t.Fatalf("%q, %d reports", got.Reason, len(got.Reports))
			}
			f := got.Reports[0].Findings
			if len(f) == 0 || !strings.Contains(f[len(f)-1].Message, "LibreOffice") {
				t.Errorf("nothing says that it was converted: %v", f)
			}
		})
	}
	t.Run("without a converter", func(t *testing.T) {
		if _, _, err := readConverted(t.Context(), "x.doc", doc, Hints{}, nil); err == nil || !strings.Contains(err.Error(), "--convert") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("endless", func(t *testing.T) {
		c := program(t, "exec tail -f /dev/null")
		c.limit = 50 * time.Millisecond
		if _, err := c.convert(context.Background(), doc); err == nil || !strings.Contains(err.Error(), "超过上限") {
			t.Errorf("got %v", err)
		}
	})
}
