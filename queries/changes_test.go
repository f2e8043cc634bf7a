package queries

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"tongjian/data"
)

func TestCompareCells(t *testing.T) {
	cell := func(key, raw string) data.Fact {
		f := data.Fact{Table: "3", Key: key, Column: "total", Raw: raw, State: data.StateBlank, At: data.Position{Line: len(raw)}}
		if v, err := decimal.NewFromString(strings.TrimSpace(raw)); err == nil {
			f.Value, f.State = &v, data.StateNumber
		}
		return f
	}
	was := []data.Fact{cell("a", "1"), cell("b", "2"), cell("c", ""), cell("d", "4"), cell("twice", "5"), cell("twice", "6"), cell("gone", "7"), cell("e", "8")}
	is := []data.Fact{cell("a", "1.0"), cell("b", "20"), cell("c", "0"), cell("d", " 4 "), cell("twice", "5"), cell("twice", "60"), cell("new", ""), cell("e", "8")}
	var got []string
	for _, c := range compareCells(was, is) {
		_, id := c.Cell()
		text := id.Key + ": "
		for _, f := range []*data.Fact{c.Before, c.After} {
			if f == nil {
				text += "none "
				continue
			}
			text += "“" + f.Raw + "” "
		}
		if c.Figure {
			text += "figure"
		}
		got = append(got, text)
	}
	want := []string{
		"a: “1” “1.0” ", // the same number, written in another way
		"b: “2” “20” figure",
		"c: “” “0” figure", // blank is not zero
		"twice: “6” “60” figure",
		"new: none “” figure",
		"gone: “7” none figure",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if again := compareCells(is, is); len(again) > 0 {
		t.Errorf("a report differs from itself: %v", again)
	}
}
