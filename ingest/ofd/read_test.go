package ofd

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"tongjian/data"
	"tongjian/ingest/pdf"
)

// pages makes a file of pages that hold what is given, with other parts beside them.
func pages(t testing.TB, others map[string]string, contents ...string) []byte {
	parts := map[string]string{"OFD.xml": `<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`}
	list := ""
	for i, content := range contents {
		parts[fmt.Sprintf("Doc_0/P%d.xml", i)] = `<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>` + content + `</ofd:Layer></ofd:Content></ofd:Page>`
		list += fmt.Sprintf(`<ofd:Page ID="%d" BaseLoc="P%d.xml"/>`, i, i)
	}
	parts["Doc_0/Document.xml"] = `<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>` +
		`<ofd:DocumentRes>Res.xml</ofd:DocumentRes><ofd:TemplatePage ID="9" BaseLoc="T.xml"/></ofd:CommonData><ofd:Pages>` + list + `</ofd:Pages></ofd:Document>`
	maps.Copy(parts, others)
	return packed(t, parts)
}

func packed(t testing.TB, parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, parts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// text is an object that writes a line at a place.
func text(x, y float64, line, attributes string) string {
	return fmt.Sprintf(`<ofd:TextObject Boundary="%g %g 100 5" Size="4" %s><ofd:TextCode X="0" Y="4">%s</ofd:TextCode></ofd:TextObject>`, x, y, attributes, line)
}

// said is all a document says, a line a piece.
func said(doc data.Document) string {
	var lines []string
	for _, b := range doc.Blocks {
		if b.Grid == nil {
			lines = append(lines, b.Text)
			continue
		}
		for _, row := range b.Grid.Rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, c.Text)
			}
			lines = append(lines, strings.Join(cells, "|"))
		}
	}
	return strings.Join(lines, "\n")
}

