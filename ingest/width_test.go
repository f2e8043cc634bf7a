package ingest

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/width"
)

func TestTidyFoldsWidths(t *testing.T) {
	for r := rune(0x80); r <= utf8.MaxRune; r++ {
		switch r {
		case '\u00a0', '\u200b', '\u200c', '\u200d', '\ufeff', '\u00ad':
			continue // blanks of other kinds
		}
		if !utf8.ValidRune(r) {
			continue
		}
		text := "中" + string(r) + "文"
		if got, want := tidy(text), width.Fold.String(text); got != want {
			t.Fatalf("%U: %q, not %q", r, got, want)
		}
	}
}
