package dashboard

import (
	"net/http"
	"time"

	"tongjian/data"
	"tongjian/data/filing"
	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/queries"

	"tongjian/dashboard/letters"
)

// returnLetter writes the letter a submission goes back with: about the first of its reports.
func (s *server) returnLetter(r *http.Request, a *attachment) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	defer v.leave()
	ctx := r.Context()
	one, err := v.submission(ctx)
	if err != nil {
		return err
	}
	if one.Status != office.StatusReturned || len(one.Reports) == 0 {
		return notFound("没有通知", "这一件没有被退回。", Link{Label: "看这一件", URL: submissionPath(one.ID)})
	}
	reading, err := v.sending.Desk.Reading(one.ID)
	if err != nil {
		return err
	}
	events, err := v.office.Events(ctx, one.ID)
	if err != nil {
		return err
	}
	returned := events[len(events)-1].At
	last, err := v.lastYear(ctx, one.Reports[0])
	if err != nil {
		return err
	}
	day := returned.In(filing.Beijing())
	options := letters.Options{Date: filing.Day(day.Year(), day.Month(), day.Day()), Reply: beijingDay(one.Due)}
	batch := letters.NewBatch([]queries.Letter{letterAbout(one, &reading.Reports[0], last)}, options)
	all := append(batch.Letters, batch.Quiet...) // returned for a reason no check knows
	if len(all) == 0 {
		return notFound("没有通知", "这一件没有可写的问题。")
	}
	l := all[0]
	a.name = l.FileName()
	if a.ending == "xlsx" && !l.Listed() {
		return notFound("没有问题清单", "这份报告不是因为核验出的问题退回的。", Link{Label: "看这一件", URL: submissionPath(one.ID)})
	}
	if a.ending == "xlsx" {
		return l.WriteXLSX(&a.body)
	}
	template, err := v.letterTemplate()
	if err != nil {
		return err
	}
	return l.WriteDocx(&a.body, template)
}

// unloaded is the number of a report that has none, as letters tell it from one that has not come.
const unloaded = -1

// letterAbout is what a letter about a submission says.
func letterAbout(one office.Submission, r *data.Report, last *queries.ReportDetail) queries.Letter {
	placed := one.Reports[0]
	l := queries.Letter{Year: placed.Year, Scope: placed.Scope, Report: unloaded, Title: r.Title, Revision: 1, ReceivedAt: one.Sent.In(time.UTC),
		Due: filing.Statutory(placed.Scope, placed.Year)}
	l.ID, l.Name, l.Region = placed.Agency, placed.AgencyName, placed.Region
	if region, ok := regions.ByCode(placed.Region); ok {
		l.RegionName = region.Name
	}
	then := map[data.CellID]string{}
	if last != nil {
		l.Before = last.ID
		for _, f := range last.Facts {
			then[f.Cell()] = f.Raw
		}
	}
	for i, f := range r.Findings {
		lf := queries.LetterFinding{Finding: queries.Finding{ID: i + 1, Report: unloaded, Agency: placed.Agency, AgencyName: placed.AgencyName,
			Region: placed.Region, Year: placed.Year, Scope: placed.Scope, Finding: f}, Last: make([]*string, len(f.Cells))}
		for n, c := range f.Cells {
			if raw, ok := then[data.CellID{Key: c.Key, Column: c.Column}]; ok && c.Key != "" {
				lf.Last[n] = &raw
			}
		}
		l.Findings = append(l.Findings, lf)
	}
	return l
}
