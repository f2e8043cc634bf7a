package queries

import (
	"context"
	"database/sql"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSharingChangesNoAnswer asks the questions of a page by themselves and together.
func TestSharingChangesNoAnswer(t *testing.T) {
	db := synthetic(t, 24, 3)
	f := Filter{Region: "990100", From: 2023, To: 2025, Basis: BasisOwn}
	questions := map[string]func(context.Context) (any, error){
		"volumes":  func(ctx context.Context) (any, error) { return Volumes(ctx, db, f) },
		"outcomes": func(ctx context.Context) (any, error) { return Outcomes(ctx, db, f) },
		"overview": func(ctx context.Context) (any, error) { return OverviewOf(ctx, db, f) },
		"districts": func(ctx context.Context) (any, error) {
			return Districts(ctx, db, f, "any_release", "completion")
		},
	}
	shared := NewShared().In(t.Context())
	for range 2 {
		for name, ask := range questions {
			alone, err := ask(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			together, err := ask(shared)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(alone, together, cmp.AllowUnexported(Frame{})); diff != "" {
				t.Errorf("%s differs when others are asked with it (-alone +together):\n%s", name, diff)
			}
		}
	}
}

// TestSharedRowsAreTheCallersOwn changes what it got.
func TestSharedRowsAreTheCallersOwn(t *testing.T) {
	db := synthetic(t, 24, 3)
	ctx := NewShared().In(t.Context())
	asked := 0
	ask := func() []Agency {
		rows, err := askShared(ctx, db, []string{"agency.sql"}, func(rows *sql.Rows) (a Agency, err error) {
			asked++
			var region, aliases string
			err = rows.Scan(&a.ID, &a.Name, &a.Region, &region, &a.Kind, &a.Sample, &aliases)
			return a, err
		}, 1)
		if err != nil || len(rows) != 1 {
			t.Fatal(rows, err)
		}
		return rows
	}
	ask()[0].Name = "别的名字"
	if again := ask(); again[0].Name == "别的名字" || asked != 1 {
		t.Errorf("after a change by one caller another gets %q, asked %d times", again[0].Name, asked)
	}
}

// TestSharedForgetsFailures gives up once and asks again.
func TestSharedForgetsFailures(t *testing.T) {
	db := synthetic(t, 24, 3)
	shared := NewShared()
	gone, cancel := context.WithCancel(shared.In(t.Context()))
	cancel()
	if _, err := Entities(gone, db, []string{"990100"}); err == nil {
		t.Fatal("a question nobody waits for is answered")
	}
	for range 2 {
		if e, err := Entities(shared.In(t.Context()), db, []string{"990100"}); err != nil || len(e) != 1 || e[0].ID != "990100" {
			t.Errorf("after a failure: %+v, %v", e, err)
		}
	}
	shared.rows = maxShared
	if _, err := Entities(shared.In(t.Context()), db, []string{"990101"}); err != nil || len(shared.answers) != 0 {
		t.Errorf("%d answers are kept beyond the bound, %v", len(shared.answers), err)
	}
}

// TestSharedKeepsNoExport asks for more rows than a page has.
func TestSharedKeepsNoExport(t *testing.T) {
	db := synthetic(t, 24, 3)
	shared := NewShared()
	long := func() int {
		rows, err := askShared(shared.In(t.Context()), db, []string{"atlas_regions.sql"}, scanRegion)
		if err != nil {
			t.Fatal(err)
		}
		return len(rows)
	}
	if long(); len(shared.answers) != 1 {
		t.Fatalf("%d answers are kept of one", len(shared.answers))
	}
	a := shared.answer("x")
	if shared.keep("x", a, maxAnswer+1); len(shared.answers) != 1 || shared.rows > long()+10 {
		t.Errorf("%d answers, %d rows are kept", len(shared.answers), shared.rows)
	}
}

// TestAtlasIsReadOnce gives up once, then reads it for good.
func TestAtlasIsReadOnce(t *testing.T) {
	db := synthetic(t, 24, 3)
	shared := NewShared()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := shared.Atlas(gone, db); err == nil {
		t.Fatal("an atlas nobody waits for is read")
	}
	first, err := shared.Atlas(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := shared.Atlas(gone, db); err != nil || again != first {
		t.Errorf("the atlas is read again: %v", err)
	}
}
