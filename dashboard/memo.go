package dashboard

import (
	"context"
	"sync"

	"tongjian/data/warehouse"
	"tongjian/queries"
)

// memo remembers what every page of one snapshot asks first: what the snapshot is, how its regions lie to each other, and what the
// questions of pages have in common. A snapshot never changes; a new one empties the memo.
type memo struct {
	mu     sync.Mutex
	number int
	info   *queries.Snapshot
	// directory is what can be compared; nil until somebody searches it.
	directory *queries.Directory
	common    *queries.Shared
	// older is the memo of the older snapshot somebody looks back at; nil until somebody does.
	older *memo
}

// of gives the memo of a lease's snapshot, emptied when it was another's.
func (m *memo) of(lease *warehouse.Lease) {
	if n := lease.Info().Number; m.number != n || m.common == nil {
		m.number, m.info, m.directory, m.common = n, nil, nil, queries.NewShared()
	}
}

// shared is what the questions about the snapshot have in common.
func (m *memo) shared(lease *warehouse.Lease) *queries.Shared {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of(lease)
	return m.common
}

// snapshot tells what the snapshot is. Whoever asks first waits until its regions have been read as well.
func (m *memo) snapshot(ctx context.Context, lease *warehouse.Lease) (queries.Snapshot, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of(lease)
	if m.info != nil {
		return *m.info, nil
	}
	var info queries.Snapshot
	err := together(ctx,
		func(ctx context.Context) (err error) { info, err = queries.SnapshotInfo(ctx, lease.DB()); return err },
		func(ctx context.Context) error { _, err := m.common.Atlas(ctx, lease.DB()); return err },
	)
	if err != nil {
		return queries.Snapshot{}, err
	}
	m.info = &info
	return info, nil
}

// defaultRegion is where a reader starts who has chosen nothing.
func (m *memo) defaultRegion(ctx context.Context, lease *warehouse.Lease) (string, error) {
	return queries.DefaultRegion(m.shared(lease).In(ctx), lease.DB())
}

// navigate gives a region's place among the others.
func (m *memo) navigate(ctx context.Context, lease *warehouse.Lease, code string) (*queries.Navigation, error) {
	return queries.Navigate(m.shared(lease).In(ctx), lease.DB(), code)
}

// entities is the directory of what can be compared.
func (m *memo) entities(ctx context.Context, lease *warehouse.Lease) (*queries.Directory, error) {
	m.mu.Lock()
	m.of(lease)
	directory := m.directory
	m.mu.Unlock()
	if directory != nil {
		return directory, nil
	}
	directory, err := queries.LoadDirectory(ctx, lease.DB())
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of(lease)
	m.directory = directory
	return directory, nil
}
