package dashboard

import (
	"context"
	"errors"
	"testing"

	"tongjian/data/warehouse"
	"tongjian/queries"
)

// TestWarmed holds warming to what it is for: what the questions of a region's pages have in common is known before anybody asks,
// for other years than the pages show too. A question whose context has ended can be answered from memory alone.
func TestWarmed(t *testing.T) {
	dir := world(t)
	snapshots := openSnapshots(t, dir)
	site, err := New(Config{Snapshots: snapshots, Files: warehouse.OpenFiles(dir)})
	if err != nil {
		t.Fatal(err)
	}
	s := site.server
	ended, end := context.WithCancel(t.Context())
	end()
	fromMemory := func() error {
		lease, err := snapshots.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer lease.Release()
		start, err := s.memo.defaultRegion(t.Context(), lease)
		if err != nil {
			t.Fatal(err)
		}
		info, err := s.memo.snapshot(t.Context(), lease)
		if err != nil {
			t.Fatal(err)
		}
		years := info.Years[max(0, len(info.Years)-defaultYears):]
		_, err = queries.Volumes(s.memo.shared(lease).In(ended), lease.DB(),
			queries.Filter{Region: start, From: years[0], To: years[len(years)-1], Basis: queries.BasisOwn})
		return err
	}
	if err := fromMemory(); !errors.Is(err, context.Canceled) {
		t.Fatalf("before anybody has asked: %v", err)
	}
	if n, err := s.warm(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("warming goes on after its context has ended: %d pages, %v", n, err)
	}
	pages, err := s.warm(t.Context())
	if err != nil || pages < 10 {
		t.Fatalf("warmed %d pages: %v", pages, err)
	}
	if err := fromMemory(); err != nil {
		t.Errorf("the questions of a warmed page are asked again: %v", err)
	}
	site.KeepWarm(ended) // returns
}

// TestWarmingGivesWay holds warming to waiting while a page is being made for somebody.
func TestWarmingGivesWay(t *testing.T) {
	s := &server{}
	s.making.Add(1)
	ctx, cancel := context.WithTimeout(t.Context(), 3*quietEvery)
	defer cancel()
	if err := s.quiet(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("warming does not wait for visitors: %v", err)
	}
	s.making.Add(-1)
	if err := s.quiet(t.Context()); err != nil {
		t.Error(err)
	}
}
