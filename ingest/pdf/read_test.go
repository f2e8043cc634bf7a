package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"tongjian/data"
)

// describe writes a document a line a block: a paragraph with its place, a grid with its rows.
func describe(doc data.Document) string {
	var out strings.Builder
	for _, b := range doc.Blocks {
		if b.Grid == nil {
			fmt.Fprintf(&out, "%s %s\n", b.At, b.Text)
			continue
		}
		for _, row := range b.Grid.Rows {
			fmt.Fprintf(&out, "%s", row[0].At)
			for _, c := range row {
				fmt.Fprintf(&out, " [%s]", c.Text)
			}
			out.WriteByte('\n')
		}
	}
	return out.String()
}

// lattice draws a table of equal cells and their texts, row by row.
func lattice(s *sheet, x, y, width, height float64, rows ...[]string) {
	for i, row := range rows {
		for j, text := range row {
			left, top := x+float64(j)*width, y-float64(i)*height
			s.op("0.5 w %g %g %g %g re S", left, top-height, width, height)
			for k, l := range strings.Split(text, "\n") {
				s.text(left+6, top-12-float64(k)*10, 9, l)
			}
		}
	}
}

const (
	// full is a line as wide as the page's text, indented one with two characters less.
	full     = "本年度按照条例要求开展政府信息公开工作全面落实各项任务不断提高质量持续改进服务做到公开及时准确并接受社会监督"
	indented = "本年度按照条例要求开展政府信息公开工作全面落实各项任务不断提高质量持续改进服务做到公开及时准确并接受社会"
	short    = "工作顺利。"
)

