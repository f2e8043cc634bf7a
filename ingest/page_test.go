package ingest

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tongjian/data"
)

// outline writes a document in few words: a paragraph as it is, a table as rows of cells between bars, with the spans of merged cells
// and the column where it is not the next.
func outline(doc data.Document) string {
	var out []string
	for _, b := range doc.Blocks {
		if b.Grid == nil {
			out = append(out, b.Text)
			continue
		}
		var rows []string
		for _, row := range b.Grid.Rows {
			next := 0
			var cells []string
			for _, c := range row {
				text := strings.ReplaceAll(c.Text, "\n", "/")
				if c.Col != next {
					text = fmt.Sprintf("@%d %s", c.Col, text)
				}
				if c.ColSpan > 1 || c.RowSpan > 1 {
					text += fmt.Sprintf("{%dx%d}", c.ColSpan, c.RowSpan)
				}
				cells = append(cells, text)
				next = c.Col + c.ColSpan
			}
			rows = append(rows, strings.Join(cells, "|"))
		}
		kind := "["
		if !b.Grid.Ruled {
			kind = "(" // columns that are not real
		}
		out = append(out, kind+strings.Join(rows, " ; ")+"]")
	}
	return strings.Join(out, "\n")
}

func TestReadHTML(t *testing.T) {
	for _, tc := range []struct{ name, page, want string }{
		{"paragraphs", "<p>一<p>二<div>三<br>四</div>五", "一\n二\n三\n四\n五"},
		{"blanks", "<p> 一 \n\t 二&nbsp;&nbsp;三 <p>&nbsp;<p>　", "一 二\u00a0\u00a0三"},
		{"a text over many spans", "<p><span>1</span><b><o:p></o:p></b><font>2</font>\n</p>", "12"},
		{"a table", "<table><tr><td>a<td>1<tr><td>b<td></table>", "[a|1 ; b|]"},
		{"paragraphs in cells", "<table><tr><td><p>本年新</p><p>制作<br/>数量</p></td><td>1</td></tr></table>", "[本年新/制作/数量|1]"},
		{"two figures are not one", "<table><tr><td>a<td><div>1</div><div>2</div><td>3<br>4<td><s>5</s>6<td>7<sup>8</sup><td>9<p style='display:none'>x</p>0</table>",
			"[a|1/2|3/4|5 6|7 8|9/0]"},
		{"spans", "<table><tr><td rowspan=2>a<td colspan=2>b<td rowspan=0>c<tr><td>d<td>e</table>", "[a{1x2}|b{2x1}|c{1x2} ; @1 d|e]"},
		{"head and body", "<table><thead><tr><th rowspan=5>a<th>b</thead><tbody><tr><td>c<td>d</table>", "[a|b ; c|d]"},
		{"text that belongs in no cell", "<table>一<caption>二</caption><tr>三<td>a<td>b</tr></table>", "一\n二\n三\n[a|b]"},
		{"a cell without row or table", "<td>a</td><table><td>b<td>c</table>", "a\n[b|c]"},
		{"a table that is never closed", "<table><tr><td>a<td>1", "[a|1]"},
		{"a table straight inside another", "<table><tr><td>a<td>b</td><table><tr><td>c<td>d</table>", "[a|b]\n[c|d]"},
		{"a table around the page", "<table><tr><td>题</td></tr><tr><td>前<table><tr><td>a<td>1</tr></table>后</td></tr></table>", "题\n前\n[a|1]\n后"},
		{"a table inside a table of figures", "<table><tr><td>a<td>1</tr><tr><td colspan=2>b<table><tr><td>c<td>2</table></td></tr><tr><td>d<td>3</table>",
			"[a|1]\nb\n[c|2]\n[d|3]"},
		{"a table around one figure", "<table><tr><td>a<td><table><tr><td></td></tr><tr><td>1</td></tr></table><td>2</table>", "[a|1|2]"},
		{"a table of one column", "<table><tr><td>一<tr><td>二</table>", "一\n二"},
		{"prose in a table", "<table><tr><td>a<td>1<tr><td colspan=2><p>" + strings.Repeat("说", 300) + "<tr><td>b<td>2</table>", "[a|1]\n" + strings.Repeat("说", 300) + "\n[b|2]"},
		{"blank tables", "<table><tr><td>&nbsp;<td></table><p>一", "一"},
		{"hidden", "<p hidden>一</p><div style='DISPLAY : none'><div>二</div></div><script>document.write('<p>三')</script><style>p{}</style><nav><ul><li>四</ul></nav>五<!-- 六 --><template>七</template>",
			"五"},
		{"hidden and never closed", "<table><tr><td>a<td><span style='display:none'>x<td>1</table><p>二", "[a||1]\n二"},
		{"hidden rows and cells", "<table><tr style='display:none'><td>x<td>9<tr><td>a<td hidden>8<td>1</table>", "[a|1]"},
		{"menus", "<ul><li><a href=/>首页</a><li><a href=/a>公开</a></ul><h1><a href=/b>题</a></h1><p>见<a href=/c>附件</a></p><table><tr><td><a href=1>x</a><td><a href=2>y</a></table>", "题\n见附件"},
		{"a link that is never closed", "<a href=/>首页<p>一</p><table><tr><td>a<td>1</table>", "一\n[a|1]"},
		{"an anchor is no link", "<a name=x>一</a>", "一"},
		{"inputs", "<table><tr><td>a<td><input type=text value=' 5 '><td><input type=hidden value=6><td><textarea>7</textarea><td><select><option>8</select></table>", "[a|5||7|]"},
		{"raised, struck out and notes", "<table><tr><td>5<span style='Vertical-Align: super'>1</span><td><span style='text-decoration:line-through'><span>1</span>5</span>4<td>3<a href='#_ftn1'>1</a>" +
			"<td>2<span class=MsoFootnoteReference>1</span>0<td>6<sup>1</sup>7<td>8<s>9<td>12<span>3</span></table>", "[5 1|15 4|3 1|2 1 0|6 1 7|8 9|123]"},
		{"lines that count", "<pre>规章 1\n许可\t2</pre>", "规章 1\n(许可|2]"},
		{"entities", "<p>&#35268;&#x7AE0; &lt;&amp;&ldquo;", "规章 <&“"},
		{"a title only in the head", "<title>甲局2022年政府信息公开工作年度报告</title><p>一", "甲局2022年政府信息公开工作年度报告\n一"},
		{"what stands before the title", "<title>甲局2022年政府信息公开工作年度报告-某网</title><p>2023年1月1日 星期日<p>甲局2022年政府信息公开工作年度报告<p>一", "甲局2022年政府信息公开工作年度报告\n一"},
		{"a title that names the site", "<title>某市政府信息公开年报</title><p>甲局2022年政府信息公开工作年度报告<p>一", "甲局2022年政府信息公开工作年度报告\n一"},
		{"the article's own title", "<title>某网</title><meta name=articletitle content='甲局2022年政府信息公开工作年度报告'><p>一", "甲局2022年政府信息公开工作年度报告\n一"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			doc, err := readHTML([]byte(tc.page))
			if err != nil {
				t.Fatal(err)
			}
			if got := outline(doc); got != tc.want {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}

func TestReadDOCX(t *testing.T) {
	run := func(text string) string { return "<w:r><w:t>" + text + "</w:t></w:r>" }
	p := func(text string) string { return "<w:p>" + run(text) + "</w:p>" }
	tc := func(properties, text string) string {
		return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + p(text) + "</w:tc>"
	}
	numbered := func(list, level int, text string) string {
		return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr><w:rPr><w:vanish/></w:rPr></w:pPr>%s</w:p>`, level, list, run(text))
	}
	row := func(cells ...string) string { return "<w:tr>" + strings.Join(cells, "") + "</w:tr>" }
	for _, c := range []struct{ name, body, want string }{
		{"paragraphs", p("一") + p("") + p("二"), "一\n二"},
		{"a text in several runs", "<w:p>" + run("1") + run("2") + "</w:p>", "12"},
		{"breaks and tabs", `<w:p><w:r><w:t>规章</w:t><w:tab/><w:t>1</w:t><w:br/><w:t>二</w:t></w:r></w:p>`, "(规章|1]\n二"},
		{"changes", `<w:p><w:del><w:r><w:delText>1</w:delText></w:r></w:del><w:ins>` + run("2") + `</w:ins><w:moveFrom>` + run("3") + `</w:moveFrom></w:p>`, "2"},
		{"hidden, struck out, raised", `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>1</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>2</w:t></w:r>` + run("3") +
			`<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>4</w:t></w:r></w:p>`, "2 3 4"},
		{"set higher", `<w:p>` + run("5") + `<w:r><w:rPr><w:position w:val="8"/></w:rPr><w:t>1</w:t></w:r></w:p><w:p>` + run("5") + `<w:r><w:rPr><w:position w:val="0"/></w:rPr><w:t>1</w:t></w:r></w:p>`, "5 1\n51"},
		{"fields", `<w:p><w:r><w:fldChar/><w:instrText>PAGE 9</w:instrText></w:r>` + run("1") + `</w:p>`, "1"},
		{"a table", "<w:tbl>" + row(tc("", "a"), tc("", "1")) + row(tc("", "b"), tc("", "")) + "</w:tbl>", "[a|1 ; b|]"},
		{"merged", "<w:tbl>" + row(tc(`<w:vMerge w:val="restart"/>`, "a"), tc(`<w:gridSpan w:val="2"/>`, "b")) + row(tc(`<w:vMerge/>`, "x"), tc("", "1"), tc("", "2")) + "</w:tbl>",
			"[a{1x2}|b{2x1} ; @1 1|2]"},
		{"a table inside a cell", "<w:tbl>" + row(tc("", "a"), "<w:tc>"+p("b")+"<w:tbl>"+row(tc("", "c"), tc("", "1"))+"</w:tbl>"+p("d")+"</w:tc>") + "</w:tbl>", "a\nb\n[c|1]\nd"},
		{"a deleted row", "<w:tbl>" + row(tc("", "a"), tc("", "1")) + "<w:tr><w:trPr><w:del/></w:trPr>" + tc("", "x") + tc("", "9") + "</w:tr></w:tbl>", "[a|1]"},
		{"columns left out", "<w:tbl>" + row(tc("", "a"), tc("", "1")) + `<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>` + tc("", "2") + "</w:tr></w:tbl>", "[a|1 ; @1 2]"},
		{"a text box once", `<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx><w:txbxContent>` + p("框") +
			`</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + p("框") + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>` + run("后") + `</w:p>`, "前后\n框"},
		{"an old text box", `<w:p><w:r><w:pict><v:textbox><w:txbxContent>` + p("框") + `</w:txbxContent></v:textbox></w:pict></w:r></w:p>`, "框"},
		{"content controls", `<w:sdt><w:sdtPr/><w:sdtContent>` + p("一") + `</w:sdtContent></w:sdt><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + p("单击此处") + `</w:sdtContent></w:sdt>`, "一"},
		{"numbers Word counts", numbered(1, 0, "新收") + numbered(1, 0, "结果") + numbered(1, 1, "予以公开") + numbered(1, 1, "部分公开") + numbered(2, 0, "秘密") + numbered(2, 0, "") +
			numbered(2, 0, "其他") + numbered(3, 0, "再来") + numbered(2, 0, "5") + numbered(1, 0, "结转") + numbered(1, 1, "又") + numbered(4, 0, "点") + numbered(0, 0, "无") + numbered(9, 9, "无"),
			"一、 新收\n二、 结果\n（一） 予以公开\n（二） 部分公开\n1. 秘密\n3. 其他\n1. 再来\n2. 5\n三、 结转\n（一） 又\n点\n无\n无"},
		{"symbols", `<w:p><w:r><w:t>1</w:t><w:noBreakHyphen/><w:sym w:font="Symbol" w:char="F032"/></w:r></w:p>`, "1-\uf032"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := readDOCX(packWord(t, c.body))
			if err != nil {
				t.Fatal(err)
			}
			if got := outline(doc); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// A file is what its content is, whatever it is called.
func TestFormatByContent(t *testing.T) {
	table := "<table><tr><td>规章</td><td>1</td></tr></table>"
	word := string(packWord(t, "<w:p><w:r><w:t>规章</w:t></w:r></w:p>"))
	mht := "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + table
	commas := "规章,1,2,3\n行政规范性文件,1,2,3\n行政许可,1,,\n行政处罚,2,,\n行政强制,3,,\n"
	book := string(officialWorkbook(t, 1))
	for _, tc := range []struct{ name, content, want string }{
		{"a.doc", "<html><body>" + table, "html"},
		{"a.xls", "\ufeff\r\n<!-- x --><table><tr><td>规章</td></tr></table>", "html"},
		{"a.xlsx", "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>" + table, "html"},
		{"a.txt", "前言\n" + table, "html"},
		{"a.html", "规章 1\n行政许可 2\n", "txt"},
		{"a.html", book, "xlsx"},
		{"a.xls", "规章,1,2,3\n行政许可,1\n", "csv"},
		{"a.xlsx", "规章\t1\t2\t3\n行政许可\t1\n", "csv"},
		{"a.txt", commas, "csv"},
		{"a.txt", "规章\t1\t2\t3\n行政许可\t1\n", "txt"},
		{"a.txt", "一,二,三。\n四。\n五,六,七。\n八,九,十。\n十一,十二,十三。\n十四。\n十五,十六,十七。\n", "txt"},
		{"a.csv", "规章 1\n行政许可 2\n", "txt"},
		{"a.txt", "规章 | 1\n", "txt"},
		{"a.txt", "| 规章 | 1 |\n|---|---|\n", "md"},
		{"a.md", "规章 1\n", "md"},
		{"a.md", "# 题\n\n" + table, "html"},
		{"a.doc", mht, "mht"},
		{"a.txt", word, "docx"},
		{"a.docx", book, "xlsx"},
	} {
		t.Run(tc.name+" "+tc.want, func(t *testing.T) {
			doc, err := readDocument(tc.name, []byte(tc.content))
			if err != nil {
				t.Fatal(err)
			}
			if doc.Format != tc.want {
				t.Errorf("read as %s, want %s", doc.Format, tc.want)
			}
		})
	}
}

// A file that would cost much is refused, not read to its end.
func TestFilesTooLarge(t *testing.T) {
	times := strings.Repeat
	mht := "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n"
	for _, tc := range []struct{ name, file, content string }{
		{"tables inside tables", "a.html", times("<table><tr><td>1<td>", maxTableDepth+1)},
		{"tables", "a.html", times("<table></table>", maxTables+1)},
		{"cells", "a.html", "<table>" + times("<tr>"+times("<td>", 1000), maxCells/1000+1)},
		{"rows", "a.html", "<table>" + times("<tr><td>1", maxGridRows+1)},
		{"columns", "a.html", "<table><tr>" + times("<td>1", maxGridCols+1)},
		{"paragraphs", "a.html", times("<p>1", maxCells+1)},
		{"text", "a.html", "<p>" + times("规", maxTextBytes/3+1)},
		{"a cell", "a.html", "<table><tr><td>1<td>" + times("规", maxCellRunes+1)},
		{"a page", "a.html", "<p>" + times("<b></b>", maxPageBytes/7+1)},
		{"a text", "a.txt", times("规章 1 ", maxTextBytes/9+1)},
		{"parts", "a.mht", mht + times("--a\nContent-Type: image/png\n\n1\n", maxParts+1) + "--a--\n"},
		{"cells", "a.csv", times(times("1,", 100)+"\n", maxCells/100+1)},
		{"columns", "a.csv", "1,2\n" + times("1,", maxGridCols) + "1\n"},
		{"lines", "a.md", times("1\n", maxLines+1)},
		{"a document unpacked", "a.docx", string(packWord(t, times(" ", maxDOCXBytes)))},
		{"elements inside elements", "a.docx", string(packWord(t, times("<w:p>", maxXMLDepth+1)))},
		{"elements in what is skipped", "a.docx", string(packWord(t, "<w:del>"+times("<w:p>", maxXMLDepth+1)))},
	} {
		t.Run(tc.file+" "+tc.name, func(t *testing.T) {
			if _, err := readDocument(tc.file, []byte(tc.content)); !errors.Is(err, errTooLarge) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestDamagedFiles(t *testing.T) {
	word := packWord(t, "<w:p><w:r><w:t>规章</w:t></w:r></w:p>")
	var nested strings.Builder
	for i := range maxPartDepth + 1 {
		fmt.Fprintf(&nested, "Content-Type: multipart/mixed; boundary=a%d\n\n--a%[1]d\n", i)
	}
	for _, tc := range []struct{ name, file, content, want string }{
		{"a page of pictures", "a.html", "<html><body><img src=a.png></body></html>", "网页里没有文字"},
		{"an archive without pages", "a.mht", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: image/png\n\n1\n--a--\n", "网页归档里没有网页"},
		{"an archive cut off", "a.mht", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Ty", "可能已损坏"},
		{"an archive inside archives", "a.mht", "MIME-Version: 1.0\n" + nested.String(), "结构已损坏"},
		{"a document cut off", "a.docx", string(word[:len(word)-30]), "打不开，可能已损坏"},
		{"a document without text", "a.docx", string(packWord(t, "<w:p/>")), "Word 文档里没有文字"},
		{"elements that do not match", "a.docx", string(packWord(t, "<w:p></w:r>")), "读取中断，可能已损坏"},
		{"an entity of its own", "a.docx", string(packWord(t, "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>")), "读取中断，可能已损坏"},
		{"an RTF document", "a.doc", `{\rtf1\ansi`, "是 RTF 文档"},
		{"a workbook in XML", "a.xls", `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`, "Office 2003 的 XML"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := readDocument(tc.file, []byte(tc.content))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want it to say %q", err, tc.want)
			}
		})
	}
}

// A document may hold a workbook and a workbook a document: each is what it is outside.
func TestEmbeddedFiles(t *testing.T) {
	pack := func(part, inside string, content []byte) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		if _, err := z.Create(part); err != nil {
			t.Fatal(err)
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: inside, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	if !isDOCX(pack("word/document.xml", "word/embeddings/1.xlsx", officialWorkbook(t, 1))) {
		t.Error("a document with a workbook in it is no document")
	}
	if isDOCX(pack("xl/workbook.xml", "xl/embeddings/1.docx", packWord(t, "<w:p/>"))) {
		t.Error("a workbook with a document in it is a document")
	}
}
