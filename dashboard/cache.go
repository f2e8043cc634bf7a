package dashboard

import (
	"container/list"
	"fmt"
	"sync"

	"golang.org/x/sync/singleflight"
)

// key is everything an answer depends on, beside this program: two requests with the same key get the same bytes.
type key struct {
	Snapshot int
	// Newest is the newest snapshot there is where the address names one: the page says whether it is looking back. 0 otherwise.
	Newest int
	// Office is the state of what the office has written beside the reports: explanations, deadlines it has set. 0 where
	// there is none.
	Office int64
	// Reader tells apart readers who may see different things. Empty while everybody may see everything: whatever comes to
	// decide what a page shows somebody must be in here, and nothing else keeps one reader's page from another.
	Reader string
	// Steps is how far what was sent has come, where the page shows it; empty elsewhere.
	Steps string
	// Site is how the reader reaches this server, scheme and host: exports lead back there.
	Site string
	// Address is the path with its parameters in one fixed order.
	Address string
}

func (k key) String() string {
	return fmt.Sprintf("%d %d %d %q %q %q %s", k.Snapshot, k.Newest, k.Office, k.Reader, k.Steps, k.Site, k.Address)
}

// cache keeps what was made most recently, up to a number of bytes. What several ask for at once is made once. Nothing in
// it is ever wrong: keys name all that a value depends on, so values are never taken back, only forgotten.
type cache[V any] struct {
	room   int // bytes
	size   func(V) int
	mu     sync.Mutex
	used   int
	recent *list.List // of *cached[V], the most recently used first
	byKey  map[string]*list.Element
	making singleflight.Group
}

// What a server keeps, in bytes. An answer is about 20 KB compressed, the charts of a page about 60 KB, a picture about 10 KB.
const (
	keptAnswers   = 48 << 20
	keptDrawables = 24 << 20
	keptPictures  = 24 << 20
)

type cached[V any] struct {
	key   string
	value V
	size  int
}

// newCache makes a cache of so many bytes; with none it keeps nothing, and still makes things once.
func newCache[V any](room int, size func(V) int) *cache[V] {
	return &cache[V]{room: room, size: size, recent: list.New(), byKey: map[string]*list.Element{}}
}

// get gives the value of a key, made by create if it is not there. Errors are not kept.
func (c *cache[V]) get(key string, create func() (V, error)) (V, error) {
	if v, ok := c.find(key); ok {
		return v, nil
	}
	v, err, _ := c.making.Do(key, func() (any, error) {
		if v, ok := c.find(key); ok { // made while this one was on its way here
			return v, nil
		}
		v, err := create()
		if err == nil {
			c.put(key, v)
		}
		return v, err
	})
	if err != nil {
		var none V
		return none, err
	}
	return v.(V), nil
}

func (c *cache[V]) find(key string) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[key]
	if !ok {
		var none V
		return none, false
	}
	c.recent.MoveToFront(e)
	return e.Value.(*cached[V]).value, true
}

// put keeps a value, and forgets those not used for longest where there is no room. A value that would push out a great
// part of the others is not kept.
func (c *cache[V]) put(key string, v V) {
	size := len(key) + c.size(v)
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.byKey[key]; ok || size > c.room/8 {
		return
	}
	c.byKey[key] = c.recent.PushFront(&cached[V]{key, v, size})
	c.used += size
	for c.used > c.room {
		last := c.recent.Back()
		old := c.recent.Remove(last).(*cached[V])
		delete(c.byKey, old.key)
		c.used -= old.size
	}
}
