package queries

import (
	"context"
	"database/sql"

	"tongjian/data/metrics"
)

// askPanel writes down what a change rests on: each metric in two years over the agencies that gave every number it needs in both,
// in reports without an error nobody has explained.
func askPanel(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	f := a.filter()
	f.Explained = Explained(a["explained"])
	panel, err := PanelOf(ctx, db, f, a.list("metrics")...)
	if err != nil {
		return err
	}
	for _, key := range a.list("metrics") {
		m, _ := metrics.Lookup(key) // PanelOf knows it
		was, is, agencies := panel.Evaluate(m, f.From, f.To)
		p.row(key, said(was), said(is), agencies)
	}
	return nil
}

// said is a value with what it is made of, or why there is none.
func said(v metrics.Value) string {
	switch {
	case v.Absent != "":
		return string(v.Absent)
	case v.N != nil:
		return v.K.String() + "/" + v.N.String()
	}
	return v.K.String()
}
