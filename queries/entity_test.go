package queries

import (
	"errors"
	"testing"
)

func TestParseEntity(t *testing.T) {
	for id, want := range map[string]Entity{
		"410202":   {ID: "410202", Kind: EntityRegion, Region: "410202"},
		"d:410200": {ID: "d:410200", Kind: EntityDirect, Region: "410200"},
		"a:12":     {ID: "a:12", Kind: EntityAgency, Agency: 12},
		"a:007":    {ID: "a:7", Kind: EntityAgency, Agency: 7},
	} {
		if got, err := parseEntity(id); err != nil || got != want {
			t.Errorf("%s: %+v, %v; want %+v", id, got, err, want)
		}
	}
	for _, id := range []string{"", "d:", "a:", "a:0", "a:-1", "a:x", "a:99999999999", "410202,410203", "a:1,2"} {
		if got, err := parseEntity(id); !errors.Is(err, ErrNotFound) {
			t.Errorf("%q is taken for %+v, %v", id, got, err)
		}
	}
}

// An entity's id leads back to it, and never breaks out of the comma list it is passed in.
func FuzzParseEntity(f *testing.F) {
	for _, id := range []string{"410202", "d:410200", "a:12", "a:1,2", "", "a:", "龙亭区", "d:a:1"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		e, err := parseEntity(id)
		if err != nil {
			return
		}
		if back, err := parseEntity(e.ID); err != nil || back != e {
			t.Errorf("%q is %+v, whose id is %+v, %v", id, e, back, err)
		}
		lists := listEntities([]Entity{e, e})
		for _, list := range []string{lists.regions, lists.direct, lists.agencies} {
			if list != "" && len(splitList(list)) != 2 {
				t.Errorf("%q twice is the list %q", id, list)
			}
		}
	})
}
