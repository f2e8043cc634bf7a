package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tongjian/dashboard/docx"
)

// hostile is what an agency might be called to harm a document, with what XML cannot hold.
const hostile = `</w:t></w:r><w:p>&amp;"'=cmd|' /C calc'!A0` + "\x00\x0b\ufffe\xff]]>"

func sample() *docx.Document {
	d := docx.New("标题" + hostile)
	d.Add(docx.Title, "关于"+hostile)
	d.Add(docx.Addressee, "星湖区教育局：")
	d.Add(docx.Text, "第一段\n第二行")
	d.Table(docx.Table{Columns: []docx.Column{{Head: "序号", Width: 10}, {Head: "问题", Width: 60, Left: true}},
		Rows: [][]string{{"1", hostile}, {docx.Above, "第二格\n换行"}, {"2", ""}}})
	d.Table(docx.Table{Columns: []docx.Column{{Head: "表二", Width: 1}}})
	d.Add(docx.Signed, "2026年2月5日")
	return d
}

func written(t *testing.T, d *docx.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func part(t *testing.T, file []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestEveryPartIsWellFormedAndNamed(t *testing.T) {
	file := written(t, sample())
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	types := part(t, file, "[Content_Types].xml")
	for _, f := range z.File {
		decoder := xml.NewDecoder(strings.NewReader(part(t, file, f.Name)))
		for {
			_, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		if strings.HasSuffix(f.Name, ".xml") && f.Name != "[Content_Types].xml" && !strings.Contains(types, `"/`+f.Name+`"`) {
			t.Errorf("%s has no content type", f.Name)
		}
	}
	styles := part(t, file, "word/styles.xml")
	for _, m := range strings.Split(part(t, file, "word/document.xml"), `<w:pStyle w:val="`)[1:] {
		if id, _, _ := strings.Cut(m, `"`); !strings.Contains(styles, `w:styleId="`+id+`"`) {
			t.Errorf("style %s is used and not declared", id)
		}
	}
}

func TestWhatIsAddedIsText(t *testing.T) {
	text := part(t, written(t, sample()), "word/document.xml")
	// 5 paragraphs, 8 cells of the first table, 1 of the second and a gap between the two and after.
	if n := strings.Count(text, "<w:p>"); n != 4+8+1+1 {
		t.Errorf("%d paragraphs", n)
	}
	for _, want := range []string{"&lt;/w:t&gt;", "第一段</w:t></w:r><w:r><w:br/></w:r>", "<w:tblHeader/>", `<w:vMerge w:val="restart"/>`, "<w:vMerge/>", "calc&#39;!A0□□□"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}

func TestTheSameDocumentGivesTheSameBytes(t *testing.T) {
	if !bytes.Equal(written(t, sample()), written(t, sample())) {
		t.Error("two writings differ")
	}
}

// An office program opens the document: it can be turned into a PDF. Only where LibreOffice is installed.
func TestAnOfficeProgramOpensIt(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil || os.Getenv("TONGJIAN_SOFFICE") == "" {
		t.Skip("set TONGJIAN_SOFFICE=1 to try with LibreOffice, where it is installed")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "信.docx")
	if err := os.WriteFile(path, written(t, sample()), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), soffice, "--headless", "-env:UserInstallation=file://"+dir+"/profile", "--convert-to", "pdf", "--outdir", dir, path)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if pdf, err := os.ReadFile(filepath.Join(dir, "信.pdf")); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Errorf("no PDF: %v", err)
	}
}

// The signature takes along what stands before it, a line of text or the last row of a table, and nothing else is held together by it.
func TestTheSignatureIsNotAlone(t *testing.T) {
	d := docx.New("通知")
	d.Add(docx.Text, "第一段")
	d.Table(docx.Table{Columns: []docx.Column{{Head: "问题", Width: 1}}, Rows: [][]string{{"甲"}, {"乙"}}})
	d.Add(docx.Signed, "示例办公室")
	d.Add(docx.Text, "附件")
	d.Add(docx.Signed, "2026年2月5日")
	text := part(t, written(t, d), "word/document.xml")
	for word, kept := range map[string]bool{"第一段": false, "甲": false, "乙": true, "附件": true, "2026年2月5日": false} {
		before, _, found := strings.Cut(text, ">"+word+"<")
		if paragraph := before[strings.LastIndex(before, "<w:p>"):]; !found || strings.Contains(paragraph, "<w:keepNext/>") != kept {
			t.Errorf("%s: %s", word, paragraph)
		}
	}
}
