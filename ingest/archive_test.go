package ingest

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"tongjian/data/warehouse"
)

const shortReport = "龙亭区财政局2022年政府信息公开工作年度报告\n规章\t0\t0\t0\n行政规范性文件\t0\t0\t0\n第二十条第（五）项\n行政许可\t1\n"

// archiveOf writes a zip archive of the files given as name, content, name, content….
func archiveOf(t *testing.T, path string, files ...string) {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: files[i], Method: zip.Deflate, NonUTF8: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestArchives(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("2022年/龙亭区财政局.txt")
	if err != nil {
		t.Fatal(err)
	}
	bomb := strings.Repeat("0", maxFileBytes+10)
	for _, tc := range []struct {
		name  string
		files []string
		want  []string // path below the archive, then the outcome or what its reason says
	}{
		{"files and folders", []string{"a/报告1.txt", shortReport, "__MACOSX/a/报告1.txt", "x", "a/.DS_Store", "x", "b.txt", "无表"},
			[]string{"a/报告1.txt loaded", "b.txt 没有找到法定统计表"}},
		{"names in GBK", []string{gbk, shortReport}, []string{"2022年/龙亭区财政局.txt loaded"}},
		{"climbing out", []string{"../../../etc/报告.txt", shortReport, `..\..\报告.txt`, shortReport},
			[]string{"etc/报告.txt loaded", "报告.txt loaded"}},
		{"a bomb", []string{"b.txt", bomb}, []string{"b.txt 解压后太大"}},
		{"nothing in it", nil, []string{" 压缩包里没有可以读取的文件"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.zip")
			archiveOf(t, path, tc.files...)
			var got []string
			_, err := Run(t.Context(), nil, []string{path}, Options{Hints: Hints{}, Each: func(f FileResult) {
				what := string(f.Outcome)
				if f.Outcome == warehouse.Failed {
					what = f.Reason
				}
				got = append(got, strings.TrimPrefix(strings.TrimPrefix(f.Path, path), "/")+" "+what)
			}})
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != len(tc.want) {
				t.Fatalf("got %q, want %q", got, tc.want)
			}
			for i := range got {
				if !strings.HasPrefix(got[i], tc.want[i]) {
					t.Errorf("got %q, want %q", got[i], tc.want[i])
				}
			}
		})
	}
}

func TestCutOffArchive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.zip")
	archiveOf(t, path, "a.txt", shortReport)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b[:len(b)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	summary, err := Run(t.Context(), nil, []string{path}, Options{Each: func(f FileResult) {
		if !strings.Contains(f.Reason, "压缩包已损坏") {
			t.Errorf("reason %q", f.Reason)
		}
	}})
	if err != nil || summary.Failed != 1 {
		t.Errorf("%+v %v", summary, err)
	}
}
