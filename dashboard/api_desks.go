package dashboard

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"tongjian/data/office"
	"tongjian/data/warehouse"
	"tongjian/queries/datasets"
)

// What one desk may use, and how many there are at a time: more would only slow each other down.
const (
	deskMemory  = "512MB"
	deskThreads = 2
	desksAtOnce = 4
	// keptDesks are kept for the next who asks the same snapshot: laying a desk out takes longer than most answers.
	keptDesks = 2
)

// desks are the desks the API's answers are made at.
type desks struct {
	places chan struct{} // one taken for each desk in use
	mu     sync.Mutex
	idle   []*keptDesk
}

// keptDesk is a desk with what it shows.
type keptDesk struct {
	*warehouse.Desk
	state deskState
}

// deskState is what a desk shows: a snapshot, and what the office has said about it.
type deskState struct {
	snapshot int
	office   int64
}

func newDesks() *desks { return &desks{places: make(chan struct{}, desksAtOnce)} }

// take gives an idle desk in a state, nil when there is none. Idle desks in other states are cleared away.
func (d *desks) take(state deskState) (found *keptDesk, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var rest []*keptDesk
	for _, k := range d.idle {
		switch {
		case k.state != state:
			err = errors.Join(err, k.Close())
		case found == nil:
			found = k
		default:
			rest = append(rest, k)
		}
	}
	d.idle = rest
	return found, err
}

// put keeps a desk for the next, when there is room.
func (d *desks) put(k *keptDesk) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.idle) >= keptDesks {
		return k.Close()
	}
	d.idle = append(d.idle, k)
	return nil
}

// deskFor gives a desk on a request's snapshot, with what the office has said about its findings, and how to leave it. It waits
// while too many are in use.
func (s *server) deskFor(ctx context.Context, lease *warehouse.Lease) (*warehouse.Desk, func(), error) {
	return s.deskOf(ctx, lease, false)
}

// writingDesk gives a desk that has a directory to write to. It is cleared away with all that was written.
func (s *server) writingDesk(ctx context.Context, lease *warehouse.Lease) (*warehouse.Desk, func(), error) {
	return s.deskOf(ctx, lease, true)
}

func (s *server) deskOf(ctx context.Context, lease *warehouse.Lease, scratch bool) (*warehouse.Desk, func(), error) {
	select {
	case s.desks.places <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	k, err := s.layOut(ctx, lease, scratch)
	if err != nil {
		<-s.desks.places
		return nil, nil, err
	}
	return k.Desk, func() {
		defer func() { <-s.desks.places }()
		leave := s.desks.put
		if scratch {
			leave = func(k *keptDesk) error { return k.Close() }
		}
		if err := leave(k); err != nil {
			s.log.ErrorContext(ctx, "clearing a desk", "err", err)
		}
	}, nil
}

// layOut gives a desk, one that was kept where there is one.
func (s *server) layOut(ctx context.Context, lease *warehouse.Lease, scratch bool) (*keptDesk, error) {
	version, err := s.officeVersion(ctx)
	if err != nil {
		return nil, err
	}
	state := deskState{lease.Info().Number, version}
	if !scratch {
		k, err := s.desks.take(state)
		if err != nil {
			s.log.ErrorContext(ctx, "clearing a desk", "err", err)
		}
		if k != nil {
			return k, nil
		}
	}
	said, err := s.answersTo(ctx, lease)
	if err != nil {
		return nil, err
	}
	desk, err := lease.Desk(ctx, warehouse.DeskOptions{Memory: deskMemory, Threads: deskThreads, Scratch: scratch, Prepare: datasets.Prepare(standing(said.Standing))})
	if err != nil {
		return nil, err
	}
	return &keptDesk{desk, state}, nil
}

// standing lists explanations as datasets show them.
func standing(said map[int]office.Explanation) []datasets.Explanation {
	var list []datasets.Explanation
	for _, finding := range slices.Sorted(maps.Keys(said)) {
		e := said[finding]
		list = append(list, datasets.Explanation{Finding: finding, Reason: e.Reason, Author: e.Author, At: e.At})
	}
	return list
}
