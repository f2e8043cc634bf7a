package dashboard

import (
	"context"
	"errors"
	"net/url"
	"testing"
	"time"

	"tongjian/data/warehouse"
)

// A page that cannot be made leaves nothing of its questions behind: the snapshot opens again in this process, as it does for who looks
// back to it twice.
func TestSnapshotOpensAgainAfterPagesThatFail(t *testing.T) {
	dir := world(t)
	for range 3 {
		t.Run("round", func(t *testing.T) {
			h := handlerOf(t, dir)
			for _, value := range nasty() {
				answered(t, h, "/glossary?"+url.Values{paramRegion: {value}}.Encode())
			}
		})
		opened := make(chan error, 1)
		go func() { opened <- openOnce(dir) }()
		select {
		case err := <-opened:
			if err != nil {
				t.Fatal(err)
			}
		case <-time.After(2 * time.Minute): // it takes a hundredth of a second
			t.Fatal("the snapshot does not open again")
		}
	}
}

// openOnce opens the newest snapshot of a directory and closes it.
func openOnce(dir string) (err error) {
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, snapshots.Close()) }()
	lease, err := snapshots.Acquire(context.Background())
	if err != nil {
		return err
	}
	lease.Release()
	return nil
}
