package dashboard

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"tongjian/data/office"
	"tongjian/queries/datasets"
)

// unpacked gives the files of a data package, without the folder they are in.
func unpacked(t *testing.T, body []byte) map[string][]byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		_, name, _ := strings.Cut(f.Name, "/")
		files[name] = b
	}
	return files
}

// descriptor is what Data Package 2.0 and Table Schema say of a package, as far as this program uses them.
type descriptor struct {
	Schema    string `json:"$schema"`
	Name      string
	Created   string
	Resources []struct {
		Name, Path, Format, Mediatype, Encoding, Hash string
		Bytes                                         int
		Schema                                        struct {
			Fields []struct {
				Name, Type    string
				MissingValues *[]string
				Constraints   struct{ Required bool }
				Categories    []struct{ Value, Label string }
			}
			PrimaryKey  []string
			ForeignKeys []struct {
				Fields    []string
				Reference struct {
					Resource string
					Fields   []string
				}
			}
			MissingValues []struct{ Value, Label string }
		}
	}
}

// The descriptor says what is there: every file with its size and digest, every column, and what the standard asks of names, types,
// keys and missing values; and what it says of the values is true of them.
func TestDataPackage(t *testing.T) {
	h, _ := spokenOf(t)
	w := get(t, h, apiRoot+packageName)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/zip" {
		t.Fatalf("status %d, %v", w.Code, w.Header())
	}
	files := unpacked(t, w.Body.Bytes())
	var d descriptor
	decode(t, files["datapackage.json"], &d)
	if d.Schema != "https://datapackage.org/profiles/2.0/datapackage.json" || !regexp.MustCompile(`^[a-z0-9._/-]+$`).MatchString(d.Name) || d.Created == "" {
		t.Errorf("%s %s %s", d.Schema, d.Name, d.Created)
	}
	types := []string{"string", "number", "integer", "boolean", "date", "datetime"}
	described := []string{"README.md", "datapackage.json", "dcat.jsonld"}
	fields, keys, tables := map[string][]string{}, map[string]map[string]bool{}, map[string][][]string{}
	for _, r := range d.Resources {
		described = append(described, r.Path)
		sum := sha256.Sum256(files[r.Path])
		if len(files[r.Path]) != r.Bytes || "sha256:"+hex.EncodeToString(sum[:]) != r.Hash {
			t.Errorf("%s: %d bytes, described as %d %s", r.Path, len(files[r.Path]), r.Bytes, r.Hash)
		}
		if fields[r.Name] != nil {
			t.Errorf("two resources are called %s", r.Name)
		}
		for _, f := range r.Schema.Fields {
			fields[r.Name] = append(fields[r.Name], f.Name)
			if !slices.Contains(types, f.Type) {
				t.Errorf("%s.%s: type %q", r.Name, f.Name, f.Type)
			}
		}
		if len(r.Schema.MissingValues) != 1 || r.Schema.MissingValues[0].Value != "" || r.Schema.MissingValues[0].Label == "" {
			t.Errorf("%s: missing values %v", r.Name, r.Schema.MissingValues)
		}
		if r.Format != "csv" {
			if !bytes.HasPrefix(files[r.Path], []byte("PAR1")) {
				t.Errorf("%s is no Parquet", r.Path)
			}
			continue
		}
		table, err := csv.NewReader(bytes.NewReader(files[r.Path])).ReadAll()
		if err != nil || len(table) == 0 || !slices.Equal(table[0], fields[r.Name]) {
			t.Fatalf("%s: the heading is not the fields: %v", r.Path, err)
		}
		keys[r.Name], tables[r.Name] = map[string]bool{}, table
		for _, row := range table[1:] {
			var key []string
			for i, f := range r.Schema.Fields {
				v := row[i]
				if slices.Contains(r.Schema.PrimaryKey, f.Name) {
					key = append(key, v)
				}
				if v == "" && f.Constraints.Required && (f.MissingValues == nil || len(*f.MissingValues) > 0) {
					t.Errorf("%s: %s is required and missing in %v", r.Name, f.Name, row)
				}
				if v != "" && !isOfType(v, f.Type) {
					t.Errorf("%s.%s: %q is no %s", r.Name, f.Name, v, f.Type)
				}
				if f.Categories != nil && v != "" && !slices.ContainsFunc(f.Categories, func(c struct{ Value, Label string }) bool { return c.Value == v }) {
					t.Errorf("%s.%s: %q is no category", r.Name, f.Name, v)
				}
			}
			if id := strings.Join(key, "\x00"); keys[r.Name][id] {
				t.Errorf("%s: the key %q names two rows", r.Name, key)
			} else {
				keys[r.Name][id] = true
			}
		}
	}
	slices.Sort(described)
	var there []string
	for name := range files {
		there = append(there, name)
	}
	slices.Sort(there)
	if !slices.Equal(described, there) || len(d.Resources) != 2*len(datasets.All()) {
		t.Errorf("described %v, there %v", described, there)
	}
	for _, r := range d.Resources {
		for _, k := range r.Schema.ForeignKeys {
			if fields[k.Reference.Resource] == nil || len(k.Fields) != len(k.Reference.Fields) || !slices.Contains(fields[r.Name], k.Fields[0]) {
				t.Errorf("%s: foreign key %v", r.Name, k)
				continue
			}
			if r.Format == "csv" {
				leadsSomewhere(t, r.Name, tables[r.Name], k.Fields, k.Reference.Resource, tables[k.Reference.Resource], k.Reference.Fields)
			}
		}
	}
	var catalog map[string]any
	decode(t, files["dcat.jsonld"], &catalog)
	if n := len(catalog["dcat:distribution"].([]any)); n != len(d.Resources) {
		t.Errorf("the catalog has %d distributions of %d", n, len(d.Resources))
	}
	for _, want := range []string{"示例", "observations", "不是零", "快照 1"} {
		if !strings.Contains(string(files["README.md"]), want) {
			t.Errorf("the README does not say %s", want)
		}
	}
	// Explanations and what has been superseded travel too.
	if !strings.Contains(string(files["data/findings.csv"]), "原表如此") || !strings.Contains(string(files["data/reports.csv"]), ",false,false,") {
		t.Error("explanations or superseded reports are left out")
	}
	if again := get(t, h, apiRoot+packageName).Body.Bytes(); !bytes.Equal(w.Body.Bytes(), again) {
		t.Error("the same package has other bytes")
	}
}

