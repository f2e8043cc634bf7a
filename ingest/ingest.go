package ingest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"tongjian/data"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
)

// Options are how files are ingested.
type Options struct {
	Hints Hints
	// Roster finds the agency a report's own words mean; nil when there is none.
	Roster *regions.Roster
	// Reread reads files again that this version of the reading code has read before; without it they are unchanged.
	Reread bool
	// Converter turns old Word documents into readable ones; nil leaves them unread.
	Converter *Converter
	// Received is when the files were received; zero is now.
	Received time.Time
	// ReceivedOf, when set, tells when a file was received, by its path; zero for those Received holds for.
	ReceivedOf func(path string) time.Time
	// Each is called once a file, in the order of the paths, after it has been loaded or has failed.
	Each func(FileResult)
	// Total, when set, is called once with the number of files found.
	Total func(int)
}

// received tells when a file was received.
func (o Options) received(path string) time.Time {
	if o.ReceivedOf != nil {
		if at := o.ReceivedOf(path); !at.IsZero() {
			return at
		}
	}
	if o.Received.IsZero() {
		return time.Now()
	}
	return o.Received
}

// FileResult is what became of one file.
type FileResult struct {
	Path    string
	SHA256  string
	Outcome warehouse.Outcome
	// Reason says in one sentence why the file failed; empty when it did not.
	Reason string
	// Reports are those read, also of a file that was read and could not be placed.
	Reports []data.Report
	// Loaded says what the warehouse did with each report; empty in a dry run and for a failed file.
	Loaded []warehouse.ReportResult
}

// survive, deferred, makes a panic the file's failure. A file is what a stranger sent: whatever it does to the reading code, the others
// are read.
func (r *FileResult) survive() {
	if p := recover(); p != nil {
		r.Outcome, r.Reason = warehouse.Failed, fmt.Sprintf("读取时出错（%v）：请另存为 xlsx 或 docx 再试", p)
	}
}

// Summary counts outcomes.
type Summary struct {
	Files, Loaded, Unchanged, Revised int
	// Unplaced files were read and wait for someone to say whose they are.
	Unplaced, Failed int
	// Reports were read and placed, and have Findings; those of files not read again are not among them.
	Reports  int
	Findings map[data.Severity]int
}

func (s *Summary) add(r FileResult) {
	s.Files++
	switch r.Outcome {
	case warehouse.Loaded:
		s.Loaded++
	case warehouse.Unchanged:
		s.Unchanged++
	case warehouse.Revised:
		s.Revised++
	case warehouse.Unplaced:
		s.Unplaced++
		return
	case warehouse.Failed:
		s.Failed++
		return
	}
	s.Reports += len(r.Reports)
	for _, report := range r.Reports {
		for _, f := range report.Findings {
			s.Findings[f.Severity]++
		}
	}
}

// work is a file on its way: read by a worker, then loaded in its turn.
type work struct {
	source   source
	result   FileResult
	contents []byte
	current  bool // read before by this version, and not read again
	prepared *warehouse.Prepared
	done     chan struct{}
}

// Run reads every file under the paths on all cores and loads each in one transaction, in the order of the paths. A file that
// fails is recorded with its reason and stops no other. job is nil in a dry run. The error is what stopped the whole run.
func Run(ctx context.Context, job *warehouse.Job, paths []string, o Options) (Summary, error) {
	files, bad := listFiles(paths)
	return run(ctx, job, files, bad, o)
}

// RunStored reads files received before again: those that wait to be placed, now that more is known.
func RunStored(ctx context.Context, job *warehouse.Job, waiting []warehouse.WaitingFile, o Options) (Summary, error) {
	var files []source
	for _, w := range waiting {
		files = append(files, source{path: w.Path, contents: func() ([]byte, error) { return job.Contents(w.SHA256) }})
	}
	return run(ctx, job, files, nil, o)
}

func run(ctx context.Context, job *warehouse.Job, files []source, bad []FileResult, o Options) (Summary, error) {
	summary := Summary{Findings: map[data.Severity]int{}}
	current, err := currentFiles(ctx, job, o)
	if err != nil {
		return summary, err
	}
	if o.Total != nil {
		o.Total(len(files) + len(bad))
	}
	for _, b := range bad {
		if err := settle(ctx, job, []*work{{result: b}}, o, &summary); err != nil {
			return summary, err
		}
	}
	workers := runtime.GOMAXPROCS(0)
	group, ctx := errgroup.WithContext(ctx)
	// queue keeps the files' order and bounds how many are in memory at a time.
	queue := make(chan *work, 2*workers+maxBatch)
	todo := make(chan *work)
	group.Go(func() error {
		defer close(todo)
		defer close(queue)
		for _, file := range files {
			w := &work{source: file, result: FileResult{Path: file.path}, done: make(chan struct{})}
			for _, to := range []chan *work{queue, todo} {
				select {
				case to <- w:
				case <-ctx.Done():
					return context.Cause(ctx)
				}
			}
		}
		return nil
	})
	for range workers {
		group.Go(func() error {
			for w := range todo {
				w.read(ctx, job, o, current)
				close(w.done)
			}
			return nil
		})
	}
	group.Go(func() error {
		for w := range queue {
			batch, err := gather(ctx, w, queue)
			if err != nil {
				return err
			}
			if err := settle(ctx, job, batch, o, &summary); err != nil {
				return err
			}
		}
		return nil
	})
	return summary, group.Wait()
}

