package ingest

import (
	"slices"

	"tongjian/data/forms"
)

// match is one label of the form found in a document.
type match struct {
	target int
	// pieces are the pieces the label is written in, usually one; a wrapped label has more.
	pieces     []int
	similarity float64
}

// alignment is a table of the form found in a document.
type alignment struct {
	form    *tableForm
	matches []match
	score   float64
}

// Costs of the alignment, in the unit of a target's weight. A label of the document that the form does not know costs little,
// because pages carry much else; a row of the form that is not there costs more, which keeps an alignment from wandering.
const (
	unknownLabel = 0.06
	prose        = 0.35
	missingRow   = 0.25
	joinedLabel  = 0.10
	minimumScore = 1.4

	similarEnough      = 0.62 // for labels of 5 characters and more
	similarEnoughShort = 0.74
	maxJoined          = 3 // pieces a wrapped label may be written in
)

// align finds the best place for a table's labels among those of the document: a local alignment of two sequences, in which
// both ends are free and every match must keep the form's order. from and to bound the pieces looked at.
func align(l *layout, tf *tableForm, from, to int) (alignment, bool) {
	labels := l.labels(from, to)
	n, m := len(labels), len(tf.targets)
	if n == 0 {
		return alignment{}, false
	}
	s := newScorer(l, tf, labels)
	// best[i][j]: the best score of an alignment that ends before label i and target j.
	best := make([]float64, (n+1)*(m+1))
	step := make([]int8, (n+1)*(m+1)) // 0 start, -1 skip label, -2 skip target, k>0 match of k labels
	at := func(i, j int) int { return i*(m+1) + j }
	top, topI, topJ := 0.0, 0, 0
	for i := 1; i <= n; i++ {
		skip := unknownLabel
		if l.pieces[labels[i-1]].norm == "" {
			skip = prose
		}
		for j := 1; j <= m; j++ {
			score, how := 0.0, int8(0)
			if v := best[at(i-1, j)] - skip; v > score {
				score, how = v, -1
			}
			cost := missingRow
			if tf.targets[j-1].optional {
				cost = 0
			}
			if v := best[at(i, j-1)] - cost; v > score {
				score, how = v, -2
			}
			for k := 1; k <= min(maxJoined, i); k++ {
				sim := s.similarity(i-k, k, j-1)
				if sim == 0 {
					continue
				}
				v := best[at(i-k, j-1)] + tf.targets[j-1].weight*sim - joinedLabel*float64(k-1)
				if v > score {
					score, how = v, int8(k)
				}
			}
			best[at(i, j)], step[at(i, j)] = score, how
			if score > top {
				top, topI, topJ = score, i, j
			}
		}
	}
	if top < minimumScore {
		return alignment{}, false
	}
	a := alignment{form: tf, score: top}
	for i, j := topI, topJ; step[at(i, j)] != 0; {
		switch how := int(step[at(i, j)]); {
		case how == -1:
			i--
		case how == -2:
			j--
		default:
			a.matches = append(a.matches, match{target: j - 1, pieces: labels[i-how : i], similarity: s.similarity(i-how, how, j-1)})
			i, j = i-how, j-1
		}
	}
	slices.Reverse(a.matches)
	return a, true
}

// labels lists the label pieces from a range of pieces.
func (l *layout) labels(from, to int) []int {
	var out []int
	for i := from; i < to; i++ {
		if l.pieces[i].kind == labelPiece {
			out = append(out, i)
		}
	}
	return out
}

// scorer compares labels of a document with those of a table. Exact spellings are settled by a look-up; only the rest is
// compared letter by letter.
type scorer struct {
	l      *layout
	tf     *tableForm
	labels []int
	known  []bool // by label: it is an exact spelling of some target
	fuzzy  map[fuzzyKey]float64
}

type fuzzyKey struct {
	text   string
	target int
}

func newScorer(l *layout, tf *tableForm, labels []int) *scorer {
	s := &scorer{l: l, tf: tf, labels: labels, known: make([]bool, len(labels)), fuzzy: map[fuzzyKey]float64{}}
	for i, p := range labels {
		s.known[i] = tf.exact[l.pieces[p].norm] || tf.exact[l.pieces[p].bare]
	}
	return s
}

// similarity compares k labels from the i-th on, written together, with a target; 0 when they are not alike enough.
func (s *scorer) similarity(i, k, target int) float64 {
	if k == 1 {
		p := &s.l.pieces[s.labels[i]]
		if p.norm == "" {
			return 0
		}
		norms := s.tf.targets[target].norms
		if s.known[i] {
			if slices.Contains(norms, p.norm) || slices.Contains(norms, p.bare) {
				return 1
			}
			return 0
		}
		return max(s.compare(p.norm, target), s.compare(p.bare, target))
	}
	joined := ""
	for n := i; n < i+k; n++ {
		p := &s.l.pieces[s.labels[n]]
		// Pieces of one label stand close together; a label complete in itself begins none.
		if p.norm == "" || n == i && s.known[n] || n > i && s.labels[n]-s.labels[n-1] > 24 {
			return 0
		}
		joined += p.norm
	}
	return s.compare(joined, target)
}

func (s *scorer) compare(text string, target int) float64 {
	key := fuzzyKey{text, target}
	if v, ok := s.fuzzy[key]; ok {
		return v
	}
	best := 0.0
	for _, norm := range s.tf.targets[target].norms {
		sim := forms.Similarity(text, norm)
		least := similarEnough
		if len([]rune(norm)) < 5 {
			least = similarEnoughShort
		}
		if sim >= least {
			best = max(best, sim)
		}
	}
	s.fuzzy[key] = best
	return best
}
