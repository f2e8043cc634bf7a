package main

import (
	"context"
	"fmt"
	"os"
	"strconv"

	"tongjian/data"
	"tongjian/data/warehouse"
	"tongjian/ingest/check"
)

// published is a snapshot, with what the checks across years and reports found in it.
type published struct {
	warehouse.Snapshot
	across map[data.Severity]int
	// removed are the numbers of older snapshots that went.
	removed []int
}

// publish puts what a job has loaded to the checks across years and reports, and makes it readable. Every job ends with it: a roster
// and a deadline decide what is missing and late as much as a report does.
func publish(ctx context.Context, job *warehouse.Job) (published, error) {
	return publishKeeping(ctx, job, keptSnapshots())
}

// publishKeeping publishes, and removes the oldest snapshots but a number of them.
func publishKeeping(ctx context.Context, job *warehouse.Job, keep int) (published, error) {
	across, err := check.Across(ctx, job)
	if err != nil {
		return published{}, err
	}
	snapshot, err := job.Publish(ctx)
	if err != nil {
		return published{}, fmt.Errorf("publish snapshot: %w", err)
	}
	// What cannot be removed now is removed with the next: what was published stands all the same.
	removed, _ := job.Prune(keep)
	return published{snapshot, across, removed}, nil
}

// keptSnapshots is how many snapshots a publication keeps.
func keptSnapshots() int {
	if n, err := strconv.Atoi(os.Getenv("TONGJIAN_KEEP_SNAPSHOTS")); err == nil && n > 0 {
		return n
	}
	return warehouse.KeptSnapshots
}

// describeAcross counts what the checks across years and reports found.
func describeAcross(found map[data.Severity]int) string {
	return fmt.Sprintf("与上年、与其他报告核对：错误 %d，提醒 %d，提示 %d",
		found[data.SeverityError], found[data.SeverityWarning], found[data.SeverityNote])
}