// ReadFile reads one file without storing anything. converter may be nil.
func ReadFile(ctx context.Context, path string, hints Hints, converter *Converter) (result FileResult) {
	result = FileResult{Path: path}
	defer result.survive()
	b, err := readFile(path)
	if err == nil {
		result.SHA256 = hashOf(b)
		_, result.Reports, err = readConverted(ctx, path, b, hints, converter)
	}
	if err != nil {
		result.Outcome, result.Reason = warehouse.Failed, err.Error()
	}
	return result
}

// readConverted is [Read] of a file that may have to be converted first.
func readConverted(ctx context.Context, path string, b []byte, hints Hints, converter *Converter) (data.Document, []data.Report, error) {
	b, converted, err := converter.readable(ctx, b)
	if err != nil {
		return data.Document{}, nil, err
	}
	doc, reports, err := Read(path, b, hints)
	if converted {
		doc.Format = "doc"
		noteConverted(reports)
	}
	return doc, reports, err
}

// currentFiles lists the contents that need not be read: none where the person says something about the files, which may place
// them elsewhere.
func currentFiles(ctx context.Context, job *warehouse.Job, o Options) (map[string]bool, error) {
	if job == nil || o.Reread || o.Hints != (Hints{}) {
		return nil, nil
	}
	return job.Current(ctx, Version)
}

// read does the part of a file's work that needs no turn: reading, checking, storing its bytes.
func (w *work) read(ctx context.Context, job *warehouse.Job, o Options, current map[string]bool) {
	defer w.result.survive()
	fail := func(err error) {
		w.result.Outcome, w.result.Reason = warehouse.Failed, err.Error()
	}
	b, err := w.source.read()
	if err != nil {
		fail(err)
		return
	}
	w.contents, w.result.SHA256 = b, hashOf(b)
	if current[w.result.SHA256] {
		w.current, w.result.Outcome = true, warehouse.Unchanged
		return
	}
	doc, reports, err := readConverted(ctx, w.result.Path, b, o.Hints, o.Converter)
	w.result.Reports = reports
	if err != nil {
		fail(err)
		return
	}
	placed, err := placeReports(w.result.Reports, o.Roster)
	if err != nil {
		fail(err)
		w.result.Outcome = warehouse.Unplaced
		return
	}
	w.result.Outcome = warehouse.Loaded
	if job == nil {
		return
	}
	w.prepared, err = job.Prepare(warehouse.Incoming{
		Path: w.result.Path, Name: filepath.Base(w.result.Path), Format: doc.Format, Reader: Version,
		Bytes: w.contents, Document: doc, Reports: placed, ReceivedAt: o.received(w.result.Path),
	})
	if err != nil {
		fail(err)
	}
}

// maxBatch is how many files are loaded in one go at most, minBatch how many are waited for.
const (
	maxBatch = 64
	minBatch = 16
)

// gather waits for a file to be read, for some after it and for those after them that are ready too: loading several at once costs
// little more than loading one.
func gather(ctx context.Context, first *work, queue <-chan *work) ([]*work, error) {
	batch := []*work{first}
	for {
		select {
		case <-batch[len(batch)-1].done:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
		if len(batch) == maxBatch {
			return batch, nil
		}
		if len(batch) < minBatch {
			select {
			case w, ok := <-queue:
				if !ok {
					return batch, nil
				}
				batch = append(batch, w)
			case <-ctx.Done():
				return nil, context.Cause(ctx)
			}
			continue
		}
		select {
		case w, ok := <-queue:
			if !ok {
				return batch, nil
			}
			batch = append(batch, w)
		default:
			return batch, nil
		}
	}
}

// settle loads the files that were read and records those that failed.
func settle(ctx context.Context, job *warehouse.Job, batch []*work, o Options, summary *Summary) error {
	if job != nil {
		if err := load(ctx, job, batch); err != nil {
			return err
		}
	}
	for _, w := range batch {
		summary.add(w.result)
		if o.Each != nil {
			o.Each(w.result)
		}
	}
	return nil
}

// loadable reports whether a file was read and placed.
func (w *work) loadable() bool {
	return w.result.Outcome != warehouse.Failed && w.result.Outcome != warehouse.Unplaced
}

func load(ctx context.Context, job *warehouse.Job, batch []*work) error {
	var (
		ready    []*work
		prepared []*warehouse.Prepared
	)
	for _, w := range batch {
		switch {
		case w.current:
			job.Unchanged(w.result.Path, w.result.SHA256)
		case w.loadable():
			ready, prepared = append(ready, w), append(prepared, w.prepared)
		}
	}
	for i, loaded := range job.LoadBatch(ctx, prepared) {
		w := ready[i]
		var duplicate *warehouse.DuplicateError
		switch {
		case errors.As(loaded.Err, &duplicate):
			w.result.Outcome, w.result.Reason = warehouse.Failed, strings.TrimPrefix(duplicate.Error(), w.result.Path+"：")
		case loaded.Err != nil:
			return fmt.Errorf("%s: load: %w", w.result.Path, loaded.Err)
		default:
			w.result.Outcome, w.result.Loaded = loaded.Outcome, loaded.Reports
		}
	}
	for _, w := range batch {
		if w.loadable() {
			continue
		}
		record := job.Failed
		if w.result.Outcome == warehouse.Unplaced {
			record = job.Unplaced
		}
		if err := record(ctx, w.result.Path, w.contents, w.result.Reason); err != nil {
			return fmt.Errorf("%s: record failure: %w", w.result.Path, err)
		}
	}
	return nil
}
