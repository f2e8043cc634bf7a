package datapackage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"tongjian/queries/datasets"
)

// Package is what a package holds.
type Package struct {
	Snapshot    int
	PublishedAt time.Time
	FirstYear   int
	LastYear    int
	Reports     int
	Sample      bool   // some figures are of invented agencies
	Region      string // what it is limited to, in words; empty when it is everything
	Files       []File
}

// File is a file of the package.
type File struct {
	Path    string // data/observations.csv
	Dataset string
	Format  string // csv, parquet
	Rows    int
	Bytes   int64
	SHA256  string // lower-case hexadecimal
}

// The names of the descriptions in a package.
const (
	DescriptorName = "datapackage.json"
	CatalogName    = "dcat.jsonld"
	ReadmeName     = "README.md"
)

// object is a JSON object; its keys come out sorted.
type object = map[string]any

// Describe gives the descriptions by their names.
func Describe(p Package) (map[string][]byte, error) {
	descriptor, err := indented(p.descriptor())
	if err != nil {
		return nil, err
	}
	catalog, err := indented(p.catalog())
	if err != nil {
		return nil, err
	}
	return map[string][]byte{DescriptorName: descriptor, CatalogName: catalog, ReadmeName: p.readme()}, nil
}

func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("describing a package: %w", err)
	}
	return b.Bytes(), nil
}

// Name is the package's name, for its file too.
func (p Package) Name() string { return "tongjian-snapshot" + strconv.Itoa(p.Snapshot) }

func (p Package) title() string {
	return fmt.Sprintf("政府信息公开工作年度报告数据，快照 %d", p.Snapshot)
}

func (p Package) about() string {
	text := fmt.Sprintf("%d–%d 年政府信息公开工作年度报告的法定表格数字，%d 份现行报告，每个数字能追到报告里的一格。", p.FirstYear, p.LastYear, p.Reports)
	if p.Region != "" {
		text += "只含" + p.Region + "。"
	}
	if p.Sample {
		text += "含虚构的示例地区和单位，数字由程序生成，不代表任何真实机关。"
	}
	return text
}

const profiles = "https://datapackage.org/profiles/2.0/"

// descriptor is the package as Data Package 2.0 describes packages.
func (p Package) descriptor() object {
	resources := make([]object, 0, len(p.Files))
	for _, f := range p.Files {
		resources = append(resources, f.resource())
	}
	return object{
		"$schema": profiles + "datapackage.json", "name": p.Name(), "title": p.title(), "description": p.about(), "version": strconv.Itoa(p.Snapshot),
		"created": p.PublishedAt.UTC().Format(time.RFC3339), "keywords": []string{"政府信息公开", "年度报告", "依申请公开", "行政复议", "行政诉讼"},
		"sources":   []object{{"title": "各行政机关发布的政府信息公开工作年度报告"}},
		"resources": resources,
	}
}

func (f File) resource() object {
	d, _ := datasets.Lookup(f.Dataset)
	r := object{"name": d.Name, "type": "table", "path": f.Path, "title": d.Title, "description": d.Note, "format": f.Format,
		"mediatype": mediaType(f.Format), "bytes": f.Bytes, "hash": "sha256:" + f.SHA256, "schema": schema(d)}
	if f.Format == "csv" {
		r["encoding"] = "utf-8"
		r["dialect"] = object{"$schema": profiles + "tabledialect.json", "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": `"`, "doubleQuote": true, "header": true}
		return r
	}
	r["name"] = d.Name + "-" + f.Format
	delete(r, "type") // not every reader of packages knows the format
	return r
}

func mediaType(format string) string {
	if format == "csv" {
		return "text/csv"
	}
	return "application/vnd.apache." + format
}

// schema is a dataset as Table Schema describes tables.
func schema(d datasets.Dataset) object {
	fields := make([]object, len(d.Columns))
	for i, c := range d.Columns {
		fields[i] = field(c)
	}
	keys := []object{}
	for _, r := range d.References {
		keys = append(keys, object{"fields": r.Columns, "reference": object{"resource": r.To, "fields": r.Keys}})
	}
	s := object{"$schema": profiles + "tableschema.json", "fields": fields, "primaryKey": d.Key,
		"missingValues": []object{{"value": "", "label": "没有值：见各列的说明，数值的原因见 state"}}}
	if len(keys) > 0 {
		s["foreignKeys"] = keys
	}
	return s
}

func field(c datasets.Column) object {
	f := object{"name": c.Name, "title": c.Title, "type": fieldType(c.Type)}
	if text := c.Note; text != "" || c.Missing != "" {
		if c.Missing != "" {
			if text != "" {
				text += "。"
			}
			text += "没有值：" + c.Missing
		}
		f["description"] = text
	}
	if c.Missing == "" {
		f["constraints"] = object{"required": true}
		if c.Type == datasets.Text {
			f["missingValues"] = []string{} // an empty text is a text
		}
	}
	if c.Codes != "" {
		var categories []object
		for _, code := range datasets.CodesOf(c.Codes) {
			categories = append(categories, object{"value": code.Code, "label": code.Name})
		}
		f["categories"] = categories
	}
	return f
}

func fieldType(t datasets.Type) string {
	switch t {
	case datasets.Decimal, datasets.Float:
		return "number"
	case datasets.Text:
		return "string"
	case datasets.Time:
		return "datetime"
	}
	return string(t) // integer, boolean, date
}
