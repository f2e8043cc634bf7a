package dashboard

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"
)

func bytesOf(s string) int { return len(s) }

func TestCacheMakesOnce(t *testing.T) {
	c := newCache(1<<20, bytesOf)
	var made atomic.Int32
	start := make(chan struct{})
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() {
			v, err := c.get("k", func() (string, error) { <-start; made.Add(1); return "v", nil })
			if v != "v" || err != nil {
				t.Errorf("%q, %v", v, err)
			}
		})
	}
	close(start)
	group.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
}

func TestCacheForgetsErrorsAndKeepsNothingTooLarge(t *testing.T) {
	c := newCache(800, bytesOf)
	if _, err := c.get("k", func() (string, error) { return "", errors.New("no") }); err == nil {
		t.Error("the error is lost")
	}
	if v, err := c.get("k", func() (string, error) { return "yes", nil }); v != "yes" || err != nil {
		t.Errorf("after an error: %q, %v", v, err)
	}
	large := strings.Repeat("x", 101)
	if v, err := c.get("large", func() (string, error) { return large, nil }); v != large || err != nil {
		t.Errorf("%d bytes, %v", len(v), err)
	}
	if _, ok := c.find("large"); ok {
		t.Error("a value that pushes out the others is kept")
	}
	none := newCache(0, bytesOf)
	if v, err := none.get("k", func() (string, error) { return "v", nil }); v != "v" || err != nil {
		t.Errorf("%q, %v", v, err)
	}
	if _, ok := none.find("k"); ok {
		t.Error("a cache without room keeps something")
	}
}

// TestCacheIsBounded asks for anything in any order: what is given is always what the key stands for, and what is kept
// always fits.
func TestCacheIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		room := rapid.IntRange(0, 2000).Draw(t, "room")
		c := newCache(room, bytesOf)
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 40), 1, 200).Draw(t, "keys") {
			want := strings.Repeat(strconv.Itoa(n)+" ", n)
			got, err := c.get(strconv.Itoa(n), func() (string, error) { return want, nil })
			if err != nil || got != want {
				t.Fatalf("key %d gives %q, %v", n, got, err)
			}
			sum := 0
			for e := c.recent.Front(); e != nil; e = e.Next() {
				v := e.Value.(*cached[string])
				sum += len(v.key) + len(v.value)
			}
			if sum != c.used || sum > room || c.recent.Len() != len(c.byKey) {
				t.Fatalf("%d bytes of %d are used, %d counted, %d of %d keys", sum, room, c.used, c.recent.Len(), len(c.byKey))
			}
		}
	})
}

// TestKeysTellAnswersApart: no two of these may share an answer.
func TestKeysTellAnswersApart(t *testing.T) {
	seen := map[string]key{}
	for _, snapshot := range []int{1, 11} {
		for _, office := range []int64{1, 11} {
			for _, reader := range []string{"", "1", `1" "`} {
				for _, site := range []string{"http://a", `http://a" "`, `" "http://a`} {
					for _, address := range []string{"/?", "/volumes?region=1", `1" /?`} {
						k := key{Snapshot: snapshot, Office: office, Reader: reader, Steps: site, Site: site, Address: address}
						if other, ok := seen[k.String()]; ok {
							t.Errorf("%+v and %+v share an answer", k, other)
						}
						seen[k.String()] = k
					}
				}
			}
		}
	}
}
