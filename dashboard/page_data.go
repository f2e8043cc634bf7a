package dashboard

import (
	"context"
	"strings"

	"tongjian/data/office"
	"tongjian/queries/datasets"
)

// DataPage is 取数: everything that can be taken away, how, and what it means.
type DataPage struct {
	Head
	Site   string // for the examples
	Region string // of the examples: the one chosen
	Tables []dataTable
	Codes  []datasets.Code
	// Package is the address of the whole snapshot as one file.
	Package string
	MayAsk  bool // the reader may use SQL
}

// dataTable is a dataset with what can be asked of it.
type dataTable struct {
	datasets.Dataset
	API     string
	Filters []datasets.Filter
}

// Keys are the columns of its key.
func (t dataTable) Keys() string { return strings.Join(t.Key, "、") }

// About says what a column's values mean.
func (t dataTable) About(c datasets.Column) string { return columnAbout(c) }

// Leads tells which dataset a column leads to; empty when to none.
func (t dataTable) Leads(c datasets.Column) string {
	for _, r := range t.References {
		if r.Columns[0] == c.Name {
			return r.To
		}
	}
	return ""
}

// newData builds the page that tells how to take figures away.
func newData(ctx context.Context, q query) (DataPage, error) {
	p := DataPage{Codes: datasets.Codes(), Package: apiRoot + packageName, MayAsk: readerOf(ctx).May(office.RightQuery), Region: q.choice.Region}
	for _, d := range datasets.All() {
		p.Tables = append(p.Tables, dataTable{d, apiRoot + "/" + d.Name, d.Filters()})
	}
	p.Head = q.bareHead("data", "取数", "把数字带走：整份快照、一张表，或程序用的接口。每一列是什么，在这里写明。")
	p.Self, p.JSON, p.CSV, p.XLSX = "/data", "/data.json", "/data.csv", "/data.xlsx"
	return p, nil
}

// records are the columns of all datasets: the dictionary of the data.
func (p DataPage) records() records {
	r := records{columns: []column{{"table", "表"}, {"table_title", "表的内容"}, {"column", "列"}, {"title", "名称"}, {"type", "类型"}, {"key", "主键"},
		{"references", "对应的表"}, {"note", "说明"}}}
	for _, t := range p.Tables {
		for _, c := range t.Columns {
			r.rows = append(r.rows, []any{t.Name, t.Title, c.Name, c.Title, string(c.Type), inKey(t.Dataset, c.Name), t.Leads(c), columnAbout(c)})
		}
	}
	return r
}

func inKey(d datasets.Dataset, name string) bool {
	for _, k := range d.Key {
		if k == name {
			return true
		}
	}
	return false
}
