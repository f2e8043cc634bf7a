package dashboard

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

var update = flag.Bool("update", false, "write what documents say now to testdata; refused where the number of lines changes")

// TestDocumentsSayWhatTheySaid compares what the brief and the government's own report say, line by line: paragraphs with their
// style, tables cell by cell, charts with every value and break.
func TestDocumentsSayWhatTheySaid(t *testing.T) {
	h := handler(t)
	for name, address := range map[string]string{
		"brief.docx.txt":        "/brief.docx?to=2024&region=" + city,
		"consolidated.docx.txt": "/consolidated/report.docx?to=2023&region=" + lake,
		"consolidated.xlsx.txt": "/consolidated/report.xlsx?to=2023&region=" + lake,
	} {
		w := get(t, h, address)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d", address, w.Code)
			continue
		}
		says := documentLines
		if strings.Contains(path.Ext(strings.TrimSuffix(name, ".txt")), "xlsx") {
			says = workbookLines
		}
		compareLines(t, "testdata/documents/"+name, says(t, w.Body.Bytes()))
	}
}

// compareLines compares with a file, or under -update writes it.
func compareLines(t *testing.T, name string, got []string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if *update && (os.IsNotExist(err) || strings.Count(string(text), "\n") == len(got)) {
		writeFile(t, name, []byte(strings.Join(got, "\n")+"\n"))
		return
	}
	if err != nil {
		t.Error(err)
		return
	}
	want := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	for i := range max(len(want), len(got)) {
		a, b := "(nothing)", "(nothing)"
		if i < len(want) {
			a = want[i]
		}
		if i < len(got) {
			b = got[i]
		}
		if a != b {
			t.Errorf("%s:%d: is\n\t%s\nwant\n\t%s", name, i+1, b, a)
			return
		}
	}
}

// workbookLines is a line for every cell that is not empty, with the remark on it.
func workbookLines(t *testing.T, body []byte) []string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var lines []string
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, text := range row {
				if text != "" {
					cell, _ := excelize.CoordinatesToCellName(j+1, i+1) // both are at least 1
					lines = append(lines, fmt.Sprintf("%s!%s %q", sheet, cell, text))
				}
			}
		}
		remarks, err := f.GetComments(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range remarks {
			text := c.Text
			for _, run := range c.Paragraph {
				text += run.Text
			}
			lines = append(lines, fmt.Sprintf("%s!%s remark %q", sheet, c.Cell, text))
		}
	}
	return lines
}

// documentLines is a line for every paragraph and row of a document, then for every part of its charts.
func documentLines(t *testing.T, body []byte) []string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range z.File {
		if f.Name != "word/document.xml" && !strings.HasPrefix(f.Name, "word/charts/chart") && !strings.HasPrefix(f.Name, "word/drawings/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, "-- "+f.Name+" --")
		lines = append(lines, partLines(t, r)...)
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return lines
}

// partLines is the text of a part: a line a paragraph with its style, a row of a table, a series of a chart, a place of a mark.
func partLines(t *testing.T, part io.Reader) []string {
	t.Helper()
	var (
		lines []string
		line  strings.Builder
		style string
		rows  int // rows and series that are open: their paragraphs are cells
		d     = xml.NewDecoder(part)
	)
	flush := func() {
		if text := strings.TrimSuffix(line.String(), "｜"); text != "" {
			lines = append(lines, strings.TrimSpace(style+" "+text))
		}
		line.Reset()
	}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			flush()
			return lines
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch name := token.Name.Local; {
			case name == "pStyle":
				style = token.Attr[0].Value
			case slices.Contains([]string{"tr", "ser", "from", "to"}, name):
				flush()
				rows++
				style = name
			case name == "pt":
				line.WriteString(token.Attr[0].Value + "=")
			}
		case xml.CharData:
			line.Write(bytes.TrimSpace(token))
		case xml.EndElement:
			switch name := token.Name.Local; {
			case slices.Contains([]string{"tr", "ser", "from", "to"}, name):
				flush()
				rows--
				style = ""
			case rows > 0 && slices.Contains([]string{"tc", "tx", "pt", "x", "y", "formatCode"}, name):
				line.WriteString("｜")
			case rows == 0 && name == "p":
				flush()
				style = ""
			}
		}
	}
}
