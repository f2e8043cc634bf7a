package queries

import "testing"

func TestInitials(t *testing.T) {
	for _, c := range []struct {
		name, letters string
		at            int
	}{
		{"星湖区教育局", "xhqjyj", 0},
		{"星湖区教育局", "jyj", 3},
		{"星湖区教育局", "xhj", -1},
		{"重庆市", "cqs", 0},
		{"重庆市", "zqs", 0}, // 重 is read both ways
		{"厦门市", "xms", 0},
		{"长沙市", "css", 0},
		{"六安市", "las", 0},
		{"鄂尔多斯市", "eedss", 0}, // the first letter bears a tone
		{"OA中心", "oazx", 0},
		{"第1局", "d1j", -1}, // digits have no initials
		{"局", "jj", -1},
		{"教育局", "教", -1}, // names are looked for elsewhere
		{"", "a", -1},
	} {
		if got := initialsOf(c.name).index(c.letters); got != c.at {
			t.Errorf("%q in %q at %d, want %d", c.letters, c.name, got, c.at)
		}
	}
}
