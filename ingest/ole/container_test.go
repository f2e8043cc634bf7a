package ole_test

import (
	"errors"
	"slices"
	"testing"

	"tongjian/ingest/ole"
	"tongjian/ingest/ole/oletest"
)

// Streams names what stands at the top of a compound file.
func TestStreams(t *testing.T) {
	got := ole.Streams(oletest.Container(map[string][]byte{"Workbook": nil, "WordDocument": nil}))
	slices.Sort(got)
	if !slices.Equal(got, []string{"WordDocument", "Workbook"}) {
		t.Errorf("%q", got)
	}
	if got := ole.Streams([]byte("no container")); got != nil {
		t.Errorf("%q", got)
	}
}

// A stream is given whole, by a name in any case; what is not there, or no container, is told apart.
func TestStream(t *testing.T) {
	b := oletest.Container(map[string][]byte{"Workbook": []byte("contents")})
	if got, err := ole.Stream(b, "WORKBOOK"); err != nil || len(got) < 8 || string(got[:8]) != "contents" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := ole.Stream(b, "Book"); !errors.Is(err, ole.ErrNone) {
		t.Errorf("got %v", err)
	}
	if _, err := ole.Stream(b[:100], "Workbook"); !errors.Is(err, ole.ErrDamaged) {
		t.Errorf("got %v", err)
	}
}