// TestFiles reads whole files as their parts are written in testdata, a txtar each: the parts, and what reading gives (want).
func TestFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			parts, want := map[string]string{}, ""
			for _, f := range txtar.Parse(b).Files {
				if f.Name == "want" {
					want = strings.TrimSpace(string(f.Data))
					continue
				}
				parts[f.Name] = string(f.Data)
			}
			doc, err := Read(packed(t, parts))
			got := said(doc)
			if err != nil {
				got = err.Error()
			}
			if got != want {
				t.Errorf("read\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// What cannot be seen is not read.
func TestHidden(t *testing.T) {
	for name, hidden := range map[string]string{
		"no fill":           text(20, 50, "看不见", `Fill="false"`),
		"see-through":       text(20, 50, "看不见", `Alpha="0"`),
		"not visible":       text(20, 50, "看不见", `Visible="false"`),
		"colour of none":    `<ofd:TextObject Boundary="20 50 100 5" Size="4"><ofd:FillColor Alpha="0"/><ofd:TextCode X="0" Y="4">看不见</ofd:TextCode></ofd:TextObject>`,
		"off the page":      text(-120, 50, "看不见", ""),
		"below the page":    text(20, 400, "看不见", ""),
		"a font of no size": strings.Replace(text(20, 50, "看不见", ""), `Size="4"`, `Size="0"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := Read(pages(t, nil, text(20, 30, "看得见", "")+hidden))
			if err != nil {
				t.Fatal(err)
			}
			if got := said(doc); got != "看得见" {
				t.Errorf("read %q", got)
			}
		})
	}
}

// Files nobody can read are refused with what to do, within bounds.
func TestRefused(t *testing.T) {
	small := pages(t, nil, text(20, 30, "文字", ""))
	composite := func(id string) string { return `<ofd:CompositeObject Boundary="0 0 210 297" ResourceID="` + id + `"/>` }
	res := func(units string) map[string]string {
		return map[string]string{"Doc_0/Res.xml": `<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CompositeGraphicUnits>` + units + `</ofd:CompositeGraphicUnits></ofd:Res>`}
	}
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"cut off":                  {small[:len(small)-40], ErrDamaged},
		"no documents":             {packed(t, map[string]string{"OFD.xml": "<OFD/>"}), ErrDamaged},
		"not XML":                  {packed(t, map[string]string{"OFD.xml": "\x00\x01"}), ErrDamaged},
		"a page that is not there": {packed(t, map[string]string{"OFD.xml": "<OFD><DocBody><DocRoot>d.xml</DocRoot></DocBody></OFD>", "d.xml": `<Document><Pages><Page BaseLoc="../../../etc/passwd"/></Pages></Document>`}), ErrDamaged},
		"a page that breaks off":   {pages(t, map[string]string{"Doc_0/P0.xml": "<Page><Content><Layer>"}, ""), ErrDamaged},
		"password":                 {pages(t, map[string]string{"Encryptions.xml": "x"}, ""), ErrEncrypted},
		"a scan":                   {pages(t, nil, `<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>`), pdf.ErrScanned},
		"nothing":                  {pages(t, nil, ""), pdf.ErrScanned},
		"nested too deep":          {pages(t, nil, strings.Repeat("<ofd:PageBlock>", 1000)+strings.Repeat("</ofd:PageBlock>", 1000)), ErrTooLarge},
		"a unit in itself":         {pages(t, res(`<ofd:CompositeGraphicUnit ID="1"><ofd:Content>`+composite("1")+composite("1")+`</ofd:Content></ofd:CompositeGraphicUnit>`), composite("1")), ErrTooLarge},
		"units upon units":         {pages(t, res(doubling(30, composite)), composite("0")), ErrTooLarge},
		"a text without end":       {pages(t, nil, strings.Repeat(text(20, 30, strings.Repeat("字", 1000), ""), 70)), ErrTooLarge},
		"a part without end":       {pages(t, map[string]string{"Doc_0/P0.xml": "<Page>" + strings.Repeat(" ", maxPart) + "</Page>"}, ""), ErrTooLarge},
		"parts without end":        {pages(t, nil, slices.Repeat([]string{strings.Repeat(" ", 20<<20)}, 4)...), ErrTooLarge},
		"too many pages":           {pages(t, nil, slices.Repeat([]string{""}, 500)...), pdf.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := Read(c.file)
			if !errors.Is(err, c.want) {
				t.Fatalf("%v, want %v; read %q", err, c.want, said(doc))
			}
		})
	}
}

// doubling are units each of which draws the next twice.
func doubling(n int, composite func(string) string) (units string) {
	for i := range n {
		next := composite(fmt.Sprint(i + 1))
		units += fmt.Sprintf(`<ofd:CompositeGraphicUnit ID="%d"><ofd:Content>%s%s</ofd:Content></ofd:CompositeGraphicUnit>`, i, next, next)
	}
	return units
}

// A template that names itself is drawn once.
func TestTemplateOfItself(t *testing.T) {
	template := `<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Template TemplateID="9"/><ofd:Content><ofd:Layer>` + text(20, 30, "抬头", "") + `</ofd:Layer></ofd:Content></ofd:Page>`
	page := `<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Template TemplateID="9" ZOrder="Background"/><ofd:Content><ofd:Layer>` + text(20, 60, "正文", "") + `</ofd:Layer></ofd:Content></ofd:Page>`
	doc, err := Read(pages(t, map[string]string{"Doc_0/T.xml": template, "Doc_0/P0.xml": page}, ""))
	if err != nil {
		t.Fatal(err)
	}
	if got := said(doc); got != "抬头\n正文" {
		t.Errorf("read %q", got)
	}
}

func TestDeltas(t *testing.T) {
	for given, want := range map[string][]float64{
		"":                 nil,
		"5 6":              {5, 6},
		"g 3 5 7":          {5, 5, 5, 7},
		"g 900000 5":       {5, 5, 5, 5, 5, 5},
		"g 2":              nil,
		"1 g x 5 2":        {1, 2},
		"NaN Inf 1e300 -1": {0, 0, 0, -1},
	} {
		if got := deltas(given, 6); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", given, got, want)
		}
	}
}

// The page a place stands on is drawn with the place marked.
func TestDrawPlace(t *testing.T) {
	b := pages(t, nil, text(20, 30, "第一行", "")+text(20, 60, "</text><script>", ""))
	doc, err := Read(b)
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := DrawPlace(b, doc.Blocks[0].At)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"第一行", "fill-opacity"} {
		if drawn.Type != "image/svg+xml" || !bytes.Contains(drawn.Bytes, []byte(want)) {
			t.Errorf("%s without %s: %s", drawn.Type, want, drawn.Bytes)
		}
	}
	if bytes.Contains(drawn.Bytes, []byte("<script")) {
		t.Errorf("a text has become an element: %s", drawn.Bytes)
	}
	if _, err := DrawPlace(b, data.Position{Page: 7, Line: 1}); err == nil {
		t.Error("a page that is not there is drawn")
	}
}

// Whatever a page holds, reading it ends with a document that can be kept, or a refusal.
func FuzzRead(f *testing.F) {
	f.Add([]byte(text(20, 30, "一、本年新收", "")))
	f.Add([]byte(`<PathObject Boundary="1 1 9 9"><AbbreviatedData>M 0 0 L 9 0 B 1 2 3 4 5 6 Q 1 2 3 4 A 1 2 3 4 5 6 7 C S 1 1 L</AbbreviatedData></PathObject>`))
	f.Add([]byte(`<TextObject Boundary="a b" CTM="0 1 -1 0 9 9" Size="1e9" HScale="-3"><TextCode DeltaX="g g 5" DeltaY="g 3 -1">` + "\n字\n" + `</TextCode></TextObject>`))
	f.Add([]byte(`<CompositeObject ResourceID="1" CTM="2 0 0 2 0 0"/></Layer><Layer><Template TemplateID="9"/>`))
	f.Fuzz(func(t *testing.T, content []byte) {
		doc, err := Read(pages(t, map[string]string{"Doc_0/Res.xml": `<Res><CompositeGraphicUnits><CompositeGraphicUnit ID="1"><Content>` + string(content) +
			`</Content></CompositeGraphicUnit></CompositeGraphicUnits></Res>`, "Doc_0/T.xml": "<Page>" + string(content) + "</Page>"}, string(content)))
		if err != nil {
			return
		}
		if _, err := json.Marshal(doc); err != nil {
			t.Fatal(err)
		}
	})
}
