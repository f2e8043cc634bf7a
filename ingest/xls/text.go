package xls

import (
	"strings"
	"unicode/utf16"
)

// cursor reads a record with its continuations from front to back. Once something is missing, short is true and all that is
// read is zero.
type cursor struct {
	parts [][]byte
	short bool
}

func (r record) cursor() *cursor { return &cursor{parts: append([][]byte(nil), r.parts...)} }

// bytes takes n bytes, over the ends of records.
func (c *cursor) bytes(n int) []byte {
	if len(c.parts) > 0 && len(c.parts[0]) >= n { // as nearly always
		out := c.parts[0][:n]
		c.parts[0] = c.parts[0][n:]
		return out
	}
	out := make([]byte, 0, min(n, 64))
	for n > 0 && !c.end() {
		k := min(n, len(c.parts[0]))
		out = append(out, c.parts[0][:k]...)
		c.parts[0] = c.parts[0][k:]
		n -= k
	}
	if n > 0 {
		c.short = true
		return make([]byte, 8) // enough for whatever number was asked for
	}
	return out
}

func (c *cursor) u8() int     { return int(c.bytes(1)[0]) }
func (c *cursor) u16() int    { return u16(c.bytes(2)) }
func (c *cursor) u32() uint32 { return u32(c.bytes(4)) }

// skip passes over n bytes.
func (c *cursor) skip(n int) {
	for n > 0 && !c.end() {
		k := min(n, len(c.parts[0]))
		c.parts[0] = c.parts[0][k:]
		n -= k
	}
	c.short = c.short || n > 0
}

// end reports whether everything has been read.
func (c *cursor) end() bool {
	for len(c.parts) > 0 && len(c.parts[0]) == 0 {
		c.parts = c.parts[1:]
	}
	return len(c.parts) == 0
}

// The flags of a string.
const (
	wide     = 1 << 0 // two bytes a character; else one, the upper being zero
	extended = 1 << 2 // followed by how it is pronounced
	rich     = 1 << 3 // followed by its fonts
)

// text reads a string of n characters whose flags come next, with whatever follows its characters.
func (c *cursor) text(n int) string {
	flags := c.u8()
	runs, more := 0, uint32(0)
	if flags&rich != 0 {
		runs = c.u16()
	}
	if flags&extended != 0 {
		more = c.u32()
	}
	text := c.characters(n, flags)
	c.skip(4 * runs)
	c.skip(int(min(more, 1<<30)))
	return text
}

// characters reads n characters. Where they go on in another record, or begin there, it begins with flags of its own.
func (c *cursor) characters(n, flags int) string {
	var units []uint16
	for n > 0 {
		if len(c.parts) == 0 {
			c.short = true
			return ""
		}
		part := c.parts[0]
		size := 1 + flags&wide
		k := min(n, len(part)/size)
		for i := range k {
			if size == 2 {
				units = append(units, uint16(u16(part[2*i:])))
			} else {
				units = append(units, uint16(part[i]))
			}
		}
		n -= k
		c.parts[0] = part[k*size:]
		if n == 0 {
			break
		}
		if len(c.parts[0]) > 0 || len(c.parts) == 1 {
			c.short = true // half a character, or none
			return ""
		}
		c.parts = c.parts[1:]
		if c.end() {
			c.short = true
			return ""
		}
		flags = c.u8()
	}
	return strings.ToValidUTF8(string(utf16.Decode(units)), "\ufffd")
}

// left counts the bytes that have not been read.
func (c *cursor) left() int {
	n := 0
	for _, p := range c.parts {
		n += len(p)
	}
	return n
}
