package brief

import (
	"cmp"
	"slices"

	"tongjian/data/metrics"
	"tongjian/queries"
)

// Most is how many sentences a brief has.
const Most = 3

// Input is what the sentences are made from.
type Input struct {
	// Comparison has the metrics of [Keys] for the region, its first entity, and its parts, for the year and the one before.
	Comparison *queries.Comparison
	Year       int
	Panel      *queries.Panel
	// Release, Review and Suit are the metrics that stand for the rates whose denominator the reader chooses.
	Release, Review, Suit string
	// PartsName is what the parts are called: 地区, 单位.
	PartsName string
}

// Sentence is something that may be said.
type Sentence struct {
	Rule  string `json:"rule"`
	Topic string `json:"topic"`
	Text  string `json:"text"`
	// Note says what the sentence holds in spite of; empty when nothing stands against it.
	Note string `json:"note,omitempty"`
	// Page and Anchor are where its figures are shown.
	Page    string  `json:"-"`
	Anchor  string  `json:"-"`
	Figures []Used  `json:"figures"`
	Weight  float64 `json:"weight"` // how much it matters: importance times strength
}

// Used is a figure a sentence rests on.
type Used struct {
	Entity queries.Entity `json:"entity"`
	Year   int            `json:"year"`
	Name   string         `json:"name"`
	queries.Figure
}

// Silent is a rule that says nothing, with the reason.
type Silent struct {
	Rule   string `json:"rule"`
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// Keys are the metrics a brief needs, for the rates the reader has chosen.
func Keys(release, review, suit string) []string {
	in := Input{Release: release, Review: review, Suit: suit}
	var keys []string
	for _, r := range Rules() {
		if key := in.metric(r.Metric); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// metric is the key a rule's metric stands for.
func (in Input) metric(key string) string {
	switch key {
	case chosenRelease:
		return in.Release
	case chosenReview:
		return in.Review
	case chosenSuit:
		return in.Suit
	}
	return key
}

// Judge tells of every rule what it says, or why it says nothing.
func Judge(in Input) (said []Sentence, silent []Silent) {
	for _, r := range Rules() {
		s, reason := r.judge(in)
		if reason != "" {
			silent = append(silent, Silent{r.Key, r.Name, reason})
			continue
		}
		s.Rule, s.Topic, s.Page, s.Anchor = r.Key, r.Topic, r.Page, r.Anchor
		said = append(said, s)
	}
	return said, silent
}

// Choose gives the sentences that matter most: first the best of each topic, then the best of the rest.
func Choose(said []Sentence, most int) []Sentence {
	order := slices.Clone(said)
	slices.SortStableFunc(order, func(a, b Sentence) int { return cmp.Compare(b.Weight, a.Weight) })
	var chosen, rest []Sentence
	topics := map[string]bool{}
	for _, s := range order {
		if topics[s.Topic] {
			rest = append(rest, s)
			continue
		}
		topics[s.Topic] = true
		chosen = append(chosen, s)
	}
	// What is steady is told only where there is nothing else to tell.
	chosen = append(chosen, rest...)
	slices.SortStableFunc(chosen, func(a, b Sentence) int { return cmp.Compare(steady(a), steady(b)) })
	chosen = chosen[:min(most, len(chosen))]
	slices.SortStableFunc(chosen, func(a, b Sentence) int { return cmp.Compare(b.Weight, a.Weight) })
	return chosen
}

func steady(s Sentence) int {
	if s.Topic == topicSteady {
		return 1
	}
	return 0
}

// at is the figure of an entity in a year.
func (in Input) at(e queries.Entity, key string, year int) Used {
	p, _ := in.Comparison.At(e.ID, key, year)
	name := key
	if m, ok := metrics.Lookup(key); ok {
		name = m.Name
	}
	return Used{Entity: e, Year: year, Name: name, Figure: p.Figure}
}
