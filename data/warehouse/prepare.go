package warehouse

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"tongjian/data"
)

// Prepared is an incoming file whose bytes are stored and whose reports are ready to be written.
type Prepared struct {
	in       Incoming
	sha      string
	document string    // hash of the stored document; empty while it is not stored
	digests  []digests // one a report
}

type digests struct{ facts, rest string }

// Prepare checks an incoming file and stores its bytes. It touches no table and is safe for concurrent use, so that the
// workers that read files can do it beside each other.
func (j *Job) Prepare(in Incoming) (*Prepared, error) {
	p := &Prepared{in: in, digests: make([]digests, len(in.Reports))}
	for i := range in.Reports {
		placed := &in.Reports[i]
		err := checkPlaced(placed)
		if err == nil {
			p.digests[i], err = digest(&placed.Report)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: report %d (%s): %w", in.Path, i+1, placed.AgencyName, err)
		}
	}
	// A file that is there has most likely been loaded: its document is then needed only if it is read differently now.
	fresh := !j.files.has(hashOf(in.Bytes))
	var err error
	if p.sha, err = j.files.store(in.Bytes); err != nil {
		return nil, fmt.Errorf("%s: store: %w", in.Path, err)
	}
	if fresh {
		if err := j.storeDocument(p); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// storeDocument makes sure that the document is stored.
func (j *Job) storeDocument(p *Prepared) (err error) {
	if p.document != "" {
		return nil
	}
	if p.document, err = j.files.storeDocument(p.in.Document); err != nil {
		return fmt.Errorf("%s: store document: %w", p.in.Path, err)
	}
	return nil
}

// checkPlaced refuses what the tables cannot hold or would count twice.
func checkPlaced(p *PlacedReport) error {
	r := &p.Report
	switch {
	case p.AgencyName == "":
		return errors.New("no agency")
	case r.Year < 1 || r.Year > 9999:
		return fmt.Errorf("no report year: %d", r.Year)
	case r.Scope != data.ScopeOwn && r.Scope != data.ScopeConsolidated:
		return fmt.Errorf("no scope: %q", r.Scope)
	}
	seen := make(map[data.CellID]bool, len(r.Facts))
	for _, f := range r.Facts {
		if seen[f.Cell()] {
			return fmt.Errorf("%s: the cell is filled twice", where(f))
		}
		seen[f.Cell()] = true
		if (f.Value != nil) != (f.State == data.StateNumber) {
			return fmt.Errorf("%s: state %s with value %v", where(f), f.State, f.Value)
		}
		if f.Value == nil {
			continue
		}
		if err := fits(*f.Value); err != nil {
			return fmt.Errorf("%s: %w", where(f), err)
		}
	}
	for _, c := range r.Claims {
		if c.Value == nil {
			continue
		}
		if err := fits(*c.Value); err != nil {
			return fmt.Errorf("claim %q at %s: %w", c.Quote, c.At, err)
		}
	}
	return nil
}

// where names a fact for an error.
func where(f data.Fact) string {
	return fmt.Sprintf("table %s %s %s at %s", f.Table, f.Key, f.Column, f.At)
}

// digest hashes what a report says, in two parts: its facts with the editions they are on, and the rest. Facts are by far the
// most of it, and are written out plainly; each text is preceded by its length, so that no two reports are written alike.
func digest(r *data.Report) (digests, error) {
	facts := make([]byte, 0, 64*len(r.Facts))
	add := func(s string) {
		facts = strconv.AppendInt(facts, int64(len(s)), 10)
		facts = append(append(facts, ':'), s...)
	}
	for _, table := range slices.Sorted(maps.Keys(r.Editions)) {
		add(table)
		add(r.Editions[table])
	}
	for _, f := range r.Facts {
		for _, s := range []string{f.Table, f.Key, f.Column, string(f.State), f.Raw, f.Note, f.At.Sheet} {
			add(s)
		}
		for _, n := range []int{f.At.Page, f.At.Grid, f.At.Line, f.At.Cell} {
			facts = append(strconv.AppendInt(facts, int64(n), 10), ' ')
		}
		if f.Value != nil {
			add(f.Value.String())
		}
	}
	rest, err := json.Marshal(struct {
		Title      string
		Confidence float64
		Certainty  map[string]float64
		Claims     []data.Claim
		Findings   []data.Finding
		Unmapped   []data.Unmapped
		Prose      []data.Line
	}{r.Title, r.Confidence, r.Certainty, r.Claims, r.Findings, r.Unmapped, r.Prose})
	if err != nil {
		return digests{}, err
	}
	return digests{hashOf(facts), hashOf(rest)}, nil
}
