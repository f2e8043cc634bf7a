package jobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"tongjian/data"
	"tongjian/data/incoming"
	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/ingest"
)

// mostTries is how often a file is tried whose reading ended the program each time.
const mostTries = 5

// read reads and checks the files of a job that have not been.
func (w *Worker) read(ctx context.Context, job office.Job) error {
	files, err := w.Store.JobFiles(ctx, job.ID)
	if err != nil {
		return err
	}
	roster, err := w.Roster(ctx)
	if err != nil {
		return fmt.Errorf("roster: %w", err)
	}
	group, working := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, f := range files {
		if f.Outcome != "" {
			continue
		}
		group.Go(func() error {
			if err := working.Err(); err != nil {
				return err
			}
			return w.readFile(working, job, f, roster)
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return w.Store.EndJob(ctx, job, w.Desk.Worker(), office.JobDone, "")
}

// readFile reads one file and writes down what was found.
func (w *Worker) readFile(ctx context.Context, job office.Job, f office.JobFile, roster *regions.Roster) error {
	one, err := w.Store.Submission(ctx, f.Submission)
	if err != nil {
		return err
	}
	if one.Status != office.StatusReceived {
		return w.Store.SkipFile(ctx, job.ID, w.Desk.Worker(), f.Ord) // it has been taken back meanwhile
	}
	if f.Begun >= mostTries {
		return w.Store.CheckedFile(ctx, job, w.Desk.Worker(), f, office.Checked{Status: office.StatusUnreadable,
			Reason: fmt.Sprintf("读取这个文件时程序中断过 %d 次，不再读取：请另存为 xlsx 或 docx 后重新发送", f.Begun)})
	}
	if err := w.Store.BeginFile(ctx, job.ID, w.Desk.Worker(), f.Ord); err != nil {
		return err
	}
	checked, err := w.check(ctx, one, roster)
	if err != nil {
		return err
	}
	err = w.Store.CheckedFile(ctx, job, w.Desk.Worker(), f, checked)
	if _, late := errors.AsType[*office.StatusError](err); late {
		return w.Store.SkipFile(ctx, job.ID, w.Desk.Worker(), f.Ord) // it was taken back while it was being read
	}
	return err
}

// check reads a submission's file, keeps what was found, and sums it up.
func (w *Worker) check(ctx context.Context, one office.Submission, roster *regions.Roster) (office.Checked, error) {
	given := ingest.Given{Path: one.Name, Contents: func() ([]byte, error) { return w.contents(one) }}
	hints := hintsOf(one)
	doc, result := ingest.ReadGiven(ctx, given, ingest.Options{Hints: hints, Roster: roster, Converter: w.Converter})
	if result.Outcome == warehouse.Unplaced && one.From.Name != "" && hints.Agency == "" && len(result.Reports) == 1 && nameless(result.Reports[0]) {
		// It does not say whose it is, or of where: then it is the sender's own, unless it names another agency.
		hints.Region = one.From.Region
		if result.Reports[0].Agency == "" {
			hints.Agency = one.From.Name
		}
		doc, result = ingest.ReadGiven(ctx, given, ingest.Options{Hints: hints, Roster: roster, Converter: w.Converter})
	}
	if err := ctx.Err(); err != nil {
		return office.Checked{}, err
	}
	checked := office.Checked{Status: office.StatusChecked, Reason: plain(result.Reason),
		Hint: office.Hint{Agency: hints.Agency, Region: hints.Region, Year: hints.Year, Scope: hints.Scope}}
	switch result.Outcome {
	case warehouse.Failed:
		checked.Status = office.StatusUnreadable
	case warehouse.Unplaced:
		checked.Status = office.StatusUnplaced
	}
	if len(result.Reports) > 0 {
		if err := w.Desk.KeepReading(one.ID, incoming.Reading{Document: doc, Reports: result.Reports}); err != nil {
			return checked, err
		}
	}
	if checked.Status != office.StatusChecked {
		return checked, nil
	}
	for i := range result.Reports {
		sent, err := w.sentReport(ctx, &result.Reports[i], roster)
		if err != nil {
			return checked, err
		}
		if one.From.Name != "" && (sent.AgencyName != one.From.Name || sent.Region != one.From.Region) {
			checked.Status, checked.Reason = office.StatusUnplaced, fmt.Sprintf("报告写的是“%s”，发送单位是“%s”：请核对是否发错了文件", sent.AgencyName, one.From.Name)
		}
		checked.Reports = append(checked.Reports, sent)
	}
	if checked.Status != office.StatusChecked {
		checked.Reports = nil // it is not placed
	}
	return checked, nil
}

// nameless reports whether a report does not say whose it is, or of where.
func nameless(r data.Report) bool { return r.Agency == "" || r.Region == "" }

// sentReport sums up a report that was read and placed.
func (w *Worker) sentReport(ctx context.Context, r *data.Report, roster *regions.Roster) (office.SentReport, error) {
	s := office.SentReport{Year: r.Year, Scope: r.Scope}
	s.AgencyName, s.Region = ingest.AgencyOf(r, roster)
	for _, f := range r.Findings {
		switch f.Severity {
		case data.SeverityError:
			s.Errors++
		case data.SeverityWarning:
			s.Warnings++
		default:
			s.Notes++
		}
	}
	var err error
	s.Agency, err = w.Agency(ctx, s.AgencyName, s.Region)
	return s, err
}

func hintsOf(one office.Submission) ingest.Hints {
	return ingest.Hints{Agency: one.Hint.Agency, Region: one.Hint.Region, Year: one.Hint.Year, Scope: one.Hint.Scope}
}

// contents gives the bytes of a submission: from the desk, or from the warehouse once it has been loaded.
func (w *Worker) contents(one office.Submission) ([]byte, error) {
	b, err := w.Desk.Read(one.SHA256)
	if errors.Is(err, fs.ErrNotExist) {
		b, err = warehouse.OpenFiles(w.Dir).Read(one.SHA256)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("收到的文件不在数据目录里了：请重新发送")
	}
	return b, err
}

// plain says a reason as people at a page need it, rather than at a command line.
func plain(reason string) string {
	for _, advice := range []string{"，可用 --", "，或先用 tongjian"} {
		if before, _, found := strings.Cut(reason, advice); found {
			return before + "：请在本页指明"
		}
	}
	reason, _, _ = strings.Cut(reason, "；装有 LibreOffice 的机器也可以加 --convert")
	if before, found := strings.CutSuffix(reason, "再导入"); found {
		return before + "后重新发送"
	}
	return reason
}
