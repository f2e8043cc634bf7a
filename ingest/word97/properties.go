package word97

import (
	"encoding/binary"
	"math"
	"slices"
)

// run is a stretch of the stream with one formatting: the modifications of the default, still packed.
type run struct {
	from, to int // bytes of the stream
	changes  []byte
}

// A page of formatting (2.9.74, 2.9.77) has 512 bytes; the last says how many stretches it tells of.
const fkpSize = 512

// pages reads an index of formatting (2.8.5, 2.8.6) and the pages it names. at finds the modifications of the nth stretch on a page.
func (f *file) pages(index extent, at func(page []byte, n, stretches int) []byte) []run {
	b := index.in(f.table)
	n := (len(b) - 4) / 8
	// An index may name one page again and again; there are no more to name than the stream has.
	most := min(n, len(f.text)/fkpSize)
	var out []run
	for i := range max(most, 0) {
		number := int64(binary.LittleEndian.Uint32(b[4*(n+1)+4*i:]) & (1<<22 - 1))
		if (number+1)*fkpSize > int64(len(f.text)) {
			continue
		}
		page := f.text[number*fkpSize : (number+1)*fkpSize]
		stretches := int(page[fkpSize-1])
		if 4*(stretches+1) > fkpSize {
			continue
		}
		for s := range stretches {
			r := run{from: int(binary.LittleEndian.Uint32(page[4*s:])), to: int(binary.LittleEndian.Uint32(page[4*s+4:])), changes: at(page, s, stretches)}
			if r.from < r.to && len(out) < maxRuns {
				out = append(out, r)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b run) int { return a.from - b.from })
	return out
}

// stretch finds the modifications at a byte of the stream, and the byte up to which they hold.
func stretch(runs []run, at int) (changes []byte, until int) {
	i, found := slices.BinarySearchFunc(runs, at, func(r run, at int) int { return r.from - at })
	if !found {
		i--
	}
	switch {
	case i >= 0 && at < runs[i].to:
		return runs[i].changes, runs[i].to
	case i+1 < len(runs):
		return nil, runs[i+1].from
	}
	return nil, math.MaxInt
}

// paragraphChanges finds what a page says of a paragraph (2.9.175, PapxInFkp), without the number of its style.
func paragraphChanges(page []byte, n, stretches int) []byte {
	const entry = 13 // of which the first byte tells the place
	at := 4*(stretches+1) + entry*n
	if at >= fkpSize {
		return nil
	}
	at = 2 * int(page[at])
	if at == 0 || at+1 >= fkpSize {
		return nil
	}
	length := 2*int(page[at]) - 1
	at++
	if length < 0 { // the length is in the next byte
		length = 2 * int(page[at])
		at++
	}
	if length < 2 || at+length > fkpSize {
		return nil
	}
	return page[at+2 : at+length]
}

// characterChanges finds what a page says of characters (2.9.32, Chpx).
func characterChanges(page []byte, n, stretches int) []byte {
	at := 4*(stretches+1) + n
	if at >= fkpSize {
		return nil
	}
	if at = 2 * int(page[at]); at == 0 {
		return nil
	}
	length := int(page[at])
	if at++; at+length > fkpSize {
		return nil
	}
	return page[at : at+length]
}

// The modifications that are read (2.6).
const (
	sprmDeleted = 0x0800 // sprmCFRMarkDel: the text is deleted, and kept to show that it was
	sprmStruck  = 0x0837 // sprmCFStrike
	sprmHidden  = 0x083c // sprmCFVanish

	sprmInTable    = 0x2416 // sprmPFInTable
	sprmRowEnd     = 0x2417 // sprmPFTtp
	sprmInnerCell  = 0x244b // sprmPFInnerTableCell
	sprmInnerRow   = 0x244c // sprmPFInnerTtp
	sprmDepth      = 0x6649 // sprmPItap
	sprmElsewhere  = 0x6646 // sprmPHugePapx: the modifications stand in the stream Data
	sprmElsewhere2 = 0x6645 // the same, as Word 97 numbered it
	sprmTabs       = 0xc615 // sprmPChgTabs, whose length 255 means another

	sprmRow        = 0xd608 // sprmTDefTable
	sprmRow10      = 0xd606 // the same, of Word 6
	sprmMerge      = 0x5624 // sprmTMerge
	sprmMergedDown = 0xd62b // sprmTVertMerge
)

// each goes through modifications, to the first that does not fit.
func each(changes []byte, do func(number uint16, operand []byte)) {
	for len(changes) >= 3 {
		number := binary.LittleEndian.Uint16(changes)
		changes = changes[2:]
		skip, length := 0, 0
		switch number >> 13 {
		case 0, 1:
			length = 1
		case 2, 4, 5:
			length = 2
		case 3:
			length = 4
		case 7:
			length = 3
		case 6:
			skip, length = 1, int(changes[0])
			switch {
			case number == sprmRow || number == sprmRow10:
				if len(changes) < 2 {
					return
				}
				skip, length = 2, int(binary.LittleEndian.Uint16(changes))-1
			case number == sprmTabs && changes[0] == 255:
				length = tabsLength(changes[1:])
			}
		}
		if length < 0 || skip+length > len(changes) {
			return
		}
		do(number, changes[skip:skip+length])
		changes = changes[skip+length:]
	}
}

// tabsLength is how long a list of tabs is that does not say so: four bytes for each removed, three for each set.
func tabsLength(b []byte) int {
	if len(b) == 0 {
		return -1
	}
	removed := 1 + 4*int(b[0])
	if removed >= len(b) {
		return -1
	}
	return removed + 1 + 3*int(b[removed])
}

// elsewhere gives the modifications that stand in the stream Data (2.9.204, PrcData), followed by what stands in the page beside the
// reference to them.
func (f *file) elsewhere(changes []byte) []byte {
	out := changes
	each(changes, func(number uint16, operand []byte) {
		if number != sprmElsewhere && number != sprmElsewhere2 {
			return
		}
		at := int64(binary.LittleEndian.Uint32(operand))
		if at+2 > int64(len(f.data)) {
			return
		}
		length := int64(binary.LittleEndian.Uint16(f.data[at:]))
		if f.elsewhereLeft -= int(length); at+2+length > int64(len(f.data)) || length > maxOperand || f.elsewhereLeft < 0 {
			return
		}
		out = append(slices.Clone(f.data[at+2:at+2+length]), changes...)
	})
	return out
}

// hides reports whether characters do not show, and whether they are struck out.
func hides(changes []byte) (hidden, struck bool) {
	each(changes, func(number uint16, operand []byte) {
		switch number {
		case sprmDeleted, sprmHidden:
			hidden = hidden || operand[0]&1 != 0
		case sprmStruck:
			struck = operand[0]&1 != 0
		}
	})
	return hidden, struck
}
