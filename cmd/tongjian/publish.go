package main

import (
	"context"
	"fmt"

	"tongjian/data"
	"tongjian/data/warehouse"
	"tongjian/ingest/check"
)

// published is a snapshot, with what the checks across years and reports found in it.
type published struct {
	warehouse.Snapshot
	across map[data.Severity]int
}

// publish puts what a job has loaded to the checks across years and reports, and makes it readable. Every job ends with it: a roster
// and a deadline decide what is missing and late as much as a report does.
func publish(ctx context.Context, job *warehouse.Job) (published, error) {
	across, err := check.Across(ctx, job)
	if err != nil {
		return published{}, err
	}
	snapshot, err := job.Publish(ctx)
	if err != nil {
		return published{}, fmt.Errorf("publish snapshot: %w", err)
	}
	return published{snapshot, across}, nil
}

// describeAcross counts what the checks across years and reports found.
func describeAcross(found map[data.Severity]int) string {
	return fmt.Sprintf("与上年、与其他报告核对：错误 %d，提醒 %d，提示 %d",
		found[data.SeverityError], found[data.SeverityWarning], found[data.SeverityNote])
}
