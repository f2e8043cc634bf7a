package dashboard

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"tongjian/queries/datasets"
)

// object is a JSON object of the documents that describe the data. Its keys come out sorted, so that the bytes never change.
type object = map[string]any

// openAPI answers with the description of the API for programs. It says nothing about the data, so anybody may read it.
func (s *server) openAPI(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(openAPIDocument()) // fails when the reader has gone away: there is nobody to tell
}

// apiAbout is what every reader of the API has to know.
const apiAbout = `通鉴发布的快照里的全部数字，每个数字都能追到报告里的一格。

- 数值（decimal）写成十进制文本，一位不差；计数是整数；没有数字是 null，绝不写成 0，原因在旁边的 state、flags 列。
- 每次答复都注明快照编号。快照不会改变：写 snapshot=编号 就总是同样的数字，直到那份快照被清理。单位的说明另存，随时可能增加。
- 不带扩展名的地址一页一页给（JSON，next 是下一页的地址）；.ndjson、.csv、.parquet 一次给全部。
- CSV 是不带 BOM 的 UTF-8，没有数字的为空；可能被当作公式的文字前加一个撇号，去掉开头的一个撇号就是原文。NDJSON 和 Parquet 不加。
- 只给账号能看的地区；程序用访问令牌：Authorization: Bearer 令牌。
- 出错时的答复是 application/problem+json，title 和 detail 说明哪里不对。
- 各页面上的计算指标（比率、同比、区间、同类比较）在页面自己的 .json、.csv 里，参数与网址相同，例如 /compare.json、/outcomes.json。`

// openAPIDocument is the API as OpenAPI 3.1: made of the declarations its handlers work by.
func openAPIDocument() object {
	paths, schemas := object{}, object{
		"Problem": object{"type": "object", "required": []string{"title", "status"}, "properties": object{
			"title": typed("string", "哪里不对"), "detail": typed("string", "怎样才对"), "status": typed("integer", "HTTP 状态码")}},
		"Snapshot": object{"type": "object", "required": []string{"number", "published_at", "sample"}, "properties": object{
			"number": typed("integer", "快照编号"), "published_at": object{"type": "string", "format": "date-time", "description": "发布时间（UTC）"},
			"sample": typed("boolean", "含虚构的示例单位")}},
	}
	paths[apiRoot] = object{"get": object{"operationId": "index", "summary": "有哪些数据", "responses": responses(object{"type": "object",
		"required": []string{"snapshot", "datasets"}, "properties": object{"snapshot": ref("Snapshot"), "datasets": object{"type": "array", "items": object{"type": "object",
			"required": []string{"name", "title", "note", "url"}, "properties": object{"name": typed("string", ""), "title": typed("string", ""), "note": typed("string", ""), "url": typed("string", "")}}}}})}}
	zipped := responses(nil)
	zipped["200"] = object{"description": "压缩包", "content": object{"application/zip": object{"schema": object{"type": "string", "format": "binary"}}}}
	paths[apiRoot+packageName] = object{"get": object{"operationId": "datapackage", "summary": "整份快照：每张表的 CSV 和 Parquet，附说明（Frictionless Data Package 2.0）",
		"parameters": []object{parameter(paramSnapshot, "快照编号；不写是最新的", object{"type": "integer", "minimum": 1})}, "responses": zipped}}
	for _, d := range datasets.All() {
		schemas[d.Name] = rowSchema(d)
		filters := []object{}
		for _, f := range d.Filters() {
			filters = append(filters, filterParameter(f))
		}
		snapshot := parameter(paramSnapshot, "快照编号；不写是最新的", object{"type": "integer", "minimum": 1})
		paged := append(append([]object{}, filters...), snapshot,
			parameter(paramLimit, "一页多少行", object{"type": "integer", "minimum": 1, "maximum": mostRows, "default": defaultRows}),
			parameter(paramAfter, "上一页答复里 next 带的；不能自己写", object{"type": "string"}))
		page := object{"type": "object", "required": []string{"dataset", "snapshot", "next", "rows"}, "properties": object{
			"dataset": object{"const": d.Name}, "snapshot": ref("Snapshot"), "next": object{"type": []string{"string", "null"}, "description": "下一页的地址；最后一页是 null"},
			"rows": object{"type": "array", "items": ref(d.Name)}}}
		about := d.Note + "各行按 " + strings.Join(d.Key, "、") + " 排列，这几列合起来不重复。"
		paths[apiRoot+"/"+d.Name] = object{"get": object{"operationId": d.Name, "summary": d.Title, "description": about, "tags": []string{d.Title},
			"parameters": paged, "responses": responses(page)}}
		whole := append(append([]object{}, filters...), snapshot)
		for _, f := range []struct {
			ending, media, note string
			schema              object
		}{
			{asNDJSON, "application/x-ndjson", "一行一个 JSON 对象", ref(d.Name)},
			{asCSV, "text/csv", "第一行是列名", object{"type": "string"}},
			{asParquet, "application/vnd.apache.parquet", "Zstandard 压缩", object{"type": "string", "format": "binary"}},
		} {
			all := responses(nil)
			all["200"] = object{"description": "全部的行，" + f.note, "content": object{f.media: object{"schema": f.schema}}}
			paths[apiRoot+"/"+d.Name+"."+f.ending] = object{"get": object{"operationId": d.Name + "_" + f.ending, "summary": d.Title + "（" + f.ending + "）",
				"tags": []string{d.Title}, "parameters": whole, "responses": all}}
		}
	}
	return object{
		"openapi": "3.1.0", "info": object{"title": "通鉴数据接口", "version": "1", "description": apiAbout},
		"servers":    []object{{"url": "/"}},
		"paths":      paths,
		"components": object{"schemas": schemas, "securitySchemes": object{"token": object{"type": "http", "scheme": "bearer"}}},
		"security":   []object{{}, {"token": []string{}}},
	}
}

