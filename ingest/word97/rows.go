package word97

import "encoding/binary"

// Row is what the end of a row says of its cells.
type Row struct {
	// Edges are where the cells begin and end, in twentieths of a point, one more than there are cells.
	Edges []int
	Cells []Cell
}

// Cell is how a cell of a row hangs together with others.
type Cell struct {
	// JoinsLeft cells are part of the one before them, JoinsUp cells of the one above; what they hold does not show.
	JoinsLeft, JoinsUp bool
	// StartsDown is the first cell of several below each other.
	StartsDown bool
}

// What a cell says in its first two bytes (2.9.316, TC80).
const (
	cellSize       = 20
	cellMerged     = 1 << 1 // part of the one before it; the first of the cells merged has the bit below
	cellMergedDown = 1 << 5
	cellStartsDown = 1 << 6
	maxRowCells    = 64 // Word has no more than 63
)

// paragraph is what is said of a paragraph that matters here.
type paragraph struct {
	depth               int // of tables around it
	rowEnd              bool
	innerCell, innerRow bool // the end of one in a table inside a table
	row                 Row
}

func readParagraph(changes []byte) paragraph {
	var p paragraph
	in, depth := false, -1
	each(changes, func(number uint16, operand []byte) {
		switch number {
		case sprmInTable:
			in = operand[0] != 0
		case sprmDepth:
			depth = int(int32(binary.LittleEndian.Uint32(operand)))
		case sprmRowEnd:
			p.rowEnd = operand[0] != 0
		case sprmInnerCell:
			p.innerCell = operand[0] != 0
		case sprmInnerRow:
			p.innerRow = operand[0] != 0
		case sprmRow, sprmRow10:
			p.row = readRow(operand)
		case sprmMerge:
			for i := int(operand[0]) + 1; i < min(int(operand[1]), len(p.row.Cells)); i++ {
				p.row.Cells[i].JoinsLeft = true
			}
		case sprmMergedDown:
			if len(operand) == 2 && int(operand[0]) < len(p.row.Cells) {
				c := &p.row.Cells[operand[0]]
				c.JoinsUp, c.StartsDown = operand[1] == 1, operand[1] == 3
			}
		}
	})
	if in {
		p.depth = 1
	}
	if depth >= 0 {
		p.depth = depth
	}
	return p
}

// readRow reads the definition of a row (2.9.322, TDefTableOperand, without the length before it).
func readRow(b []byte) (r Row) {
	if len(b) == 0 {
		return r
	}
	n := int(b[0])
	if b = b[1:]; n == 0 || n > maxRowCells || len(b) < 2*(n+1) {
		return r
	}
	for i := range n + 1 {
		r.Edges = append(r.Edges, int(int16(binary.LittleEndian.Uint16(b[2*i:]))))
	}
	b = b[2*(n+1):]
	r.Cells = make([]Cell, n)
	for i := range r.Cells {
		if len(b) < 2 { // the last cells say nothing of themselves
			break
		}
		bits := binary.LittleEndian.Uint16(b)
		r.Cells[i] = Cell{JoinsLeft: bits&cellMerged != 0, StartsDown: bits&cellStartsDown != 0,
			JoinsUp: bits&cellMergedDown != 0 && bits&cellStartsDown == 0}
		b = b[min(cellSize, len(b)):]
	}
	return r
}
