package word97

import (
	"encoding/binary"

	"golang.org/x/text/encoding/charmap"
)

// piece is a stretch of the text (2.8.35, PlcPcd): so many characters from a place in the stream on.
type piece struct {
	from, to int // characters of the document
	at       int // the byte of the first in the stream
	wide     bool
}

// size is how many bytes a character of the piece takes.
func (p piece) size() int {
	if p.wide {
		return 2
	}
	return 1
}

// readPieces reads the table of pieces (2.9.38, Clx) as far as the text proper reaches.
func (f *file) readPieces() ([]piece, error) {
	clx := f.pieces.in(f.table)
	for len(clx) > 0 && clx[0] == 1 { // formatting that pieces share
		if len(clx) < 3 {
			return nil, ErrDamaged
		}
		n := 3 + int(binary.LittleEndian.Uint16(clx[1:]))
		if n > len(clx) {
			return nil, ErrDamaged
		}
		clx = clx[n:]
	}
	if len(clx) < 5 || clx[0] != 2 {
		return nil, ErrDamaged
	}
	length := int64(binary.LittleEndian.Uint32(clx[1:]))
	if clx = clx[5:]; length > int64(len(clx)) || length < 4 {
		return nil, ErrDamaged
	}
	// n+1 places in the text, then n entries of eight bytes.
	n := (int(length) - 4) / 12
	if n > maxPieces {
		return nil, ErrTooLarge
	}
	var out []piece
	for i := range n {
		p := piece{from: int(binary.LittleEndian.Uint32(clx[4*i:])), to: int(binary.LittleEndian.Uint32(clx[4*i+4:]))}
		place := binary.LittleEndian.Uint32(clx[4*(n+1)+8*i+2:])
		const narrow, mask = 1 << 30, 1<<30 - 1
		p.at, p.wide = int(place&mask), place&narrow == 0
		if !p.wide {
			p.at /= 2
		}
		if len(out) > 0 && p.from != out[len(out)-1].to || len(out) == 0 && p.from != 0 || p.to < p.from {
			return nil, ErrDamaged
		}
		p.to = min(p.to, f.length)
		if p.to <= p.from {
			break
		}
		if int64(p.at)+int64(p.to-p.from)*int64(p.size()) > int64(len(f.text)) {
			return nil, ErrDamaged
		}
		out = append(out, p)
	}
	if len(out) == 0 || out[len(out)-1].to < f.length {
		return nil, ErrDamaged
	}
	return out, nil
}

// unit gives the character of a piece at a byte of the stream, as UTF-16: one of the two halves of a rare one counts by itself.
func (f *file) unit(p piece, at int) uint16 {
	if p.wide {
		return binary.LittleEndian.Uint16(f.text[at:])
	}
	if b := f.text[at]; b >= 0x80 && b < 0xa0 {
		return uint16(charmap.Windows1252.DecodeByte(b))
	}
	return uint16(f.text[at])
}