func ref(schema string) object { return object{"$ref": "#/components/schemas/" + schema} }

func typed(kind, about string) object {
	o := object{"type": kind}
	if about != "" {
		o["description"] = about
	}
	return o
}

func parameter(name, about string, schema object) object {
	return object{"name": name, "in": "query", "description": about, "schema": schema}
}

// filterParameter is a filter as a parameter; one that may be given several times is an array.
func filterParameter(f datasets.Filter) object {
	schema := object{"type": "string"}
	if f.Type == datasets.Integer {
		schema = object{"type": "integer"}
	}
	if f.Codes != "" {
		schema["enum"] = codeValues(f.Codes)
	}
	if f.Many {
		schema = object{"type": "array", "items": schema}
	}
	about := f.Title
	if f.Note != "" {
		about += "：" + f.Note
	}
	p := parameter(f.Name, about, schema)
	if f.Many {
		p["style"], p["explode"] = "form", true
	}
	return p
}

func codeValues(field string) []string {
	var list []string
	for _, c := range datasets.CodesOf(field) {
		list = append(list, c.Code)
	}
	return list
}

// rowSchema is what a row of a dataset looks like in JSON.
func rowSchema(d datasets.Dataset) object {
	properties, names := object{}, make([]string, len(d.Columns))
	for i, c := range d.Columns {
		names[i] = c.Name
		properties[c.Name] = columnSchema(c)
	}
	return object{"type": "object", "description": d.Note, "required": names, "properties": properties, "additionalProperties": false}
}

func columnSchema(c datasets.Column) object {
	o := object{"title": c.Title}
	kind := map[datasets.Type]string{datasets.Integer: "integer", datasets.Float: "number", datasets.Boolean: "boolean"}[c.Type]
	if kind == "" {
		kind = "string"
	}
	switch c.Type {
	case datasets.Decimal:
		o["pattern"] = `^-?\d+(\.\d+)?$`
	case datasets.Date:
		o["format"] = "date"
	case datasets.Time:
		o["format"] = "date-time"
	}
	o["type"] = kind
	if c.Missing != "" {
		o["type"] = []string{kind, "null"}
	}
	if c.Codes != "" {
		o["enum"] = codeValues(c.Codes)
	}
	if about := columnAbout(c); about != "" {
		o["description"] = about
	}
	return o
}

// columnAbout says what a column's values mean, its codes and when there is none.
func columnAbout(c datasets.Column) string {
	var parts []string
	if c.Note != "" {
		parts = append(parts, c.Note)
	}
	if c.Codes != "" {
		var codes []string
		for _, k := range datasets.CodesOf(c.Codes) {
			codes = append(codes, fmt.Sprintf("%q %s", k.Code, k.Name))
		}
		parts = append(parts, strings.Join(codes, "、"))
	}
	if c.Missing != "" {
		parts = append(parts, "没有值："+c.Missing)
	}
	return strings.Join(parts, "。")
}

// responses are the answers every address of the API may give, with the good one.
func responses(good object) object {
	bad := func(about string) object {
		return object{"description": about, "content": object{problemType: object{"schema": ref("Problem")}}}
	}
	all := object{"400": bad("参数不对"), "401": bad("要先登录，或令牌无效"), "403": bad("超出账号的范围"), "410": bad("那份快照已经不在了"), "503": bad("还没有数据")}
	if good != nil {
		all["200"] = object{"description": "好", "content": object{"application/json": object{"schema": good}}}
	}
	return all
}

// apiIndex lists what there is.
func (s *server) apiIndex(w http.ResponseWriter, r *http.Request) {
	lease, err := s.snapshots.Acquire(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer lease.Release()
	list := []object{}
	for _, d := range datasets.All() {
		list = append(list, object{"name": d.Name, "title": d.Title, "note": d.Note, "url": apiRoot + "/" + d.Name})
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	// Fails when the reader has gone away: there is nobody to tell.
	_ = json.NewEncoder(w).Encode(object{"snapshot": snapshotOf(lease.Info()), "datasets": list, "openapi": apiRoot + "/openapi.json"})
}
