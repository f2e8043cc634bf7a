package ingest

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"tongjian/data"
	"tongjian/ingest/ole"
)

// A format is one kind of file that can be read.
type format struct {
	name string
	// fits tells from the content whether a file is of this format; the extension is only consulted where content cannot tell.
	fits func(b []byte) bool
	read func(b []byte) (data.Document, error)
}

// formats lists what can be read, in the order they are tried. Text comes last: almost anything can pass for text. The name serves
// those that differ from plain text in little more than what people call them.
func formats(name string) []format {
	return []format{
		{"docx", isDOCX, readDOCX},
		{"xlsx", isXLSX, readXLSX},
		{"xls", isXLS, readXLS},
		{"doc", isDOC, readDOC},
		{"pdf", isPDF, readPDF},
		{"ofd", isOFD, readOFD},
		{"mht", isMHT, readMHT},
		{"md", func(b []byte) bool { return isMarkdown(name, b) }, readMarkdown},
		{"html", isHTML, readHTML},
		{"csv", func(b []byte) bool { return isCSV(name, b) }, readCSV},
		{"txt", isText, readText},
	}
}

// errNotReadable is a file of a kind that is recognised and cannot be read; the text says what to do.
type errNotReadable struct{ reason string }

func (e errNotReadable) Error() string { return e.reason }

// readDocument reads a file of any known format. The error is one Chinese sentence for the person who sent the file.
func readDocument(name string, b []byte) (data.Document, error) {
	if len(b) == 0 {
		return data.Document{}, errNotReadable{"文件是空的"}
	}
	if len(b) > maxFileBytes {
		return data.Document{}, tooLarge(int64(len(b)))
	}
	if reason := unreadableKind(name, b); reason != "" {
		return data.Document{}, errNotReadable{reason}
	}
	for _, f := range formats(name) {
		if !f.fits(b) {
			continue
		}
		doc, err := f.read(b)
		if err != nil {
			return data.Document{}, err
		}
		doc.Format = f.name
		return doc, bounded(doc)
	}
	return data.Document{}, errNotReadable{"不是可以读取的格式（支持 Excel 工作簿、Word 文档、PDF、OFD、网页、CSV、Markdown 和纯文本）"}
}

// bounded refuses a document that would cost far more to search than any report, whatever format it came in.
func bounded(doc data.Document) error {
	grids, cells := 0, 0
	for _, b := range doc.Blocks {
		if b.Grid == nil {
			continue
		}
		if grids++; grids > maxTables {
			return fmt.Errorf("表格数%w %d 个", errTooLarge, maxTables)
		}
		for _, row := range b.Grid.Rows {
			if cells += len(row); cells > maxCells {
				return fmt.Errorf("单元格数%w %d 个", errTooLarge, maxCells)
			}
		}
	}
	if len(doc.Blocks) > maxLines {
		return fmt.Errorf("段落数%w %d 段", errTooLarge, maxLines)
	}
	return nil
}

var zipMagic = []byte("PK\x03\x04")

// maxZipTail is how far from its end a zip file's directory ends at most.
const maxZipTail = 66 << 10

// unreadableKind recognises files that cannot be read whatever is tried, and says what to do about each.
func unreadableKind(name string, b []byte) string {
	switch {
	case ole.Is(b) && !isXLS(b) && !isDOC(b):
		streams := ole.Streams(b)
		switch {
		case len(streams) == 0:
			return "文件已损坏或没有下载完整：请重新发送文件"
		case slices.Contains(streams, "EncryptedPackage"):
			return "文件设有打开密码：请用原密码打开，取消密码后另存再导入"
		}
		return "是旧版 Office 文件，无法读取：请另存为 .xlsx 或 .docx 再导入"
	case bytes.HasPrefix(b, zipMagic) && !isXLSX(b) && !isDOCX(b) && !isOFD(b):
		if !bytes.Contains(b[max(0, len(b)-maxZipTail):], emptyZip) {
			return "文件没有下载完整，或已损坏：请重新发送"
		}
		return "是压缩包或其他文档，不是 .xlsx 工作簿或 .docx 文档：请解压或另存为 .xlsx、.docx 再导入"
	case bytes.HasPrefix(b, []byte("PK")) && !bytes.HasPrefix(b, zipMagic):
		return "压缩结构已损坏：请重新发送文件"
	case bytes.HasPrefix(b, []byte(`{\rtf`)):
		return "是 RTF 文档：请用 Word 或 WPS 另存为 .docx 再导入；装有 LibreOffice 的机器也可以加 --convert"
	case isOfficeXML(b):
		return "是 Office 2003 的 XML 文件：请用 Excel、Word 或 WPS 另存为 .xlsx 或 .docx 再导入"
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".xlsx", ".xlsm":
		if !bytes.HasPrefix(b, zipMagic) && !isHTML(b) && !isMHT(b) && !isCSV(name, b) {
			return "扩展名是 " + filepath.Ext(name) + "，内容却不是工作簿：文件可能已损坏，或只是改了扩展名"
		}
	}
	return ""
}

// isOfficeXML recognises workbooks and documents saved as "XML 2003".
func isOfficeXML(b []byte) bool {
	head := b[:min(len(b), 2<<10)]
	return bytes.Contains(head, []byte("<?xml")) && (bytes.Contains(head, []byte("urn:schemas-microsoft-com:office:spreadsheet")) ||
		bytes.Contains(head, []byte("http://schemas.microsoft.com/office/word/2003/wordml")) ||
		bytes.Contains(head, []byte("http://schemas.microsoft.com/office/2006/xmlPackage")))
}

// NoTables is a file that was read and holds none of the statutory tables: a report in words only, or something else. What it says of
// itself is kept, so that whoever sent it can be asked for the tables.
type NoTables struct {
	Agency string // empty where it names none
	Year   int    // 0 where it names none
}

// Error says what is missing, and from whom.
func (e NoTables) Error() string {
	const missing = "没有找到法定统计表（表二、表三、表四或 2014 年版统计表的行名一个也没有出现）"
	if e.Agency == "" || e.Year == 0 {
		return missing
	}
	return fmt.Sprintf("%s：看文字是%s %d 年度的报告，请补上三张表再发", missing, e.Agency, e.Year)
}
