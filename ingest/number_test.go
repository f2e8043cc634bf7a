package ingest

import (
	"testing"

	"tongjian/data"
)

func TestReadCell(t *testing.T) {
	for _, tc := range []struct {
		raw   string
		state data.State
		value string
		note  string
	}{
		{"0", data.StateNumber, "0", ""},
		{" 20 ", data.StateNumber, "20", ""},
		{"\u00a020\u3000", data.StateNumber, "20", ""},
		{"１，２３４", data.StateNumber, "1234", ""},
		{"3,646", data.StateNumber, "3646", ""},
		{"3,64", data.StateText, "", ""},
		{"11398889", data.StateNumber, "11398889", ""},
		{"7730.28", data.StateNumber, "7730.28", ""},
		{"0.0001", data.StateNumber, "0.0001", ""},
		{"26.55000", data.StateNumber, "26.55", ""},
		{"26.55123", data.StateText, "", ""},
		{"123456789012345", data.StateText, "", ""},
		{"+2", data.StateNumber, "2", ""},
		{"-1942", data.StateNumber, "-1942", ""},
		{"−1942", data.StateNumber, "-1942", ""},
		{"减4", data.StateNumber, "-4", ""},
		{"增 3", data.StateNumber, "3", ""},
		{"251000元", data.StateNumber, "251000", "元"},
		{"5件", data.StateNumber, "5", ""},
		{"55（含自然失效 29 件）", data.StateNumber, "55", "含自然失效 29 件"},
		{"22（其中修订 16 件）", data.StateNumber, "22", "其中修订 16 件"},
		{"? 0", data.StateNumber, "0", "?"},
		{"", data.StateBlank, "", ""},
		{"\u00a0", data.StateBlank, "", ""},
		{"\u200b", data.StateBlank, "", ""},
		{"-", data.StateDash, "", ""},
		{"—", data.StateDash, "", ""},
		{"——", data.StateDash, "", ""},
		{"/", data.StateSlash, "", ""},
		{"／", data.StateSlash, "", ""},
		{`\`, data.StateSlash, "", ""},
		{"无", data.StateText, "", ""},
		{"一", data.StateText, "", ""},
		{"约20", data.StateText, "", ""},
		{"200余", data.StateText, "", ""},
		{"1 2", data.StateText, "", ""},
		{"12-13", data.StateText, "", ""},
		{"1e5", data.StateText, "", ""},
		{"36①", data.StateText, "", ""},
		{"36²", data.StateText, "", ""},
		{"½", data.StateText, "", ""},
		{"5\u00a0件", data.StateNumber, "5", ""},
		{"O", data.StateText, "", ""},
		{"#REF!", data.StateText, "", ""},
	} {
		got := readCell(tc.raw)
		if got.state != tc.state || got.note != tc.note {
			t.Errorf("%q: state %s note %q, want %s %q", tc.raw, got.state, got.note, tc.state, tc.note)
			continue
		}
		if got.state == data.StateNumber && got.value.String() != tc.value {
			t.Errorf("%q: value %s, want %s", tc.raw, got.value, tc.value)
		}
	}
}

// A cell that is read as a number holds exactly its own digits: nothing is rounded on the way.
func FuzzReadCell(f *testing.F) {
	for _, s := range []string{"0", "3,646", "-1.5", "１２", "55（含 29）", "? 0", "减4", "1e9", "/", "—", "\u00a0", "99999999999999.9999", "(", "5件("} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got := readCell(raw)
		if got.state != data.StateNumber {
			return
		}
		if got.value.Exponent() < 0 && !got.value.Equal(got.value.Round(maxDecimals)) {
			t.Fatalf("%q: %s has more than %d decimals", raw, got.value, maxDecimals)
		}
		again := readCell(got.value.String())
		if again.state != data.StateNumber || !again.value.Equal(got.value) {
			t.Fatalf("%q: %s reads back as %v", raw, got.value, again)
		}
	})
}
