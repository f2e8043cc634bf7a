package ingest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Reading a workbook's cells is most of the work of reading a report. excelize's own iterator parses every element with its
// name spaces and attributes into structures; a report needs a cell's place, type and text. So the parts are opened, unpacked
// and bounded by excelize, and the elements of a sheet are walked here, at a fraction of the cost. What the walk does not know
// (comments, CDATA, entities a document defines itself) it leaves to excelize. A test holds both to the same.

// eachRow gives the texts of each row of a sheet that has cells, in order, with its line.
func eachRow(f *excelize.File, sheet, part string, row func(line int, texts []string) error) error {
	raw, ok := f.Pkg.Load(part)
	b, isBytes := raw.([]byte)
	if !ok || !isBytes {
		return eachRowIterated(f, sheet, row)
	}
	if err := loadSharedStrings(f, sheet); err != nil {
		return err
	}
	w := &sheetWalk{f: f, rest: b, row: row}
	err := w.walk()
	if errors.Is(err, errUnusual) && w.rows == 0 {
		return eachRowIterated(f, sheet, row)
	}
	return err
}

// eachRowIterated goes through excelize, for a sheet whose part is not at hand.
func eachRowIterated(f *excelize.File, sheet string, row func(line int, texts []string) error) error {
	rows, err := f.Rows(sheet)
	if err != nil {
		return fmt.Errorf("读不出行：%w", err)
	}
	defer rows.Close()
	for line := 1; rows.Next(); line++ {
		texts, err := rows.Columns()
		for i := 0; i < len(texts) && err == nil; i++ {
			texts[i], err = iterated(f, sheet, line, i, texts[i])
		}
		if err != nil {
			return fmt.Errorf("第 %d 行读不出：%w", line, err)
		}
		if err := row(line, texts); err != nil {
			return err
		}
	}
	return rows.Error()
}

// iterated gives the text of a cell, counting columns from 0, as the walk does. Its kind is asked for only where it matters: that has
// excelize parse the whole sheet.
func iterated(f *excelize.File, sheet string, line, col int, text string) (string, error) {
	number := plainNumber(text)
	if number == text {
		return text, nil
	}
	cell, err := excelize.CoordinatesToCellName(col+1, line)
	if err != nil {
		return "", err
	}
	kind, err := f.GetCellType(sheet, cell)
	if err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		return text, err
	}
	return number, nil
}

// loadSharedStrings has excelize parse the table of texts that cells refer to, which it does with the first row it reads.
func loadSharedStrings(f *excelize.File, sheet string) error {
	if f.SharedStrings != nil {
		return nil
	}
	rows, err := f.Rows(sheet)
	if err != nil {
		return fmt.Errorf("读不出行：%w", err)
	}
	defer rows.Close()
	if rows.Next() {
		if _, err := rows.Columns(); err != nil {
			return fmt.Errorf("第一行读不出：%w", err)
		}
	}
	return nil
}

// errUnusual is XML that the walk does not know.
var errUnusual = errors.New("工作表的写法少见，读不下去")

// sheetWalk is a walk over the elements of a sheet's part.
type sheetWalk struct {
	f    *excelize.File
	rest []byte // what has not been walked yet
	row  func(line int, texts []string) error
	rows int // given so far

	line  int
	texts []string
	col   int    // of the cell at hand, from 0
	kind  string // its type, the attribute t
	text  []byte
	// inCell and inReading tell what character data belongs to: a cell, and how a text is pronounced, which is no part of it.
	inCell, inReading bool
	// aside is true in a part of a cell's text that is raised, lowered or struck out, gap behind one: 5 with a raised 1 behind it is not 51.
	aside, gap bool
}

func (w *sheetWalk) walk() error {
	for {
		open := bytes.IndexByte(w.rest, '<')
		if open < 0 {
			return nil
		}
		w.rest = w.rest[open+1:]
		if len(w.rest) == 0 || w.rest[0] == '!' {
			return errUnusual
		}
		tag, ok := w.tag()
		if !ok {
			return errUnusual
		}
		done, err := w.element(tag)
		if done || err != nil {
			return err
		}
	}
}

// tag takes the tag that begins here, without its brackets. A bracket inside an attribute's quotes ends no tag.
func (w *sheetWalk) tag() ([]byte, bool) {
	quote := byte(0)
	for i, c := range w.rest {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			tag := w.rest[:i]
			w.rest = w.rest[i+1:]
			return tag, true
		}
	}
	return nil, false
}

// element handles one tag; done is true when the cells are at an end.
func (w *sheetWalk) element(tag []byte) (done bool, err error) {
	closing := len(tag) > 0 && tag[0] == '/'
	empty := len(tag) > 0 && tag[len(tag)-1] == '/'
	switch name := elementName(tag); {
	case name == "sheetData":
		return closing || empty, nil
	case name == "row" && !closing:
		if err := w.startRow(tag); err != nil || !empty {
			return false, err
		}
		return false, w.endRow()
	case name == "row":
		return false, w.endRow()
	case name == "c" && !closing:
		if err := w.startCell(tag); err != nil || !empty {
			return false, err
		}
		return false, w.endCell()
	case name == "c":
		return false, w.endCell()
	case name == "rPh":
		w.inReading = !closing && !empty
	case name == "strike" && isOn(tag), name == "vertAlign" && attribute(tag, "val") != "baseline":
		w.aside = w.inCell
	case name == "r" && closing && w.aside:
		w.aside, w.gap = false, true
	case (name == "v" || name == "t") && !closing && !empty && w.inCell && !w.inReading:
		if (w.aside || w.gap) && len(w.text) > 0 {
			w.text = append(w.text, ' ')
		}
		w.gap = false
		return false, w.take()
	}
	return false, nil
}

