package queries

import (
	"slices"
	"strings"
	"testing"
)

// splitList undoes a comma list, as the statements do.
func splitList(list string) []string { return strings.Split(list, ",") }

func TestNumberScansText(t *testing.T) {
	for src, want := range map[any]string{"3.0000": "3", "7730.2800": "7730.28", "-0.5": "-0.5", "99999999999999.9999": "99999999999999.9999"} {
		var n number
		if err := n.Scan(src); err != nil || n.value.String() != want {
			t.Errorf("%v: %v, %v; want %s", src, n.value, err, want)
		}
	}
	var n number
	if err := n.Scan([]byte("12")); err != nil || n.value.String() != "12" {
		t.Errorf("bytes: %v, %v", n.value, err)
	}
	if err := n.Scan(nil); err != nil || n.value != nil {
		t.Errorf("nothing: %v, %v", n.value, err)
	}
	for _, src := range []any{3.5, "many", int64(3)} {
		if err := n.Scan(src); err == nil {
			t.Errorf("%v (%T) is taken for %s", src, src, n.value)
		}
	}
}

func TestIntsScanList(t *testing.T) {
	var l ints
	if err := l.Scan("2019,2019,2021"); err != nil || !slices.Equal(l, ints{2019, 2021}) {
		t.Errorf("%v, %v", l, err)
	}
	if err := l.Scan(nil); err != nil || l != nil {
		t.Errorf("nothing: %v, %v", l, err)
	}
	for _, src := range []any{"a", 3, ""} {
		if err := l.Scan(src); err == nil {
			t.Errorf("%v is taken for %v", src, l)
		}
	}
}

func TestPattern(t *testing.T) {
	for text, want := range map[string]string{
		"": "%%", "财政": "%财政%", " 星湖　财政 ": "%星湖%财政%", "（ＩＦＣ）": "%(ifc)%", "50%_a\\": `%50\%\_a\\%`,
	} {
		if got := pattern(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
