package regions

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// sheetRow is a row with the number people know it by.
type sheetRow struct {
	line  int
	cells []string
}

type rosterSheet struct {
	name string
	rows []sheetRow
}

// maxUnzipped bounds what a workbook may grow to: far more than the roster of the whole country needs.
const maxUnzipped = 1 << 30

func readSheets(path string) ([]rosterSheet, error) {
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".xlsx":
		return readWorkbook(path)
	case ".csv":
		rows, err := readCSV(path)
		return []rosterSheet{{rows: rows}}, err
	default:
		return nil, fmt.Errorf("不能读%s文件，请另存为 .xlsx 或 .csv", ext)
	}
}

func readWorkbook(path string) (sheets []rosterSheet, err error) {
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnzipped})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			return nil, fmt.Errorf("sheet %q: %w", name, err)
		}
		s := rosterSheet{name: name}
		for i, cells := range rows {
			s.rows = append(s.rows, sheetRow{i + 1, cells})
		}
		sheets = append(sheets, s)
	}
	return sheets, nil
}

// readCSV reads a CSV file as Excel and WPS write them: UTF-8 with or without a mark, or GB18030.
func readCSV(path string) ([]sheetRow, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if !utf8.Valid(b) {
		if b, err = simplifiedchinese.GB18030.NewDecoder().Bytes(b); err != nil {
			return nil, fmt.Errorf("neither UTF-8 nor GB18030: %w", err)
		}
		if bytes.ContainsRune(b, utf8.RuneError) {
			return nil, errors.New("编码既不是 UTF-8 也不是 GB18030，请用 Excel 或 WPS 另存为 .xlsx")
		}
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	if first, _, _ := bytes.Cut(b, []byte("\n")); !bytes.Contains(first, []byte(",")) && bytes.Contains(first, []byte("\t")) {
		r.Comma = '\t'
	}
	var rows []sheetRow
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		rows = append(rows, sheetRow{line, cells})
	}
}

// rosterSheetName is the sheet [WriteRoster] writes.
const rosterSheetName = "机构名录"

// WriteRoster writes a roster as a workbook that [ReadRoster] reads back. The same agencies give the same bytes.
func WriteRoster(path string, agencies []Agency) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write roster %s: %w", path, err)
		}
	}()
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.SetSheetName("Sheet1", rosterSheetName); err != nil {
		return err
	}
	if err := writeRows(f, agencies); err != nil {
		return err
	}
	return f.SaveAs(path)
}

func writeRows(f *excelize.File, agencies []Agency) error {
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF4"}}})
	if err != nil {
		return err
	}
	w, err := f.NewStreamWriter(rosterSheetName)
	if err != nil {
		return err
	}
	for i, width := range []float64{34, 10, 24, 10, 10, 40, 22, 10, 10, 12} {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	heads := make([]any, len(columns))
	for i, c := range columns {
		heads[i] = excelize.Cell{StyleID: head, Value: string(c)}
	}
	if err := w.SetRow("A1", heads); err != nil {
		return err
	}
	for i, a := range agencies {
		if err := w.SetRow(fmt.Sprintf("A%d", i+2), rosterCells(a)); err != nil {
			return fmt.Errorf("%s: %w", a.Name, err)
		}
	}
	return w.Flush()
}

// rosterCells are an agency's cells in the order of columns; what is not known is left empty.
func rosterCells(a Agency) []any {
	scope := ""
	if a.Scope != "" {
		scope = a.Scope.Label()
	}
	cells := []any{a.Name, a.Region, FullName(a.Region), a.Kind, scope, strings.Join(a.Aliases, "；"), a.CreditCode, nil, nil, nil}
	for i, n := range []int64{int64(a.ExpectedFrom), int64(a.ExpectedTo), a.Population} {
		if n != 0 {
			cells[7+i] = n
		}
	}
	return cells
}
