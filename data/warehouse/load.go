package warehouse

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"tongjian/data/forms"
)

// Load stores a file's bytes, facts and findings in one transaction: all of the file or nothing. To load many files, see
// [Job.LoadBatch].
func (j *Job) Load(ctx context.Context, in Incoming) (Result, error) {
	p, err := j.Prepare(in)
	if err != nil {
		return Result{}, err
	}
	return j.LoadPrepared(ctx, p)
}

// LoadPrepared is [Job.LoadBatch] of one file.
func (j *Job) LoadPrepared(ctx context.Context, p *Prepared) (Result, error) {
	result := j.LoadBatch(ctx, []*Prepared{p})[0]
	return result, result.Err
}

// LoadBatch writes files that [Job.Prepare] made ready, in the order given, and gives what became of each. They share one
// transaction, since beginning and ending one costs several times what writing a file does; should any of them fail, each
// is written in a transaction of its own, so that a file is always in the warehouse as a whole or not at all, and never
// fails for another's sake. A file that changes nothing costs no transaction: that it came is written with the next one.
func (j *Job) LoadBatch(ctx context.Context, files []*Prepared) []Result {
	results, err := j.loadTogether(ctx, files)
	if err == nil {
		return results
	}
	if len(files) == 1 || ctx.Err() != nil {
		results = make([]Result, len(files))
		for i, f := range files {
			results[i].Err = fmt.Errorf("load %s: %w", f.in.Path, err)
		}
		return results
	}
	results = nil
	for _, f := range files {
		results = append(results, j.LoadBatch(ctx, []*Prepared{f})...)
	}
	return results
}

// loadTogether writes files in one transaction. An error is the transaction's, and leaves nothing written.
func (j *Job) loadTogether(ctx context.Context, files []*Prepared) (_ []Result, err error) {
	var (
		results  = make([]Result, len(files))
		outcomes []fileOutcome
		changes  []func() error
	)
	if j.broken != nil {
		return nil, j.broken
	}
	defer func() {
		if err == nil {
			return
		}
		var again error
		if j.known, again = readKnown(context.WithoutCancel(ctx), j.conn); again != nil {
			j.broken = fmt.Errorf("the job cannot go on: %w", again)
			err = errors.Join(err, j.broken)
		}
	}()
	for i, f := range files {
		p, err := j.known.makePlan(f)
		if err != nil {
			results[i].Err = err
			continue
		}
		results[i] = p.result
		outcomes = append(outcomes, fileOutcome{
			ord: j.outcomes + len(outcomes), path: f.in.Path, sha256: f.sha, outcome: p.result.Outcome,
		})
		if p.empty() {
			continue
		}
		if err := j.storeDocument(f); err != nil {
			return nil, err
		}
		// What the next file of the batch finds known is what this one is about to write.
		j.known.apply(p)
		changes = append(changes, func() error { return j.write(ctx, f, p) })
	}
	if len(changes) == 0 {
		j.outcomes += len(outcomes)
		j.pending = append(j.pending, outcomes...)
		return results, nil
	}
	if err := j.files.settle(); err != nil {
		return nil, err
	}
	err = j.change(ctx, func() error {
		for _, write := range changes {
			if err := write(); err != nil {
				return err
			}
		}
		return j.writer.fileOutcomes(j.id, outcomes)
	})
	if err != nil {
		return nil, err
	}
	j.outcomes += len(outcomes)
	return results, nil
}

// write carries out a plan within a transaction.
func (j *Job) write(ctx context.Context, in *Prepared, p *plan) error {
	if p.newSource {
		err := j.writer.row("source", in.sha, text(in.in.Name), text(in.in.Format), int64(len(in.in.Bytes)),
			storedTime(in.in.ReceivedAt), in.document, int32(j.id))
		if err != nil {
			return err
		}
	}
	for _, a := range p.agencies {
		if err := j.writer.agency(a); err != nil {
			return err
		}
	}
	if err := j.update(ctx, in, p); err != nil {
		return err
	}
	for _, i := range p.inserts {
		if err := j.insert(in, i); err != nil {
			return err
		}
	}
	for _, r := range p.refreshes {
		if err := j.refresh(ctx, in, r); err != nil {
			return fmt.Errorf("refresh report %d: %w", r.report, err)
		}
	}
	return nil
}

// update changes the rows that are there, also those an earlier file of the batch has handed to the writer.
func (j *Job) update(ctx context.Context, in *Prepared, p *plan) error {
	reread := !p.newSource && len(p.inserts)+len(p.refreshes) > 0
	if len(p.live)+len(p.withdraw)+len(p.refreshes) == 0 && !reread {
		return nil
	}
	if err := j.writer.flush(); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(p.live)) {
		if err := j.updateOne(ctx, `UPDATE report SET live = ? WHERE id = ?`, p.live[id], id); err != nil {
			return fmt.Errorf("report %d: %w", id, err)
		}
	}
	for _, id := range p.withdraw {
		if err := j.updateOne(ctx, `UPDATE report SET withdrawn = true WHERE id = ?`, id); err != nil {
			return fmt.Errorf("withdraw report %d: %w", id, err)
		}
	}
	if reread {
		if err := j.updateOne(ctx, `UPDATE source SET document_sha = ? WHERE sha256 = ?`, in.document, in.sha); err != nil {
			return fmt.Errorf("source %s: %w", in.sha, err)
		}
	}
	return nil
}

// updateOne changes exactly one row.
func (j *Job) updateOne(ctx context.Context, statement string, args ...any) error {
	result, err := j.conn.ExecContext(ctx, statement, args...)
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err == nil && n != 1 {
		err = fmt.Errorf("%d rows changed instead of one", n)
	}
	return err
}

func (j *Job) insert(in *Prepared, i insertion) error {
	r, content := i.report, &i.placed.Report
	err := j.writer.row("report", int32(r.id), int32(r.key.agency), text(i.placed.Region), int32(r.key.year), string(r.key.scope),
		int32(r.revision), r.live, r.withdrawn, in.sha, in.document, text(in.in.Reader), text(content.Title), content.Confidence,
		text(content.Editions["2"]), text(content.Editions["3"]), text(content.Editions["4"]), r.facts, r.rest, j.now(), int32(j.id),
		text(content.Editions[forms.Statistics]))
	if err != nil {
		return err
	}
	return j.writer.contents(r.id, content, i.firstFinding)
}

// refresh replaces what readers and checks add to a report's facts. The facts stand at the same places in both readings,
// so the report moves to the document of the new one.
func (j *Job) refresh(ctx context.Context, in *Prepared, r refresh) error {
	for _, statement := range []string{
		`DELETE FROM claim WHERE report = ?`,
		`DELETE FROM unmapped WHERE report = ?`,
		`DELETE FROM prose WHERE report = ?`,
		`DELETE FROM reading WHERE report = ?`,
		`DELETE FROM finding_cell WHERE finding IN (SELECT id FROM finding WHERE report = ? AND origin = 'report')`,
		`DELETE FROM finding WHERE report = ? AND origin = 'report'`,
	} {
		if _, err := j.conn.ExecContext(ctx, statement, r.report); err != nil {
			return err
		}
	}
	const update = `UPDATE report SET title = ?, confidence = ?, document_sha = ?, reader = ?, rest_digest = ? WHERE id = ?`
	content := &r.placed.Report
	err := j.updateOne(ctx, update, text(content.Title), content.Confidence, in.document, text(in.in.Reader), r.digest, r.report)
	if err != nil {
		return err
	}
	return j.writer.rest(r.report, content, r.firstFinding)
}
