package xls

import (
	"fmt"

	"tongjian/data"
)

// grid lays a sheet out, down to its last row that holds something; nil when nothing does.
func (w *workbook) grid(s *sheet) (*data.Grid, error) {
	rows, columns := 0, 0
	for p, text := range s.cells {
		rows, columns = max(rows, p.row+1), max(columns, p.column+1)
		if w.text += len(text); w.text > maxText {
			return nil, fmt.Errorf("文字%w %d MB", ErrTooLarge, maxText>>20)
		}
	}
	switch {
	case rows == 0:
		return nil, nil
	case rows > maxRows:
		return nil, fmt.Errorf("行数%w %d 行", ErrTooLarge, maxRows)
	}
	covering, err := s.covering(rows)
	if err != nil {
		return nil, err
	}
	g := &data.Grid{Name: s.name, Ruled: true, Rows: make([][]data.DocCell, rows)}
	for row := range rows {
		for column := range min(s.reach[row], columns) {
			p := place{row, column}
			cell := data.DocCell{Text: s.cells[p], Col: column, ColSpan: 1, RowSpan: 1,
				At: data.Position{Sheet: s.name, Line: row + 1, Cell: column + 1}}
			if m, ok := covering[p]; ok {
				if m.top != row || m.left != column {
					continue
				}
				cell.ColSpan, cell.RowSpan = m.right-m.left+1, m.bottom-m.top+1
			}
			if w.cells++; w.cells > maxCells {
				return nil, fmt.Errorf("单元格数%w %d 个", ErrTooLarge, maxCells)
			}
			g.Rows[row] = append(g.Rows[row], cell)
		}
	}
	return g, nil
}

// covering gives, for each cell in a merged range, that range, cut at the last row.
func (s *sheet) covering(rows int) (map[place]merged, error) {
	out := map[place]merged{}
	for _, m := range s.merged {
		if m.top >= rows {
			continue
		}
		m.bottom = min(m.bottom, rows-1)
		if (m.bottom-m.top+1)*(m.right-m.left+1) > maxMerged-len(out) {
			return nil, fmt.Errorf("合并单元格覆盖的面积%w %d 格", ErrTooLarge, maxMerged)
		}
		s.reach[m.top] = max(s.reach[m.top], m.left+1)
		for row := m.top; row <= m.bottom; row++ {
			for column := m.left; column <= m.right; column++ {
				if _, taken := out[place{row, column}]; !taken {
					out[place{row, column}] = m
				}
			}
		}
	}
	return out, nil
}
