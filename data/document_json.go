package data

import (
	"encoding/json"
	"fmt"
	"io"
)

// A stored document is a few hundred cells, most of which stand where their row and column say. In JSON a row therefore names
// its place once, and a cell only what its neighbours do not tell: that makes it a quarter the size and the work.

// WriteJSON writes the document as [json.Marshal] does, in half the time: what a marshaler of a part gives is not gone through again.
func (d Document) WriteJSON(w io.Writer) error {
	out := documentJSON{Format: d.Format}
	if d.Blocks != nil {
		out.Blocks = make([]blockJSON, len(d.Blocks))
	}
	for i, b := range d.Blocks {
		out.Blocks[i] = blockJSON{Text: b.Text, At: b.At}
		if b.Grid != nil {
			grid := b.Grid.compact()
			out.Blocks[i].Grid = &grid
		}
	}
	return json.NewEncoder(w).Encode(out)
}

// documentJSON and blockJSON are [Document] and [Block], field for field.
type documentJSON struct {
	Format string      `json:"format"`
	Blocks []blockJSON `json:"blocks"`
}

type blockJSON struct {
	Text string    `json:"text,omitempty"`
	At   Position  `json:"at,omitzero"`
	Grid *gridJSON `json:"grid,omitempty"`
}

type gridJSON struct {
	Name  string    `json:"name,omitempty"`
	Ruled bool      `json:"ruled,omitempty"`
	Rows  []rowJSON `json:"rows"`
}

// rowJSON is a row: At is the place of its line, and a cell counts from 1 by its column unless it says otherwise.
type rowJSON struct {
	At    string     `json:"at,omitempty"`
	Cells []cellJSON `json:"cells"`
}

type cellJSON struct {
	Text string `json:"t,omitempty"`
	Col  int    `json:"c,omitempty"`
	// Span holds columns and rows, only where one is not 1.
	Span []int `json:"s,omitempty"`
	// At is the cell's place, only where it is not the row's with the column counted from 1.
	At string `json:"at,omitempty"`
}

// lineOf is a cell's place without the cell. In a sheet the place of a line is that of its first cell.
func lineOf(p Position) Position {
	p.Cell = 0
	if p.Sheet != "" {
		p.Cell = 1
	}
	return p
}

// cellOf is the place of a column of a line.
func cellOf(line Position, col int) Position {
	line.Cell = col + 1
	return line
}

// MarshalJSON writes the compact form.
func (g Grid) MarshalJSON() ([]byte, error) { return json.Marshal(g.compact()) }

func (g Grid) compact() gridJSON {
	out := gridJSON{Name: g.Name, Ruled: g.Ruled, Rows: make([]rowJSON, len(g.Rows))}
	for r, row := range g.Rows {
		to := &out.Rows[r]
		to.Cells = make([]cellJSON, len(row))
		var line Position
		if len(row) > 0 {
			line = lineOf(row[0].At)
			to.At = line.String()
		}
		for i, c := range row {
			cell := cellJSON{Text: c.Text, Col: c.Col}
			if c.ColSpan != 1 || c.RowSpan != 1 {
				cell.Span = []int{c.ColSpan, c.RowSpan}
			}
			if c.At != cellOf(line, c.Col) {
				cell.At = c.At.String()
			}
			to.Cells[i] = cell
		}
	}
	return out
}

// UnmarshalJSON reads what [Grid.MarshalJSON] wrote.
func (g *Grid) UnmarshalJSON(b []byte) error {
	var in gridJSON
	if err := json.Unmarshal(b, &in); err != nil {
		return fmt.Errorf("grid: %w", err)
	}
	*g = Grid{Name: in.Name, Ruled: in.Ruled, Rows: make([][]DocCell, len(in.Rows))}
	for r, row := range in.Rows {
		line, err := ParsePosition(row.At)
		if err != nil {
			return fmt.Errorf("grid: row %d: %w", r+1, err)
		}
		for i, c := range row.Cells {
			cell := DocCell{Text: c.Text, Col: c.Col, ColSpan: 1, RowSpan: 1, At: cellOf(line, c.Col)}
			if len(c.Span) == 2 {
				cell.ColSpan, cell.RowSpan = c.Span[0], c.Span[1]
			}
			if c.At != "" {
				if cell.At, err = ParsePosition(c.At); err != nil {
					return fmt.Errorf("grid: row %d cell %d: %w", r+1, i+1, err)
				}
			}
			g.Rows[r] = append(g.Rows[r], cell)
		}
	}
	return nil
}
