package queries

import (
	"context"
	"database/sql"
	"slices"

	"github.com/shopspring/decimal"

	"tongjian/data/metrics"
)

// Peers is where the like of some entities lie in a year: regions of the same level in the same provinces, agencies of the
// same name there.
type Peers struct {
	Year  int    `json:"year"`
	Level string `json:"level,omitempty"` // of regions
	// Entities is how many peers have a report, those compared among them.
	Entities int    `json:"entities"`
	Bands    []Band `json:"bands,omitempty"` // one a metric for which enough peers have a figure
	// Why is set when there are no bands at all.
	Why PeersReason `json:"why,omitempty"`
}

// PeersReason tells why there is no band of peers.
type PeersReason string

const (
	PeersMixed PeersReason = "mixed" // the entities are not of one kind and level
	PeersFew   PeersReason = "few"   // fewer than [MinPeers]
	PeersMany  PeersReason = "many"  // more than maxPeers
)

// Label is the reason in Chinese.
func (r PeersReason) Label() string {
	switch r {
	case PeersMixed:
		return "比较对象不是同一级、同一类，没有共同的同级"
	case PeersFew:
		return "同级不足 5 个"
	case PeersMany:
		return "同级超过 400 个，不在页面上计算"
	}
	return ""
}

// Band is the middle half of the peers of a metric with its median, in the metric's unit. They are statistics of shown values,
// each peer counting once whatever its size.
type Band struct {
	Metric            string          `json:"metric"`
	Counted           int             `json:"counted"` // peers that take part: those that may be ranked
	Low, Median, High decimal.Decimal // the quartiles
}

// MinPeers is the least number of peers a band is made of.
const MinPeers = 5

// maxPeers bounds what a page asks for.
const maxPeers = 400

// PeersOf gives the peers of entities in a year and where the middle half of them lies in each of some metrics.
func PeersOf(ctx context.Context, db *sql.DB, entities []Entity, of []metrics.Metric, year int, basis Basis) (*Peers, error) {
	out := &Peers{Year: year}
	if len(entities) == 0 || entities[0].Kind == EntityDirect || slices.ContainsFunc(entities, func(e Entity) bool {
		return e.Kind != entities[0].Kind || e.Level != entities[0].Level
	}) {
		out.Why = PeersMixed
		return out, nil
	}
	question, lists := "peers_regions.sql", listEntities(entities)
	list := lists.regions
	if entities[0].Kind == EntityAgency {
		question, list = "peers_agencies.sql", lists.agencies
	}
	peers, err := ask(ctx, db, []string{question}, func(rows *sql.Rows) (Entity, error) {
		e := Entity{Kind: entities[0].Kind}
		err := rows.Scan(&e.ID, &e.Name, &e.Region, &e.Agency, &e.Level, &e.Sample)
		return e, err
	}, list, year, string(basis))
	if err != nil {
		return nil, err
	}
	out.Level, out.Entities = entities[0].Level, len(peers)
	switch {
	case len(peers) < MinPeers:
		out.Why = PeersFew
		return out, nil
	case len(peers) > maxPeers:
		out.Why = PeersMany
		return out, nil
	}
	sheet, err := sheetFor(ctx, db, of, peers, Frame{Basis: basis, Years: []int{year}})
	if err != nil {
		return nil, err
	}
	for _, m := range of {
		var values []decimal.Decimal
		for _, e := range peers {
			if v := sheet.figure(m, e, year).Value; v.Rankable() {
				values = append(values, *v.Scaled())
			}
		}
		if len(values) < MinPeers {
			continue
		}
		slices.SortFunc(values, decimal.Decimal.Cmp)
		out.Bands = append(out.Bands, Band{m.Key, len(values), quantile(values, 1), quantile(values, 2), quantile(values, 3)})
	}
	return out, nil
}

// BandOf gives the band of a metric.
func (p *Peers) BandOf(metric string) (Band, bool) {
	i := slices.IndexFunc(p.Bands, func(b Band) bool { return b.Metric == metric })
	if i < 0 {
		return Band{}, false
	}
	return p.Bands[i], true
}

// quantile is a quartile of sorted values: at (n − 1) × quarters / 4 from the first, between two values in proportion, as
// spreadsheets' QUARTILE.INC has it.
func quantile(sorted []decimal.Decimal, quarters int) decimal.Decimal {
	at := (len(sorted) - 1) * quarters
	low, rest := at/4, at%4
	if rest == 0 {
		return sorted[low]
	}
	step := sorted[low+1].Sub(sorted[low])
	return sorted[low].Add(step.Mul(decimal.NewFromInt(int64(rest))).Div(decimal.NewFromInt(4))).Round(metrics.RateDigits)
}
