package ingest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// conversion is a chain of programs a report goes through before it is read.
type conversion struct {
	name  string
	style pageStyle
	shape func(b *baseReport) written
	// book starts from a workbook instead of a page.
	book  func(t testing.TB, b *baseReport) []byte
	steps []step
}

// step converts the files *.from of a directory into *.to.
type step struct {
	from, to string
	run      func(ctx context.Context, dir string, files []string) error
}

func soffice(from, to string, args ...string) step {
	return step{from, to, func(ctx context.Context, dir string, files []string) error {
		args := append([]string{"--headless", "--norestore", "-env:UserInstallation=file://" + dir + "/profile"}, args...)
		return command(ctx, "soffice", append(append(args, "--outdir", dir), files...)...)
	}}
}

var (
	htmlToDocx = soffice("html", "docx", "--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML")
	htmlToXlsx = soffice("html", "xlsx", "--infilter=HTML (StarCalc)", "--convert-to", "xlsx:Calc MS Excel 2007 XML")
	docxToPDF  = soffice("docx", "pdf", "--convert-to", "pdf")
	xlsxToPDF  = soffice("xlsx", "pdf", "--convert-to", "pdf")
	docxToText = soffice("docx", "txt", "--convert-to", "txt:Text (encoded):UTF8")
	docxToHTML = soffice("docx", "html", "--convert-to", "html:HTML (StarWriter)")
	xlsxToXLS  = soffice("xlsx", "xls", "--convert-to", "xls:MS Excel 97")
	xlsxToCSV  = soffice("xlsx", "csv", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1")
	docxToDoc  = soffice("docx", "doc", "--convert-to", "doc:MS Word 97")
	docToDocx  = soffice("doc", "docx", "--convert-to", "docx:MS Word 2007 XML")

	printPage = step{"html", "pdf", func(ctx context.Context, dir string, files []string) error {
		for _, f := range files {
			out := strings.TrimSuffix(f, ".html") + ".pdf"
			if err := command(ctx, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--user-data-dir="+dir+"/chromium",
				"--print-to-pdf="+out, "file://"+f); err != nil {
				return err
			}
		}
		return nil
	}}
	pdfLayout = step{"pdf", "txt", eachFile("pdftotext", "-layout")}
	pdfRaw    = step{"pdf", "txt", eachFile("pdftotext", "-raw")}
)

func eachFile(name string, args ...string) func(context.Context, string, []string) error {
	return func(ctx context.Context, _ string, files []string) error {
		for _, f := range files {
			if err := command(ctx, name, append(args, f)...); err != nil {
				return err
			}
		}
		return nil
	}
}

func command(ctx context.Context, name string, args ...string) error {
	ctx, stop := context.WithTimeout(ctx, 5*time.Minute)
	defer stop()
	if out, err := exec.CommandContext(ctx, name, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s %v: %w: %s", name, args, err, out)
	}
	return nil
}

func conversions() []conversion {
	landscape := pageStyle{css: "@page{size:A4 landscape;margin:12mm}"}
	small := pageStyle{css: "@page{size:A4 landscape;margin:12mm}td{font-size:7pt}"}
	rotated := pageStyle{css: "table{transform:rotate(0deg)}body{writing-mode:horizontal-tb}@page{size:A3}"}
	bare := pageStyle{bare: true, css: "@page{size:A3 landscape}"}
	plainBook := func(t testing.TB, b *baseReport) []byte { return as(b).workbook(t, false) }
	twice := table3(func(_ *baseReport, p *printedTable) *printedTable { return p.repeatHead(14) })
	return []conversion{
		{"html→docx", pageStyle{}, as, nil, []step{htmlToDocx}},
		{"html→docx, nested", pageStyle{nested: true}, as, nil, []step{htmlToDocx}},
		{"html→docx→pdf", pageStyle{}, as, nil, []step{htmlToDocx, docxToPDF}},
		{"html→docx→pdf, landscape", landscape, as, nil, []step{htmlToDocx, docxToPDF}},
		{"html→docx→html", pageStyle{}, as, nil, []step{htmlToDocx, docxToHTML}},
		{"html→docx→txt", pageStyle{}, as, nil, []step{htmlToDocx, docxToText}},
		{"html→docx→doc", pageStyle{}, as, nil, []step{htmlToDocx, docxToDoc}},
		{"html→docx→doc, nested", pageStyle{nested: true}, as, nil, []step{htmlToDocx, docxToDoc}},
		{"html→docx→doc, head again", pageStyle{}, twice, nil, []step{htmlToDocx, docxToDoc}},
		{"html→docx→doc, total first", pageStyle{}, table3(totalFirst), nil, []step{htmlToDocx, docxToDoc}},
		{"html→docx→doc→docx", pageStyle{}, as, nil, []step{htmlToDocx, docxToDoc, docToDocx}},
		{"html→xlsx", pageStyle{}, as, nil, []step{htmlToXlsx}},
		{"html→xlsx→xls", pageStyle{}, as, nil, []step{htmlToXlsx, xlsxToXLS}},
		{"xlsx→pdf", pageStyle{}, as, plainBook, []step{xlsxToPDF}},
		{"xlsx→csv", pageStyle{}, as, plainBook, []step{xlsxToCSV}},
		{"html→pdf", pageStyle{}, as, nil, []step{printPage}},
		{"html→pdf, landscape", landscape, as, nil, []step{printPage}},
		{"html→pdf, small print", small, as, nil, []step{printPage}},
		{"html→pdf, A3", rotated, as, nil, []step{printPage}},
		{"html→pdf, no lines", bare, as, nil, []step{printPage}},
		{"html→pdf, head again", pageStyle{}, twice, nil, []step{printPage}},
		{"html→pdf, total first", pageStyle{}, table3(totalFirst), nil, []step{printPage}},
		{"html→pdf, total first, no lines", bare, table3(totalFirst), nil, []step{printPage}},
		{"html→pdf→txt, layout", landscape, as, nil, []step{printPage, pdfLayout}},
		{"html→pdf→txt, raw", landscape, as, nil, []step{printPage, pdfRaw}},
		{"years: html→pdf 本年|上年", small, paired(words, false), nil, []step{printPage}},
		{"years: html→pdf 2022年|2023年", small, paired(yearsBack, true), nil, []step{printPage}},
		{"years: html→pdf 2022年|2023年, no lines", bare, paired(yearsBack, true), nil, []step{printPage}},
		{"years: html→pdf blocks, no lines", bare, blocks(true), nil, []step{printPage}},
		{"years: html→docx rows", pageStyle{}, pairedRows(wordsBack, true), nil, []step{htmlToDocx}},
		{"years: html→docx→doc rows", pageStyle{}, pairedRows(wordsBack, true), nil, []step{htmlToDocx, docxToDoc}},
		{"years: html→docx→txt", pageStyle{}, paired(yearsBack, true), nil, []step{htmlToDocx, docxToText}},
		{"years: html→pdf→txt, layout", bare, paired(yearsBack, true), nil, []step{printPage, pdfLayout}},
	}
}

// Reports converted by other programs are read without a silent error. It takes minutes and runs with TONGJIAN_CONVERT set.
func TestConvertedVariants(t *testing.T) {
	if os.Getenv("TONGJIAN_CONVERT") == "" {
		t.Skip("TONGJIAN_CONVERT is not set")
	}
	bases := ownBases()
	for _, b := range realBases(t) {
		if len(b.want) > 25 {
			bases = append(bases, b)
		}
	}
	for _, c := range append(conversions(), printings()...) {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			first := ".html"
			if c.book != nil {
				first = ".xlsx"
			}
			var files []string
			for i, b := range bases {
				content := c.shape(b).html(c.style)
				if c.book != nil {
					content = c.book(t, b)
				}
				file := filepath.Join(dir, fmt.Sprintf("r%02d%s", i, first))
				if err := os.WriteFile(file, content, 0o600); err != nil {
					t.Fatal(err)
				}
				files = append(files, file)
			}
			for _, s := range c.steps {
				if err := s.run(t.Context(), dir, files); err != nil {
					t.Fatal(err)
				}
				for i, f := range files {
					files[i] = strings.TrimSuffix(f, "."+s.from) + "." + s.to
				}
			}
			var sum Tally
			for i, b := range bases {
				content, err := os.ReadFile(files[i])
				if err != nil {
					t.Error(err)
					continue
				}
				y := compareVariant(b, variant{name: c.name}, filepath.Base(files[i]), content)
				if y.Silent > 0 {
					t.Errorf("%s: %d wrong and nothing said: %v %v", b.name, y.Silent, y.Identity, y.Details)
				} else if y.Missed+y.Wrong > 0 {
					t.Logf("%s: %d right, %d missed, %d wrong: %v %v", b.name, y.Right, y.Missed, y.Wrong, y.Identity, y.Details[:min(4, len(y.Details))])
				}
				sum.Right += y.Right
				sum.Blank += y.Blank
				sum.Missed += y.Missed
				sum.Wrong += y.Wrong
				sum.Silent += y.Silent
				if keep := os.Getenv("TONGJIAN_CONVERT_KEEP"); keep != "" {
					_ = os.WriteFile(filepath.Join(keep, fmt.Sprintf("%s-%s%s", b.name, strings.ReplaceAll(c.name, "/", "_"), filepath.Ext(files[i]))), content, 0o600)
				}
			}
			t.Logf("%5d right %5d blank %5d missed %4d wrong %4d silent", sum.Right, sum.Blank, sum.Missed, sum.Wrong, sum.Silent)
		})
	}
}
