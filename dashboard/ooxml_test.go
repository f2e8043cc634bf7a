package dashboard

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// schemaOrder is testdata/ooxml-order.txt: the children an element may have, in their order.
type schemaOrder map[string][]string

func readSchemaOrder(t testing.TB) schemaOrder {
	t.Helper()
	text, err := os.ReadFile("testdata/ooxml-order.txt")
	if err != nil {
		t.Fatal(err)
	}
	order := schemaOrder{}
	for line := range strings.Lines(string(text)) {
		if name, children, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && !strings.HasPrefix(line, "#") {
			if order[name] != nil {
				t.Fatalf("%s has two orders", name)
			}
			order[name] = strings.Fields(children)
		}
	}
	return order
}

// prefixOf is how ooxml-order.txt writes a namespace.
func prefixOf(space string) string {
	return map[string]string{
		"http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
		"http://schemas.openxmlformats.org/drawingml/2006/main":        "a:",
		"http://schemas.openxmlformats.org/drawingml/2006/chart":       "c:",
		"http://schemas.openxmlformats.org/spreadsheetml/2006/main":    "x:",
		"http://schemas.openxmlformats.org/officeDocument/2006/math":   "m:",
		"http://schemas.openxmlformats.org/package/2006/content-types": "types:",
		"http://schemas.openxmlformats.org/package/2006/relationships": "rels:",
		"http://schemas.openxmlformats.org/markup-compatibility/2006":  "mc:",
		"http://schemas.microsoft.com/office/drawing/2012/chart":       "c15:",
	}[space]
}

// of gives the order of an element's children; ok is false where nothing is known of it.
func (o schemaOrder) of(parent, element xml.Name) ([]string, bool) {
	for _, key := range []string{prefixOf(parent.Space) + parent.Local + "/" + element.Local, parent.Local + "/" + element.Local,
		prefixOf(element.Space) + element.Local, element.Local} {
		if list, ok := o[key]; ok {
			return list, true
		}
	}
	return nil, false
}

// breach tells the first place where a part does not keep the order; empty where it does.
func (o schemaOrder) breach(part io.Reader) string {
	type open struct {
		name  xml.Name
		order []string
		known bool
		at    int // in order: where the last child stood
	}
	stack := []open{{known: true, order: []string{"*"}}}
	d := xml.NewDecoder(part)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return ""
		}
		if err != nil {
			return err.Error()
		}
		switch token := token.(type) {
		case xml.StartElement:
			parent := &stack[len(stack)-1]
			if !parent.known {
				return "no order is known of the children of " + parent.name.Local
			}
			at := slices.Index(parent.order[parent.at:], token.Name.Local)
			if at < 0 && parent.order[len(parent.order)-1] == "*" {
				at = len(parent.order) - 1 - parent.at
			}
			if at < 0 {
				return fmt.Sprintf("%s in %s stands after %s, or must not be there", token.Name.Local, parent.name.Local, parent.order[parent.at])
			}
			parent.at += at
			order, known := o.of(parent.name, token.Name)
			stack = append(stack, open{name: token.Name, order: order, known: known})
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
}

// holdOOXML holds a document or workbook to what Word, Excel and WPS demand before they open it without repairing: children in the
// order of the schemas, every part with its type, every relation with its part. Files of a ZIP archive are held one by one.
func holdOOXML(t testing.TB, order schemaOrder, name string, body []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	parts := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatalf("%s %s: %v", name, f.Name, err)
		}
	}
	types, ok := parts["[Content_Types].xml"]
	if !ok {
		for inner, text := range parts {
			if ending := path.Ext(inner); ending == ".docx" || ending == ".xlsx" {
				holdOOXML(t, order, name+" "+inner, text)
			}
		}
		return
	}
	var typed struct {
		Default []struct {
			Extension string `xml:",attr"`
		}
		Override []struct {
			PartName string `xml:",attr"`
		}
	}
	if err := xml.Unmarshal(types, &typed); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, o := range typed.Override {
		if parts[strings.TrimPrefix(o.PartName, "/")] == nil {
			t.Errorf("%s: %s has a type and is not there", name, o.PartName)
		}
	}
	for part, text := range parts {
		switch {
		case strings.HasSuffix(part, ".rels"):
			holdRelations(t, name, part, text, parts)
		case strings.HasSuffix(part, ".xml") && !strings.HasPrefix(part, "docProps/") && !strings.HasPrefix(part, "xl/theme/") && part != "[Content_Types].xml":
			if wrong := order.breach(bytes.NewReader(text)); wrong != "" {
				t.Errorf("%s, %s: %s", name, part, wrong)
			}
		}
	}
}

// holdRelations holds every relation to leading to a part, and the ids to being told apart.
func holdRelations(t testing.TB, name, part string, text []byte, parts map[string][]byte) {
	t.Helper()
	var list struct {
		Relationship []struct {
			ID         string `xml:"Id,attr"`
			Target     string `xml:",attr"`
			TargetMode string `xml:",attr"`
		}
	}
	if err := xml.Unmarshal(text, &list); err != nil {
		t.Fatalf("%s %s: %v", name, part, err)
	}
	seen := map[string]bool{}
	for _, r := range list.Relationship {
		if seen[r.ID] {
			t.Errorf("%s, %s: two relations %s", name, part, r.ID)
		}
		seen[r.ID] = true
		to := strings.TrimPrefix(r.Target, "/")
		if !strings.HasPrefix(r.Target, "/") {
			to = path.Join(path.Dir(path.Dir(part)), r.Target)
		}
		if r.TargetMode != "External" && parts[to] == nil {
			t.Errorf("%s, %s: %s leads to %s, which is not there", name, part, r.ID, to)
		}
	}
}

// TestDocumentsKeepTheSchemas holds the documents that are written beside pages to what office programs demand; the workbooks of
// pages are held to it where their figures are compared with the pages'.
func TestDocumentsKeepTheSchemas(t *testing.T) {
	h, order := handler(t), readSchemaOrder(t)
	for _, address := range []string{"/brief.docx?region=" + lake, "/consolidated/report.docx?region=" + city + "&year=2023", "/consolidated/report.xlsx?region=" + city + "&year=2023",
		"/consolidated/sheets.xlsx?region=" + city + "&year=2023", "/filing/list.xlsx?region=" + city, "/letters.zip?region=" + city + "&year=2023"} {
		w := get(t, h, address)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d", address, w.Code)
			continue
		}
		holdOOXML(t, order, address, w.Body.Bytes())
	}
	for _, wrong := range []string{
		`<w:pPr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:jc/><w:spacing/></w:pPr>`,
		`<c:lineChart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:ser><c:val/><c:cat/></c:ser></c:lineChart>`,
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><pageSetup/><pageMargins/></worksheet>`,
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><invented/></worksheet>`,
	} {
		if order.breach(strings.NewReader(wrong)) == "" {
			t.Errorf("nothing is wrong with %s", wrong)
		}
	}
}
