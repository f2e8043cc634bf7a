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
	// minimumHeading is what a chapter's heading alone scores. A table without row labels may have nothing else left of its head.
	minimumHeading = 0.7

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
				if s.texts[(i-k)*maxJoined+k-1] == nil {
					continue
				}
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
	if top < minimumScore && (!tf.unlabelled() || top < minimumHeading) {
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
// compared letter by letter, each pair once.
type scorer struct {
	l      *layout
	tf     *tableForm
	labels []int
	known  []bool // by label: it is an exact spelling of some label of the form
	// texts holds, for each label and number of labels joined, what is compared; nil where nothing is.
	texts []*comparable
	// found holds the similarities found so far, by text and target; notYet where none was asked for.
	found []float64
}

const notYet = -1

// comparable is a text made ready for comparing.
type comparable struct {
	norms []string
	runes [][]rune
}

func newScorer(l *layout, tf *tableForm, labels []int) *scorer {
	s := &scorer{l: l, tf: tf, labels: labels, known: make([]bool, len(labels)), texts: make([]*comparable, len(labels)*maxJoined)}
	for i, p := range labels {
		s.known[i] = knownLabel(l.pieces[p].norm) || knownLabel(l.pieces[p].bare)
	}
	for i := range labels {
		for k := 1; k <= maxJoined && i+k <= len(labels); k++ {
			s.texts[i*maxJoined+k-1] = s.text(i, k)
		}
	}
	s.found = slices.Repeat([]float64{notYet}, len(s.texts)*len(tf.targets))
	return s
}

// text gives what k labels from the i-th on say together, nil when that cannot be a label.
func (s *scorer) text(i, k int) *comparable {
	first := &s.l.pieces[s.labels[i]]
	if first.norm == "" {
		return nil
	}
	c := &comparable{norms: []string{first.norm}}
	if k == 1 {
		if first.bare != first.norm {
			c.norms = append(c.norms, first.bare)
		}
	} else {
		joined := first.norm
		for n := i + 1; n < i+k; n++ {
			p := &s.l.pieces[s.labels[n]]
			// Pieces of one label stand close together; a label complete in itself begins none.
			if p.norm == "" || s.known[i] || s.labels[n]-s.labels[n-1] > maxApart {
				return nil
			}
			joined += p.norm
		}
		c.norms[0] = joined
	}
	for _, norm := range c.norms {
		c.runes = append(c.runes, []rune(norm))
	}
	return c
}

// maxApart is how many pieces may stand between two pieces of one label: the figures of its row.
const maxApart = 24

// similarity compares k labels from the i-th on, written together, with a target; 0 when they are not alike enough.
func (s *scorer) similarity(i, k, target int) float64 {
	text := s.texts[i*maxJoined+k-1]
	if text == nil {
		return 0
	}
	at := (i*maxJoined+k-1)*len(s.tf.targets) + target
	if s.found[at] == notYet {
		s.found[at] = s.compare(text, k == 1 && s.known[i], &s.tf.targets[target])
	}
	return s.found[at]
}

func (s *scorer) compare(text *comparable, known bool, t *target) float64 {
	best := 0.0
	for n, norm := range text.norms {
		for _, label := range t.labels {
			if norm == label.norm {
				return 1
			}
			if known {
				continue // an exact spelling of some label is no misspelling of another
			}
			least := similarEnough
			if len(label.runes) < 5 {
				least = similarEnoughShort
			}
			if mostAlike(text.runes[n], label) < max(least, best) {
				continue
			}
			if sim := forms.Similarity(norm, label.norm); sim >= least {
				best = max(best, sim)
			}
		}
	}
	return best
}

// mostAlike bounds how alike two texts can be by the characters they share, at a fraction of the cost of comparing them.
func mostAlike(text []rune, label spelling) float64 {
	longer := max(len(text), len(label.runes))
	if shorter := min(len(text), len(label.runes)); shorter*2 < longer {
		return 0.5
	}
	shared := 0
	for _, r := range text {
		if label.mask&(1<<(r%64)) != 0 {
			shared++
		}
	}
	return float64(shared) / float64(longer)
}
