package pdf

import (
	"fmt"
	"time"

	"github.com/klippa-app/go-pdfium/requests"

	"tongjian/data"
)

// Read reads the text of a PDF. Grids bounded by lines are ruled; a place in one names the page, the grid on it, row and
// column, a place outside names the page and the line of text on it. The error is a Chinese sentence.
func Read(b []byte) (data.Document, error) { return read(b, maxTime) }

func read(b []byte, limit time.Duration) (data.Document, error) {
	s, err := open(b, limit)
	if err != nil {
		return data.Document{}, err
	}
	defer s.close()
	pages, err := s.layouts()
	if err != nil {
		return data.Document{}, s.explain(err)
	}
	return assemble(kindPDF, pages)
}

// kindPDF is what people call the files this package is named after.
const kindPDF = "PDF"

// layouts reads the pages and puts what stands on each in order.
func (s *session) layouts() ([]layout, error) {
	count, err := s.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: s.document})
	if err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	return layouts(kindPDF, count.PageCount, s.readPage)
}

// layouts puts what stands on each of a file's pages in order, within the limits on a file. kind names its format for people.
func layouts(kind string, count int, read func(number int) (page, error)) ([]layout, error) {
	if count > maxPages {
		return nil, exceeds(kind+" 的页数", maxPages, "页")
	}
	var (
		out           []layout
		glyphs, cells int
	)
	for number := 1; number <= count; number++ {
		p, err := read(number)
		if err != nil {
			return nil, err
		}
		l := layOut(p)
		if glyphs += len(p.glyphs); glyphs > maxText {
			return nil, exceeds(kind+" 的字数", maxText, "个")
		}
		if cells += l.cells(); cells > maxCells {
			return nil, exceeds(kind+" 的单元格数", maxCells, "个")
		}
		out = append(out, l)
	}
	return out, nil
}

// assemble builds the document from the pages.
func assemble(kind string, pages []layout) (data.Document, error) {
	var pictures []int
	glyphs, unread := 0, 0
	for _, l := range pages {
		glyphs, unread = glyphs+l.glyphs, unread+l.unread
		if l.picture && l.glyphs < fewGlyphs {
			pictures = append(pictures, l.number)
		}
	}
	w := write(pages)
	switch {
	case unread*2 > glyphs:
		return data.Document{}, fmt.Errorf("%s 里的%w", kind, ErrUnreadable)
	case len(w.blocks) == 0:
		return data.Document{}, fmt.Errorf("%s 里%w", kind, ErrScanned)
	case len(w.grids) == 0 && !w.separated && len(pictures) > 0:
		return data.Document{}, fmt.Errorf("%s 第 %s 页是图片，没有文字，其余各页没有表格：请导入生成它的 Word、Excel 文件，或把三张表录入模板（tongjian forms --xlsx）再导入", kind, numbers(pictures))
	}
	return data.Document{Blocks: w.blocks}, nil
}

// write puts the pages together.
func write(pages []layout) *writer {
	dropFurniture(pages)
	joinAcross(pages)
	joinBelow(pages)
	w := &writer{}
	for i := range pages {
		w.page(&pages[i])
	}
	w.finish()
	return w
}

// fewGlyphs is the number of characters a scanned page may have: its number, a stamp.
const fewGlyphs = 20

// numbers lists page numbers for people, the first few of them.
func numbers(pages []int) string {
	const most = 5
	text := ""
	for i, n := range pages[:min(most, len(pages))] {
		if i > 0 {
			text += "、"
		}
		text += fmt.Sprint(n)
	}
	if len(pages) > most {
		text += " 等"
	}
	return text
}
