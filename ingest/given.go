package ingest

import (
	"context"
	"errors"

	"tongjian/data"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
)

// Given is a file whose bytes are kept elsewhere than under its path.
type Given struct {
	// Path names it for people and tells folders and file name; it is never opened.
	Path     string
	Contents func() ([]byte, error)
}

// RunGiven is [Run] of files given. Each is called in their order.
func RunGiven(ctx context.Context, job *warehouse.Job, given []Given, o Options) (Summary, error) {
	var files []source
	for _, g := range given {
		files = append(files, source{path: g.Path, contents: g.Contents})
	}
	return run(ctx, job, files, nil, o)
}

// ReadGiven reads, checks and places one file, and stores nothing. The document is that of a file that could be read, whatever
// became of placing it.
func ReadGiven(ctx context.Context, g Given, o Options) (doc data.Document, result FileResult) {
	result = FileResult{Path: g.Path}
	defer result.survive()
	fail := func(outcome warehouse.Outcome, err error) (data.Document, FileResult) {
		result.Outcome, result.Reason = outcome, err.Error()
		return doc, result
	}
	b, err := g.Contents()
	if err != nil {
		return fail(warehouse.Failed, err)
	}
	if len(b) == 0 {
		return fail(warehouse.Failed, errors.New("文件是空的（0 字节）"))
	}
	result.SHA256 = hashOf(b)
	if doc, result.Reports, err = readConverted(ctx, g.Path, b, o.Hints, o.Converter); err != nil {
		return fail(warehouse.Failed, err)
	}
	if _, err := placeReports(result.Reports, o.Roster); err != nil {
		return fail(warehouse.Unplaced, err)
	}
	result.Outcome = warehouse.Loaded
	return doc, result
}

// AgencyOf gives the name and the region a read report's agency is stored under.
func AgencyOf(r *data.Report, roster *regions.Roster) (name, region string) {
	if roster != nil {
		if a, ok := roster.Match(r.Agency, r.Region); ok {
			return a.Name, a.Region
		}
	}
	return shortName(r.Agency, r.Region), r.Region
}
