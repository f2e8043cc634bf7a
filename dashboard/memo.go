package dashboard

import (
	"context"
	"sync"

	"tongjian/data/warehouse"
	"tongjian/queries"
)

// memo remembers what every page of one snapshot asks first: what the snapshot is, where a reader starts, and how regions
// lie to each other. A snapshot never changes; a new one empties the memo.
type memo struct {
	mu      sync.Mutex
	number  int
	info    *queries.Snapshot
	start   string
	regions map[string]*queries.Navigation
	// directory is what can be compared; nil until somebody searches it.
	directory *queries.Directory
	common    *queries.Shared
	// older is the memo of the older snapshot somebody looks back at; nil until somebody does.
	older *memo
}

// of gives the memo of a lease's snapshot, emptied when it was another's.
func (m *memo) of(lease *warehouse.Lease) {
	if n := lease.Info().Number; m.number != n || m.regions == nil {
		m.number, m.info, m.start, m.regions, m.directory = n, nil, "", map[string]*queries.Navigation{}, nil
		m.common = queries.NewShared()
	}
}

// shared is what the questions about the snapshot have in common.
func (m *memo) shared(lease *warehouse.Lease) *queries.Shared {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of(lease)
	return m.common
}

// snapshot tells what the snapshot is.
func (m *memo) snapshot(ctx context.Context, lease *warehouse.Lease) (queries.Snapshot, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of(lease)
	if m.info == nil {
		info, err := queries.SnapshotInfo(ctx, lease.DB())
		if err != nil {
			return queries.Snapshot{}, err
		}
		m.info = &info
	}
	return *m.info, nil
}

// defaultRegion is where a reader starts who has chosen nothing.
func (m *memo) defaultRegion(ctx context.Context, lease *warehouse.Lease) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of(lease)
	if m.start == "" {
		start, err := queries.DefaultRegion(ctx, lease.DB())
		if err != nil {
			return "", err
		}
		m.start = start
	}
	return m.start, nil
}

// navigate gives a region's place among the others. Callers must not change it.
func (m *memo) navigate(ctx context.Context, lease *warehouse.Lease, code string) (*queries.Navigation, error) {
	m.mu.Lock()
	m.of(lease)
	nav, ok := m.regions[code]
	m.mu.Unlock()
	if ok {
		return nav, nil
	}
	nav, err := queries.Navigate(ctx, lease.DB(), code)
	if err != nil {
		return nil, err // what is not known is not remembered: anybody can ask for it
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of(lease)
	m.regions[code] = nav
	return nav, nil
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
