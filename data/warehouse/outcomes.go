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
	return j.refused(ctx, Failed, path, contents, reason)
}

// Unplaced records a file that was read and whose agency, region or year could not be told, with the reason. It waits until
// it is loaded: see [Job.Waiting].
func (j *Job) Unplaced(ctx context.Context, path string, contents []byte, reason string) error {
	return j.refused(ctx, Unplaced, path, contents, reason)
}

func (j *Job) refused(ctx context.Context, outcome Outcome, path string, contents []byte, reason string) error {
	f := fileOutcome{ord: j.outcomes, path: path, outcome: outcome, reason: reason}
	if contents != nil {
		var err error
		if f.sha256, err = j.files.store(contents); err != nil {
			return fmt.Errorf("%s: store: %w", path, err)
		}
		if err := j.files.settle(); err != nil {
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
		return fmt.Errorf("record that %s was not loaded: %w", path, err)
	}
	j.known.failures[same] = true
	j.outcomes++
	return nil
}

// failure is a file not loaded with its reason.
type failure struct{ path, sha256, reason string }

// WaitingFile is a file that was read and waits to be placed.
type WaitingFile struct {
	SHA256 string
	Path   string // where it came from, as given
	Reason string
}

// Waiting lists the files that were read and could not be placed, oldest first: those whose latest outcome says so.
func (j *Job) Waiting(ctx context.Context) ([]WaitingFile, error) {
	const waiting = `SELECT f.sha256, f.path, f.reason FROM file_outcome f
		WHERE f.outcome = 'unplaced' AND NOT EXISTS (SELECT 1 FROM file_outcome later WHERE later.sha256 = f.sha256
			AND (later.job > f.job OR (later.job = f.job AND later.ord > f.ord)))
		ORDER BY f.job, f.ord`
	var out []WaitingFile
	err := EachRow(ctx, j.conn, waiting, func(scan func(...any) error) error {
		var w WaitingFile
		err := scan(&w.SHA256, &w.Path, &w.Reason)
		out = append(out, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list waiting files: %w", err)
	}
	return out, nil
}

// Contents gives the bytes of a file received before, by its hash.
func (j *Job) Contents(sha string) ([]byte, error) { return j.files.Read(sha) }

// Current lists the contents that need not be read again, by hash: those of which this version of the reading code made reports
// that stand.
func (j *Job) Current(ctx context.Context, reader string) (map[string]bool, error) {
	const current = `SELECT source FROM report WHERE NOT withdrawn GROUP BY source HAVING min(reader) = ? AND max(reader) = ?`
	out := map[string]bool{}
	err := EachRow(ctx, j.conn, current, func(scan func(...any) error) error {
		var sha string
		err := scan(&sha)
		out[sha] = true
		return err
	}, reader, reader)
	if err != nil {
		return nil, fmt.Errorf("list current files: %w", err)
	}
	return out, nil
}

// Unchanged records that contents came again that need not be read again.
func (j *Job) Unchanged(path, sha string) {
	j.pending = append(j.pending, fileOutcome{ord: j.outcomes, path: path, sha256: sha, outcome: Unchanged})
	j.outcomes++
}
