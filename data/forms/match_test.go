package forms

import (
	"testing"
	"unicode"
)

// Every character in common use is a letter, and stays one when it is simplified.
func TestNormalizeKeepsEveryCommonCharacter(t *testing.T) {
	for r := rune(0x4e00); r <= 0x9fff; r++ {
		want := string(unicode.ToLower(Simplified(r)))
		if got := Normalize(string(r)); got != want || !unicode.IsLetter(r) {
			t.Errorf("%U %c: %q, want %q", r, r, got, want)
		}
	}
}
