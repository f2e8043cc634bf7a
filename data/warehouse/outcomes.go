package warehouse

import (
	"context"
	"fmt"
)

// fileOutcome is what became of a file a job was given.
type fileOutcome struct {
	ord          int
	path, sha256 string
	outcome      Outcome
	reason       string
}

// Failed records a file that could not be loaded, with the reason in words for people. Its bytes, when there are any, are
// kept like those of every file received. Failing again for the same reason is no change to publish.
func (j *Job) Failed(ctx context.Context, path string, contents []byte, reason string) error {
	f := fileOutcome{ord: j.outcomes, path: path, outcome: Failed, reason: reason}
	if contents != nil {
		var err error
		if f.sha256, err = j.files.store(contents); err != nil {
			return fmt.Errorf("%s: store: %w", path, err)
		}
		if err := j.files.sync(); err != nil {
			return fmt.Errorf("%s: store: %w", path, err)
		}
	}
	same := failure{f.path, f.sha256, f.reason}
	if j.known.failures[same] {
		j.outcomes++
		j.pending = append(j.pending, f)
		return nil
	}
	if err := j.change(ctx, func() error { return j.writer.fileOutcomes(j.id, []fileOutcome{f}) }); err != nil {
		return fmt.Errorf("record that %s failed: %w", path, err)
	}
	j.known.failures[same] = true
	j.outcomes++
	return nil
}

// failure is a failed file with its reason.
type failure struct{ path, sha256, reason string }