// isOfType reports whether a value is written as the standard demands of its type.
func isOfType(value, of string) bool {
	var err error
	switch of {
	case "number":
		_, err = decimal.NewFromString(value)
	case "integer":
		_, err = strconv.ParseInt(value, 10, 64)
	case "boolean":
		return value == "true" || value == "false"
	case "date":
		_, err = time.Parse(time.DateOnly, value)
	case "datetime":
		_, err = time.Parse(time.RFC3339, value)
	}
	return err == nil
}

// leadsSomewhere holds a foreign key to its rows: what is not missing is the key of a row of the other table.
func leadsSomewhere(t *testing.T, name string, rows [][]string, by []string, other string, others [][]string, keys []string) {
	t.Helper()
	pick := func(row, head, columns []string) (key string, whole bool) {
		whole = true
		for _, c := range columns {
			v := row[slices.Index(head, c)]
			key, whole = key+v+"\x00", whole && v != ""
		}
		return key, whole
	}
	known := map[string]bool{}
	for _, row := range others[1:] {
		key, _ := pick(row, others[0], keys)
		known[key] = true
	}
	for i, row := range rows[1:] {
		if key, whole := pick(row, rows[0], by); whole && !known[key] {
			t.Errorf("%s, row %d: %s %q is in no row of %s", name, i+1, by, key, other)
			return
		}
	}
}

func TestDataPackageKeepsToTheReach(t *testing.T) {
	h := handler(t)
	r := httptest.NewRequestWithContext(withReader(t.Context(), Reader{by: bySession, Account: office.Account{ID: 1, Role: office.RoleViewer, Region: lake}}),
		http.MethodGet, apiRoot+packageName, nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	files := unpacked(t, w.Body.Bytes())
	for name, b := range files {
		if strings.HasSuffix(name, ".csv") && name != "data/regions.csv" && bytes.Contains(b, []byte(field)) {
			t.Errorf("%s tells of %s", name, field)
		}
	}
	var d struct{ Description string }
	if err := json.Unmarshal(files["datapackage.json"], &d); err != nil || !strings.Contains(d.Description, "星湖区") || !bytes.Contains(files["data/agencies.csv"], []byte(lake)) {
		t.Errorf("%s, %v", d.Description, err)
	}
}
