package queries

import (
	"strings"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// initials are the letters each character of a name may begin with when it is read out: a set of letters for every
// character, since many have several readings (长 chang and zhang, 厦 sha and xia). Bit 0 is a.
type initials []uint32

// initialsOf gives the initials of a name. Latin letters stand for themselves; digits and marks match nothing.
func initialsOf(name string) initials {
	out := make(initials, 0, len(name)/3)
	for _, r := range folded(name) {
		out = append(out, initialsOfRune(r))
	}
	return out
}

func initialsOfRune(r rune) uint32 {
	if letter := letterBit(r); letter != 0 {
		return letter
	}
	var set uint32
	for reading := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
		if reading == "" {
			continue
		}
		// The first letter without its tone: ē is e and a mark.
		for _, first := range norm.NFD.String(reading) {
			set |= letterBit(first)
			break
		}
	}
	return set
}

func letterBit(r rune) uint32 {
	if r < 'a' || r > 'z' {
		return 0
	}
	return 1 << (r - 'a')
}

// index tells where in a name a run of initials begins; -1 when it is nowhere, or no run of letters.
func (n initials) index(letters string) int {
	for i := 0; i+len(letters) <= len(n); i++ {
		if n[i:].begins(letters) {
			return i
		}
	}
	return -1
}

func (n initials) begins(letters string) bool {
	for i := range len(letters) {
		if letterBit(rune(letters[i]))&n[i] == 0 {
			return false
		}
	}
	return true
}