// isOn reads a property that is set by being there, unless its value says otherwise.
func isOn(tag []byte) bool {
	val := attribute(tag, "val")
	return val != "0" && val != "false"
}

func (w *sheetWalk) startRow(tag []byte) error {
	w.line++
	w.texts = w.texts[:0]
	r := attribute(tag, "r")
	if r == "" {
		return nil
	}
	line, err := strconv.Atoi(r)
	if err != nil || line < 1 || line > excelize.TotalRows {
		return fmt.Errorf("行号 %q 无效", r)
	}
	w.line = line
	return nil
}

func (w *sheetWalk) endRow() error {
	w.rows++
	return w.row(w.line, w.texts)
}

func (w *sheetWalk) startCell(tag []byte) error {
	w.col, w.kind, w.text, w.inCell = len(w.texts), attribute(tag, "t"), w.text[:0], true
	w.aside, w.gap = false, false
	r := attribute(tag, "r")
	if r == "" {
		return nil
	}
	col, ok := columnOf(r)
	if !ok {
		return fmt.Errorf("单元格 %q 的位置无效", r)
	}
	w.col = col
	return nil
}

func (w *sheetWalk) endCell() error {
	w.inCell = false
	text, err := w.value()
	if err != nil {
		return fmt.Errorf("第 %d 行第 %d 列：%w", w.line, w.col+1, err)
	}
	for len(w.texts) <= w.col {
		w.texts = append(w.texts, "")
	}
	w.texts[w.col] = text
	return nil
}

// take adds the character data that begins here to the cell.
func (w *sheetWalk) take() error {
	end := bytes.IndexByte(w.rest, '<')
	if end < 0 {
		return errUnusual
	}
	data := w.rest[:end]
	w.rest = w.rest[end:]
	if bytes.IndexByte(data, '&') < 0 {
		w.text = append(w.text, data...)
		return nil
	}
	var plain string
	if err := xml.Unmarshal(append(append([]byte("<t>"), data...), "</t>"...), &plain); err != nil {
		return errUnusual
	}
	w.text = append(w.text, plain...)
	return nil
}

// value gives the text of the cell at hand, a number as sheets show it.
func (w *sheetWalk) value() (string, error) {
	if w.kind == "" || w.kind == "n" {
		return plainNumber(string(w.text)), nil
	}
	if w.kind != "s" || len(w.text) == 0 {
		return string(w.text), nil
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(w.text)))
	if err != nil || w.f.SharedStrings == nil || n < 0 || n >= len(w.f.SharedStrings.SI) {
		return "", fmt.Errorf("引用的文字 %q 不存在", w.text)
	}
	si := &w.f.SharedStrings.SI[n]
	var parts []string
	aside := false
	for _, run := range si.R {
		if run.T == nil {
			continue
		}
		was := aside
		aside = run.RPr != nil && (run.RPr.Strike != nil && (run.RPr.Strike.Val == nil || *run.RPr.Strike.Val) ||
			run.RPr.VertAlign != nil && run.RPr.VertAlign.Val != nil && *run.RPr.VertAlign.Val != "baseline")
		if len(parts) > 0 && !was && !aside {
			parts[len(parts)-1] += run.T.Val
			continue
		}
		parts = append(parts, run.T.Val)
	}
	if len(parts) < 2 {
		return si.String(), nil
	}
	return strings.Join(parts, " "), nil
}

// elementName gives a tag's name without its name space.
func elementName(tag []byte) string {
	tag = bytes.TrimPrefix(tag, []byte("/"))
	if end := bytes.IndexAny(tag, " \t\r\n/"); end >= 0 {
		tag = tag[:end]
	}
	return string(tag[bytes.IndexByte(tag, ':')+1:])
}

// attribute gives an attribute of a tag; empty when it has none of that name.
func attribute(tag []byte, name string) string {
	for {
		at := bytes.Index(tag, []byte(name+"="))
		if at < 0 || at+len(name)+1 >= len(tag) {
			return ""
		}
		value := tag[at+len(name)+1:]
		if at == 0 || !isBlank(tag[at-1]) || value[0] != '"' && value[0] != '\'' {
			tag = tag[at+len(name):]
			continue
		}
		end := bytes.IndexByte(value[1:], value[0])
		if end < 0 {
			return ""
		}
		return string(value[1 : 1+end])
	}
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// columnOf gives the zero-based column of a reference such as C7.
func columnOf(ref string) (col int, ok bool) {
	i := 0
	for ; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' && i < 4; i++ {
		col = col*26 + int(ref[i]-'A'+1)
	}
	return col - 1, i > 0 && i < len(ref) && col <= excelize.MaxColumns
}
