package ingest

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/tools/txtar"
)

// seedFixtures adds the reports of the fixtures with one of the extensions.
func seedFixtures(f *testing.F, extensions ...string) {
	f.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, e := range extensions {
			if filepath.Ext(archive.Files[0].Name) == e {
				f.Add(archive.Files[0].Data)
			}
		}
	}
}

// fuzzAs reads whatever comes under a name and checks what must hold of any reading.
func fuzzAs(f *testing.F, name string) {
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, reports, err := Read(name, b, Hints{})
		if err != nil {
			return
		}
		holds(t, doc, reports)
	})
}

func FuzzReadHTML(f *testing.F) {
	seedFixtures(f, ".html", ".xls")
	f.Add([]byte("<table><tr><td rowspan=0 colspan=1000000>规章<table><tr><td>1<td>2</table><tr><td>3<tr hidden><td>4</table><p>5"))
	f.Add([]byte("<table><table><td><caption>一<tr><nav><td>二</nav></tbody><tfoot><th rowspan=65535>三"))
	f.Add([]byte("<meta charset=gbk><title>2022年政府信息公开年报</title><pre>规章\t1\n行政许可|2|\n</pre><a href=x>首页</a><input value=7><s>5</s>6"))
	fuzzAs(f, "龙亭区财政局2022.html")
}

func FuzzReadMHT(f *testing.F) {
	seedFixtures(f, ".doc")
	f.Add([]byte("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHRhYmxlPjx0ZD7op4Tnq6A=\n--b--\n--a--\n"))
	f.Add([]byte("MIME-Version: 1.0\nContent-Type: text/html; charset=gbk\nContent-Transfer-Encoding: quoted-printable\n\n<table><td>=B9=E6=D5=C2<td>1"))
	fuzzAs(f, "龙亭区财政局2022.mht")
}

// The body is fuzzed rather than the archive around it, whose checksums would stop nearly everything at the door.
func FuzzReadDOCX(f *testing.F) {
	for _, body := range wordSeeds {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		doc, reports, err := Read("龙亭区财政局2022.docx", packWord(t, body), Hints{})
		if err != nil {
			return
		}
		holds(t, doc, reports)
	})
}

var wordSeeds = []string{
	`<w:p><w:r><w:t>龙亭区财政局2022年政府信息公开工作年度报告</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>规章</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc><w:tc/></w:tr></w:tbl></w:tc></w:tr></w:tbl>`,
	`<w:tbl><w:tr><w:tc><w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent><w:tc><w:p/></w:tc></w:txbxContent></mc:Choice><mc:Fallback><w:t>x</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p></w:tc></w:tr></w:tbl>`,
	`<w:tbl><w:tr><w:trPr><w:gridBefore w:val="9"/><w:del/></w:trPr><w:tc><w:tcPr><w:hMerge w:val="restart"/></w:tcPr></w:tc><w:tc><w:tcPr><w:hMerge/><w:vMerge/></w:tcPr></w:tc></w:tr></w:tbl>`,
	`<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>予以公开</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val="8"/><w:numId w:val="3"/></w:numPr></w:pPr></w:p>`,
	`<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:sym w:char="F031"/><w:tab/><w:br/></w:r></w:p>`,
}

func FuzzReadCSV(f *testing.F) {
	seedFixtures(f, ".csv", ".xls")
	f.Add([]byte("sep=,\n\"规章\n\n\n\n\n\n\n\n\n\n\n\n\n,1,2\n行政许可,\"3\"\"\n"))
	f.Add([]byte("规章\t1\t\t\r行政许可\t2\r"))
	fuzzAs(f, "龙亭区财政局2022.csv")
}

func FuzzReadMarkdown(f *testing.F) {
	seedFixtures(f, ".md")
	f.Add([]byte("| a \\| b | **1** |\n|---|:-:|\n|规章|1|&nbsp;|<br>|\n---\n"))
	fuzzAs(f, "龙亭区财政局2022.md")
}

// Whatever the bytes, what is decoded is valid text, and text in the encodings offices use comes out as it went in.
func FuzzDecodeText(f *testing.F) {
	for _, s := range []string{"", "规章\t1\n", "联通", "年报 2022", "\ufeff规章", "é", "规\ufffd章"} {
		f.Add([]byte(s), "gbk")
	}
	f.Add([]byte("1\x000\x00\n\x00"), "")
	f.Add([]byte("\xff\xfe\x00\xd8"), "utf-8")
	f.Fuzz(func(t *testing.T, b []byte, declared string) {
		text, err := decodeText(b, declared)
		if err == nil && !utf8.ValidString(text) {
			t.Fatalf("%q decodes to %q", b, text)
		}
		s := string(b)
		if !utf8.ValidString(s) || !strings.ContainsFunc(s, chinese) || strings.ContainsAny(s, "\x00\ufeff\ufffd") {
			return
		}
		if text, err := decodeText(b, declared); err != nil || text != s {
			t.Fatalf("UTF-8 %q read as %q, %v", s, text, err)
		}
		encoded, err := simplifiedchinese.GB18030.NewEncoder().Bytes(b)
		if err != nil || utf8.Valid(encoded) || declared == "big5" || strings.IndexFunc(s, private) >= 0 {
			return
		}
		if c := countUTF8(encoded); c.broken*tolerated <= c.long {
			return // too close to tell, and no such text is longer than a word
		}
		if text, err := decodeText(encoded, declared); err != nil || text != s {
			t.Fatalf("GB18030 %q (% x) read as %q, %v", s, encoded, text, err)
		}
	})
}

func chinese(r rune) bool { return r >= 0x4e00 && r <= 0x9fa5 }

// private reports characters of private use, which GB18030 maps in more than one way.
func private(r rune) bool { return r >= 0xe000 && r <= 0xf8ff || r == 0x20ac || r > 0xffff }
