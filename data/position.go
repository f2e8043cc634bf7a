package data

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Position is a place in a file as received. Which fields are set depends on the format:
//
//	workbook      Sheet, Line (row), Cell (column)   Sheet1!C7
//	text          Line, Cell                         97:3
//	PDF           Page, Line, Cell                   p2,14:3
//	Word, HTML    Grid, Line, Cell                   t1,5:2
//
// All numbers count from 1; 0 means not known. Cell is 0 when the place is the whole line.
type Position struct {
	Sheet string
	Page  int
	Grid  int
	Line  int
	Cell  int
}

// IsZero reports whether the position says nothing.
func (p Position) IsZero() bool { return p == Position{} }

// String is the compact form above; [ParsePosition] reads it back.
func (p Position) String() string {
	if p.IsZero() {
		return ""
	}
	if p.Sheet != "" {
		return p.Sheet + "!" + columnName(p.Cell) + strconv.Itoa(p.Line)
	}
	var b strings.Builder
	if p.Page > 0 {
		fmt.Fprintf(&b, "p%d,", p.Page)
	}
	if p.Grid > 0 {
		fmt.Fprintf(&b, "t%d,", p.Grid)
	}
	b.WriteString(strconv.Itoa(p.Line))
	if p.Cell > 0 {
		fmt.Fprintf(&b, ":%d", p.Cell)
	}
	return b.String()
}

// Label is the place in Chinese, for people: 工作表“Sheet1”C7, 第97行第3格.
func (p Position) Label() string {
	if p.IsZero() {
		return ""
	}
	if p.Sheet != "" {
		return fmt.Sprintf("工作表“%s”%s%d", p.Sheet, columnName(p.Cell), p.Line)
	}
	var b strings.Builder
	if p.Page > 0 {
		fmt.Fprintf(&b, "第%d页", p.Page)
	}
	if p.Grid > 0 {
		fmt.Fprintf(&b, "第%d个表格", p.Grid)
	}
	if p.Line > 0 {
		fmt.Fprintf(&b, "第%d行", p.Line)
	}
	if p.Cell > 0 {
		fmt.Fprintf(&b, "第%d格", p.Cell)
	}
	return b.String()
}

// ParsePosition reads what [Position.String] wrote.
func ParsePosition(s string) (Position, error) {
	var p Position
	if s == "" {
		return p, nil
	}
	if i := strings.LastIndexByte(s, '!'); i >= 0 {
		p.Sheet = s[:i]
		col, row := splitReference(s[i+1:])
		n, err := strconv.Atoi(row)
		if err != nil || p.Sheet == "" {
			return Position{}, fmt.Errorf("position %q: not a cell of a sheet", s)
		}
		p.Line, p.Cell = n, col
		return p, nil
	}
	rest := s
	var err error
	for _, part := range []struct {
		mark byte
		to   *int
	}{{'p', &p.Page}, {'t', &p.Grid}} {
		if rest == "" || rest[0] != part.mark {
			continue
		}
		head, tail, ok := strings.Cut(rest[1:], ",")
		if !ok {
			return Position{}, fmt.Errorf("position %q: no comma after %c", s, part.mark)
		}
		if *part.to, err = strconv.Atoi(head); err != nil {
			return Position{}, fmt.Errorf("position %q: %w", s, err)
		}
		rest = tail
	}
	line, cell, hasCell := strings.Cut(rest, ":")
	if p.Line, err = strconv.Atoi(line); err != nil {
		return Position{}, fmt.Errorf("position %q: %w", s, err)
	}
	if !hasCell {
		return p, nil
	}
	if p.Cell, err = strconv.Atoi(cell); err != nil {
		return Position{}, fmt.Errorf("position %q: %w", s, err)
	}
	return p, nil
}

// positionJSON is the documented form: {"line": 97, "cell": 3}, {"sheet": "Sheet1", "line": 7, "cell": 3, "ref": "C7"}.
type positionJSON struct {
	Sheet string `json:"sheet,omitempty"`
	Page  int    `json:"page,omitempty"`
	Grid  int    `json:"grid,omitempty"`
	Line  int    `json:"line,omitempty"`
	Cell  int    `json:"cell,omitempty"`
	Ref   string `json:"ref,omitempty"`
}

// MarshalJSON writes the documented form. A workbook's cell also carries its name (ref), as people and Excel say it.
func (p Position) MarshalJSON() ([]byte, error) {
	out := positionJSON{Sheet: p.Sheet, Page: p.Page, Grid: p.Grid, Line: p.Line, Cell: p.Cell}
	if p.Sheet != "" {
		out.Ref = columnName(p.Cell) + strconv.Itoa(p.Line)
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads the documented form.
func (p *Position) UnmarshalJSON(b []byte) error {
	var in positionJSON
	if err := json.Unmarshal(b, &in); err != nil {
		return fmt.Errorf("position: %w", err)
	}
	*p = Position{Sheet: in.Sheet, Page: in.Page, Grid: in.Grid, Line: in.Line, Cell: in.Cell}
	return nil
}

// columnName is a column as a spreadsheet names it: 1 is A, 27 is AA; 0 (no column) is empty.
func columnName(n int) string {
	var b []byte
	for ; n > 0; n = (n - 1) / 26 {
		b = append([]byte{byte('A' + (n-1)%26)}, b...)
	}
	return string(b)
}

// splitReference splits C7 into 3 and "7".
func splitReference(ref string) (col int, row string) {
	i := 0
	for ; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		col = col*26 + int(ref[i]-'A'+1)
	}
	return col, ref[i:]
}
