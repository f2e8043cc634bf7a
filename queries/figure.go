package queries

import (
	"errors"

	"tongjian/data/metrics"
)

// ErrNotFound is returned for a region, agency or report the snapshot does not have.
var ErrNotFound = errors.New("not in this snapshot")

// Figure is one number of an answer, a count or a rate, with what stands behind it.
type Figure struct {
	metrics.Value
	// Reports is how many live reports stand behind the entity and year on this basis.
	Reports int `json:"reports"`
	// Reported is how many of them gave every number the figure needs. Below Reports, the figure is a part of the whole.
	Reported int `json:"reported"`
	// Doubtful is how many of the reports have an error nobody has explained on a number the figure needs; of a figure that
	// needs several numbers, on the one most often in doubt. Above 0, the figure is flagged u.
	Doubtful int `json:"doubtful,omitempty"`
	// Explained is the same of errors an office has explained. Above 0 with nothing in doubt, the figure is flagged e.
	Explained int `json:"explained,omitempty"`
	// Report is the report the figure stands in, so that a point leads to its cell; 0 when there are several or none.
	Report int `json:"report,omitempty"`
	// Lacks names the regions whose figures it should count on today's boundaries and that have no report of the year. Any
	// there are, the figure is a part of the whole and flagged u.
	Lacks []string `json:"lacks,omitempty"`
}

// partly marks a figure that lacks those of some regions.
func (f *Figure) partly(lacks []string) {
	if f.K == nil || len(lacks) == 0 {
		return
	}
	f.Lacks = lacks
	f.Flags = f.Flags.With(metrics.FlagUnreliable)
}

// Partial reports whether some of the reports behind the figure did not give the numbers it needs.
func (f Figure) Partial() bool { return f.Reported < f.Reports }