func TestRead(t *testing.T) {
	tests := []struct {
		name string
		draw func() []*sheet
		want string
	}{
		{
			name: "the lines of a paragraph are joined, over a page break too; page numbers and running heads go",
			draw: func() []*sheet {
				first, second := newSheet(), newSheet()
				for i, s := range []*sheet{first, second} {
					s.text(72, 805, 8, fmt.Sprintf("某区政府公报第%d页", i+1))
					s.text(280, 40, 9, fmt.Sprintf("- %d -", i+1))
				}
				first.text(200, 700, 16, "年度报告")
				first.text(88, 670, 8, indented)
				first.text(72, 655, 8, full)
				first.text(72, 640, 8, short)
				first.text(88, 625, 8, indented)
				second.text(72, 700, 8, full)
				second.text(88, 685, 8, short)
				return []*sheet{first, second}
			},
			want: "p1,2 年度报告\n" +
				"p1,3 " + indented + full + short + "\n" +
				"p1,6 " + indented + full + "\n" +
				"p2,3 " + short + "\n",
		},
		{
			name: "without lines, columns are told by gaps and blanks by the row above",
			draw: func() []*sheet {
				s := newSheet()
				s.text(72, 700, 10, "信息内容")
				s.text(200, 700, 10, "本年制发件数")
				s.text(300, 700, 10, "本年废止件数")
				s.text(400, 700, 10, "现行有效件数")
				s.text(72, 680, 10, "规章")
				s.text(225, 680, 10, "0")
				s.text(325, 680, 10, "12")
				s.text(425, 680, 10, "3")
				s.text(72, 660, 10, "行政规范性文件")
				s.text(225, 660, 10, "10")
				s.text(425, 660, 10, "5")
				return []*sheet{s}
			},
			want: "p1,1:1 [信息内容] [本年制发件数] [本年废止件数] [现行有效件数]\n" +
				"p1,2:1 [规章] [0] [12] [3]\n" +
				"p1,3:1 [行政规范性文件] [10] [] [5]\n",
		},
		{
			name: "figures that follow a label closely are kept apart from it and from one another",
			draw: func() []*sheet {
				s := newSheet()
				s.text(72, 700, 10, "行政许可 97")
				s.text(72, 680, 10, "规章 0 0 0")
				return []*sheet{s}
			},
			want: "p1,1 行政许可 97\np1,2 规章 0 0 0\n",
		},
		{
			name: "two figures one under the other are two, a figure broken for want of room is one",
			draw: func() []*sheet {
				s := newSheet()
				lattice(s, 72, 700, 40, 50, []string{"3\n5", "113988\n89"}, []string{"22\n（其中\n修订16\n件）", "规范性\n文件"})
				return []*sheet{s}
			},
			want: "p1,t1,1:1 [3 5] [11398889]\np1,t1,2:1 [22（其中修订16件）] [规范性文件]\n",
		},
		{
			name: "the lower end of a table cut by the page has no line, and goes on above the first line of the next",
			draw: func() []*sheet {
				first, second := newSheet(), newSheet()
				for i, s := range []*sheet{first, second} {
					top, columns := 100.0, 3
					if i == 1 {
						top, columns = 800, 2
					}
					for j := range columns + 1 {
						s.stroke(72+float64(j)*300/float64(columns), top, 72+float64(j)*300/float64(columns), top-40, 0.5)
					}
					s.stroke(72, top-20, 372, top-20, 0.5)
				}
				first.stroke(72, 100, 372, 100, 0.5)
				second.stroke(72, 760, 372, 760, 0.5)
				first.text(80, 88, 9, "甲")
				first.text(180, 68, 9, "乙")
				second.text(80, 788, 9, "丙")
				second.text(230, 768, 9, "丁")
				return []*sheet{first, second}
			},
			want: "p1,t1,1:1 [甲] [] []\np1,t1,2:1 [] [乙] []\np2,t1,1:1 [丙] []\np2,t1,2:1 [] [丁]\n",
		},
		{
			name: "a table goes on below a line that says so",
			draw: func() []*sheet {
				first, second := newSheet(), newSheet()
				lattice(first, 72, 200, 60, 20, []string{"自然人", "总计"}, []string{"1", "2"})
				second.text(72, 760, 9, "（续表）")
				lattice(second, 72, 740, 60, 20, []string{"3", "4"})
				return []*sheet{first, second}
			},
			want: "p1,t1,1:1 [自然人] [总计]\np1,t1,2:1 [1] [2]\np2,t1,1:1 [3] [4]\np2,1 （续表）\n",
		},
		{
			name: "rows of figures at the end of a page are no page numbers",
			draw: func() []*sheet {
				s := newSheet()
				s.text(72, 700, 10, "三、收到和处理政府信息公开申请情况")
				for i := range 3 {
					s.text(72, 60-15*float64(i), 10, "0")
					s.text(122, 60-15*float64(i), 10, "0")
				}
				t := newSheet()
				t.text(72, 780, 10, "7")
				t.text(72, 765, 10, "7")
				return []*sheet{s, t}
			},
			want: "p1,1 三、收到和处理政府信息公开申请情况\np1,2:1 [0] [0]\np1,3:1 [0] [0]\np1,4:1 [0] [0]\np2,1 7\np2,2 7\n",
		},
		{
			name: "another table of the same width is one of its own",
			draw: func() []*sheet {
				first, second := newSheet(), newSheet()
				lattice(first, 72, 200, 60, 20, []string{"自然人", "总计"}, []string{"1", "2"})
				second.text(72, 760, 9, "四、行政复议")
				lattice(second, 72, 740, 60, 20, []string{"3", "4"})
				return []*sheet{first, second}
			},
			want: "p1,t1,1:1 [自然人] [总计]\np1,t1,2:1 [1] [2]\np2,1 四、行政复议\np2,t1,1:1 [3] [4]\n",
		},
		{
			name: "a frame around a page, an underlined title and the line of a letterhead are no tables",
			draw: func() []*sheet {
				s := newSheet()
				s.op("1 w 40 40 515 762 re S")
				s.text(200, 700, 16, "年度报告")
				s.stroke(200, 697, 264, 697, 1)
				s.stroke(72, 650, 500, 650, 2)
				lattice(s, 72, 600, 60, 20, []string{"规章", "0"}, []string{"许可", "7"})
				return []*sheet{s}
			},
			want: "p1,1 年度报告\np1,t1,1:1 [规章] [0]\np1,t1,2:1 [许可] [7]\n",
		},
		{
			name: "a character the file gives no meaning for is shown as one that cannot be read",
			draw: func() []*sheet {
				s := newSheet()
				lattice(s, 72, 700, 60, 20, []string{"规章", "1\ufffe"}, []string{"许可", "7"})
				return []*sheet{s}
			},
			want: "p1,t1,1:1 [规章] [1\ufffd]\np1,t1,2:1 [许可] [7]\n",
		},
		{
			name: "text drawn in no colour, or beyond the edge of the page, is not read",
			draw: func() []*sheet {
				s := newSheet()
				s.text(72, 700, 10, "看得见1")
				s.hidden(72, 680, 10, "看不见2")
				s.text(700, 660, 10, "页外3")
				return []*sheet{s}
			},
			want: "p1,1 看得见1\n",
		},
		{
			name: "a field filled in on the screen is read like print",
			draw: func() []*sheet {
				s := newSheet()
				s.text(72, 700, 10, "行政许可")
				s.notes = []string{"550"}
				return []*sheet{s}
			},
			want: "p1,1:1 [行政许可] [550]\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := document(test.draw()...)
			doc, err := Read(b)
			if err != nil {
				t.Fatal(err)
			}
			if got := describe(doc); got != test.want {
				t.Errorf("read\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// A page that is a picture, drawn over its whole area.
func scan() *sheet {
	s := newSheet()
	s.op("q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q")
	return s
}

func TestRefused(t *testing.T) {
	prose := newSheet()
	prose.text(72, 700, 10, "本年度工作顺利。")
	recognised := scan()
	recognised.hidden(72, 700, 10, "行政许可 550")
	numbered := scan()
	numbered.text(290, 30, 9, "2")
	encrypted, err := os.ReadFile("testdata/encrypted.pdf")
	if err != nil {
		t.Fatal(err)
	}
	whole := document(prose)
	unmapped := func(text string) []byte {
		return file([]string{
			"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
			"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 0 /LastChar 3" +
				" /Widths [500 500 500 500] /CharProcs << /g1 4 0 R /g2 4 0 R >> /Encoding << /Type /Encoding /Differences [1 /g1 /g2] >> >>",
			stream("", "500 0 d0 0 0 400 700 re f"),
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
			stream("", "BT /F1 10 Tf 1 0 0 1 72 700 Tm <"+text+"> Tj ET"),
		})
	}
	tests := []struct {
		name  string
		bytes []byte
		want  string
	}{
		{"no text", document(newSheet()), "PDF 里没有文字，是扫描件或图片"},
		{"a scan", document(scan()), "PDF 里没有文字，是扫描件或图片"},
		{"a scan with recognised text under it", document(recognised), "PDF 里没有文字，是扫描件或图片"},
		{"tables as pictures among pages of text", document(prose, numbered), "PDF 第 2 页是图片，没有文字，其余各页没有表格"},
		{"characters of which the file does not say what they are", unmapped("010202"), "PDF 里的文字没有编码"},
		{"such a character that looks like a hyphen", unmapped("02"), "PDF 里的文字没有编码"},
		{"a password", encrypted, "PDF 设有打开密码"},
		{"cut off", whole[:200], "PDF 读不下去"},
		{"nothing but a name", []byte("%PDF-1.7\n"), "PDF 读不下去"},
		{"no pages", []byte("%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj 2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj trailer << /Root 1 0 R >>"), "PDF "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, err := Read(test.bytes)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("error %v, document %s", err, describe(doc))
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("more than a sentence: %v", err)
			}
		})
	}
}

// A few bytes that ask for a hundred million lines are given up, and the next file is read as if nothing had been.
func TestTimeRunsOut(t *testing.T) {
	const tenTimes = "/F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do"
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>",
		stream("", tenTimes),
	}
	for n := range 8 {
		objects = append(objects, stream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F %d 0 R >> >>", n+6), tenTimes))
	}
	objects = append(objects, stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842]", "0 0 m 100 0 l S"))
	if _, err := engine(); err != nil {
		t.Fatal(err)
	}
	if _, err := read(file(objects), 50*time.Millisecond); !errors.Is(err, ErrTooLarge) {
		t.Errorf("error %v", err)
	}
	s := newSheet()
	s.text(72, 700, 10, "本年度工作顺利。")
	if doc, err := Read(document(s)); err != nil || describe(doc) != "p1,1 本年度工作顺利。\n" {
		t.Errorf("afterwards: %v %s", err, describe(doc))
	}
}

// Files are read at once, each in an instance of its own.
func TestAtOnce(t *testing.T) {
	var wait sync.WaitGroup
	for n := range 12 {
		wait.Go(func() {
			s := newSheet()
			lattice(s, 72, 700, 60, 20, []string{"规章", fmt.Sprint(n)}, []string{"许可", "7"})
			doc, err := Read(document(s))
			if want := fmt.Sprintf("p1,t1,1:1 [规章] [%d]\np1,t1,2:1 [许可] [7]\n", n); err != nil || describe(doc) != want {
				t.Errorf("read %q, %v", describe(doc), err)
			}
		})
	}
	wait.Wait()
}

func TestRenderPage(t *testing.T) {
	s := newSheet()
	s.bar(0, 0, 595, 421) // the lower half is black
	b := document(newSheet(), s)
	picture, err := RenderPage(b, 2, 72)
	if err != nil {
		t.Fatal(err)
	}
	got, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	if size := got.Bounds().Size(); size.X < 594 || size.X > 596 || size.Y < 841 || size.Y > 843 {
		t.Errorf("size %v", size)
	}
	upper, _, _, _ := got.At(300, 100).RGBA()
	lower, _, _, _ := got.At(300, 700).RGBA()
	if upper != 0xffff || lower != 0 {
		t.Errorf("upper half %x, lower half %x", upper, lower)
	}
	large := newSheet()
	large.width, large.height = 14400, 14400
	if picture, err = RenderPage(document(large), 1, 300); err != nil {
		t.Fatal(err)
	}
	if c, err := png.DecodeConfig(bytes.NewReader(picture)); err != nil || c.Width*c.Height > maxPixels*2 {
		t.Errorf("%v %v", c, err)
	}
	if _, err := RenderPage(b, 3, 72); err == nil || err.Error() != "PDF 有 2 页，没有第 3 页" {
		t.Errorf("page 3: %v", err)
	}
}
