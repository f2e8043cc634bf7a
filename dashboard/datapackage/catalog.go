package datapackage

import (
	"fmt"
	"strings"
	"time"

	"tongjian/data/filing"
	"tongjian/queries/datasets"
)

// catalog is the package as DCAT 3 and schema.org describe datasets. Its context is written out: reading it needs no network.
func (p Package) catalog() object {
	var distributions []object
	for _, f := range p.Files {
		distributions = append(distributions, object{
			"@type": []string{"dcat:Distribution", "schema:DataDownload"}, "dct:title": f.Path, "dcat:downloadURL": object{"@id": f.Path},
			"dcat:mediaType": mediaType(f.Format), "dcat:byteSize": f.Bytes, "schema:contentUrl": f.Path, "schema:encodingFormat": mediaType(f.Format),
			"spdx:checksum": object{"@type": "spdx:Checksum", "spdx:algorithm": object{"@id": "spdx:checksumAlgorithm_sha256"}, "spdx:checksumValue": f.SHA256},
		})
	}
	var variables []object
	for _, d := range datasets.All() {
		for _, c := range d.Columns {
			if c.Type == datasets.Decimal {
				variables = append(variables, object{"@type": "schema:PropertyValue", "schema:name": d.Name + "." + c.Name, "schema:description": c.Note})
			}
		}
	}
	return object{
		"@context": object{"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "schema": "https://schema.org/",
			"spdx": "http://spdx.org/rdf/terms#", "xsd": "http://www.w3.org/2001/XMLSchema#"},
		"@type": []string{"dcat:Dataset", "schema:Dataset"}, "@id": "#" + p.Name(),
		"dct:identifier": p.Name(), "dct:title": p.title(), "schema:name": p.title(), "dct:description": p.about(), "schema:description": p.about(),
		"dct:language": "zh", "dcat:version": fmt.Sprint(p.Snapshot), "schema:version": fmt.Sprint(p.Snapshot),
		"dct:issued":              object{"@type": "xsd:dateTime", "@value": p.PublishedAt.UTC().Format(time.RFC3339)},
		"schema:datePublished":    p.PublishedAt.UTC().Format(time.RFC3339),
		"schema:temporalCoverage": fmt.Sprintf("%d/%d", p.FirstYear, p.LastYear),
		"dct:temporal": object{"@type": "dct:PeriodOfTime", "dcat:startDate": object{"@type": "xsd:gYear", "@value": fmt.Sprint(p.FirstYear)},
			"dcat:endDate": object{"@type": "xsd:gYear", "@value": fmt.Sprint(p.LastYear)}},
		"dcat:distribution": distributions, "schema:distribution": distributions, "schema:variableMeasured": variables,
	}
}

// readme tells people what is in the package.
func (p Package) readme() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n发布于 %s（北京时间）。快照不会改变：引用时写明快照编号，别人就能核对同样的数字。\n\n", p.title(), p.about(),
		p.PublishedAt.In(filing.Beijing()).Format("2006-01-02 15:04"))
	b.WriteString(`## 先要知道的

- 数字以报告原文为准，不修正、不补齐。没有数字不是零：数值为空，原因在旁边的 state 列。
- 本级报告（own）与汇总报告（consolidated）不相加。
- 不足 10 件的比率没有意义：请先看件数。地区的比率用合计之比，不用各单位比率的平均。
- findings 是核验问题和单位的说明；observations 的 flags 里，u 是有未说明的错误，e 是都有说明。
- 口径中断见 breaks：那一年前后不能直接比较。

## 文件

每张表有 CSV 和 Parquet 两种，内容相同，含被更正过的旧版（live 为 false）。

`)
	b.WriteString("| 表 | 内容 | 行数 | 一行是什么 |\n|---|---|--:|---|\n")
	for _, f := range p.Files {
		if f.Format == "csv" {
			d, _ := datasets.Lookup(f.Dataset)
			fmt.Fprintf(&b, "| %s | %s | %d | %s |\n", d.Name, d.Title, f.Rows, d.Note)
		}
	}
	fmt.Fprintf(&b, `
列、主键、外键、代码的意思在 %s 里（Frictionless Data Package 2.0），也在看板的“取数”页；%s 供数据目录收录（DCAT、schema.org）。

- CSV 是不带 BOM 的 UTF-8，第一行是列名。数、时间为空是没有值；文字为空就是空的文字。
- CSV 里可能被表格软件当作公式的文字前加了一个撇号：去掉开头的一个撇号就是原文。Parquet 里没有加。
- 数值至多四位小数，Parquet 里是 DECIMAL。请不要用浮点数读金额。

## 怎样读

    # Python
    import pandas
    observations = pandas.read_parquet("data/observations.parquet")

    # DuckDB
    SELECT region_name, year, value FROM 'data/rollups.parquet'
    WHERE measure = 'requests.received' AND applicant = 'total' AND basis = 'own';

    # R
    observations <- arrow::read_parquet("data/observations.parquet")
`, DescriptorName, CatalogName)
	return []byte(b.String())
}
