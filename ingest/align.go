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
	maxJoined          = 4 // pieces a wrapped label may be written in
)

// scratch is the memory of an alignment, used again by the next of the same document.
type scratch struct {
	best   []float64
	step   []int8
	likely [][]likeness
}

// cleared gives n zero values, in memory used before where it suffices.
func cleared[T any](memory *[]T, n int) []T {
	if cap(*memory) < n {
		*memory = make([]T, n)
	}
	*memory = (*memory)[:n]
	clear(*memory)
	return *memory
}

// align finds the best place for a table's labels among those of the document: a local alignment of two sequences, in which
// both ends are free and every match must keep the form's order. from and to bound the pieces looked at.
func align(l *layout, tf *tableForm, from, to int) (alignment, bool) {
	labels := l.labels(from, to)
	n, m := len(labels), len(tf.targets)
	if l.spent += n * m; l.spent > maxComparisons {
		return alignment{}, false
	}
	likely := likenesses(l, tf, labels)
	if likely == nil {
		return alignment{}, false
	}
	// best[i][j]: the best score of an alignment that ends before label i and target j.
	best := cleared(&l.alignments.best, (n+1)*(m+1))
	step := cleared(&l.alignments.step, (n+1)*(m+1)) // 0 start, skipLabel, skipTarget, k>0 match of k labels
	at := func(i, j int) int { return i*(m+1) + j }
	top, topI, topJ := 0.0, 0, 0
	for i := 1; i <= n; i++ {
		row, how, above := best[at(i, 0):at(i+1, 0)], step[at(i, 0):at(i+1, 0)], best[at(i-1, 0):at(i, 0)]
		skip := unknownLabel
		if l.pieces[labels[i-1]].norm == "" {
			skip = prose
		}
		joined := 0.0 // what the pieces before the last cost
		for k := 1; k <= min(maxJoined, i); k++ {
			if k > 1 && !l.pieces[labels[i-k]].open {
				joined += joinedLabel
			}
			for _, like := range likely[(i-k)*maxJoined+k-1] {
				v := best[at(i-k, like.target)] + tf.targets[like.target].weight*like.similarity - joined
				if v > row[like.target+1] {
					row[like.target+1], how[like.target+1] = v, int8(k)
				}
			}
		}
		for j := 1; j <= m; j++ {
			if v := above[j] - skip; v > row[j] {
				row[j], how[j] = v, skipLabel
			}
			if v := row[j-1] - tf.targets[j-1].missing(); v > row[j] {
				row[j], how[j] = v, skipTarget
			}
			if row[j] > top {
				top, topI, topJ = row[j], i, j
			}
		}
	}
	if top < minimumScore && (!tf.unlabelled() || top < minimumHeading) {
		return alignment{}, false
	}
	a := alignment{form: tf, score: top}
	for i, j := topI, topJ; step[at(i, j)] != 0; {
		switch how := int(step[at(i, j)]); how {
		case skipLabel:
			i--
		case skipTarget:
			j--
		default:
			m := match{target: j - 1, pieces: labels[i-how : i]}
			for _, like := range likely[(i-how)*maxJoined+how-1] {
				if like.target == m.target {
					m.similarity = like.similarity
				}
			}
			a.matches = append(a.matches, m)
			i, j = i-how, j-1
		}
	}
	slices.Reverse(a.matches)
	return a, true
}

const (
	skipLabel  = -1
	skipTarget = -2
)

// missing is what it costs that the document lacks the label.
func (t *target) missing() float64 {
	if t.optional {
		return 0
	}
	return missingRow
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

// likeness says that a text is like a label of the form.
type likeness struct {
	target     int
	similarity float64
}

// likenesses lists, for each label and number of labels joined, the labels of the form it is like. A label that the form knows
// in its exact spelling is looked up; only others are compared letter by letter. nil when nothing is like anything.
func likenesses(l *layout, tf *tableForm, labels []int) [][]likeness {
	out := cleared(&l.alignments.likely, len(labels)*maxJoined)
	found := false
	for i := range labels {
		p := &l.pieces[labels[i]]
		if p.norm == "" {
			continue
		}
		if p.known && !p.open {
			out[i*maxJoined] = tf.spelt(p.norm, p.bare)
		} else {
			out[i*maxJoined] = tf.like(p.norm)
			if p.bare != p.norm {
				out[i*maxJoined] = merge(out[i*maxJoined], tf.like(p.bare))
			}
			if len(out[i*maxJoined]) == 0 {
				out[i*maxJoined] = tf.shortened(p.norm)
			}
			joined := p.norm
			for k := 2; k <= maxJoined && i+k <= len(labels); k++ {
				next := &l.pieces[labels[i+k-1]]
				// Pieces of one label stand close together.
				if next.norm == "" || labels[i+k-1]-labels[i+k-2] > maxApart {
					break
				}
				joined += next.norm
				out[i*maxJoined+k-1] = tf.like(afterGroups(joined))
				found = found || len(out[i*maxJoined+k-1]) > 0
			}
		}
		found = found || len(out[i*maxJoined]) > 0
	}
	if !found {
		return nil
	}
	return out
}

// maxApart is how many pieces may stand between two pieces of one label: the figures of its row.
const maxApart = 24

// spelt lists the labels of the table that are spelt as either text.
func (tf *tableForm) spelt(norm, bare string) []likeness {
	out := tf.exact[norm]
	if bare != norm {
		out = merge(out, tf.exact[bare])
	}
	return out
}

// merge joins two lists; of a label in both, the greater likeness counts.
func merge(a, b []likeness) []likeness {
	out := slices.Clone(a)
	for _, like := range b {
		i := slices.IndexFunc(out, func(have likeness) bool { return have.target == like.target })
		if i < 0 {
			out = append(out, like)
			continue
		}
		out[i].similarity = max(out[i].similarity, like.similarity)
	}
	return out
}

// like lists the labels of the table that a text is enough like, lost or mistyped characters allowed.
func (tf *tableForm) like(text string) []likeness {
	var out []likeness
	runes := []rune(text)
	for i := range tf.targets {
		best := 0.0
		for _, label := range tf.targets[i].labels {
			least := similarEnough
			if len(label.runes) < 5 {
				least = similarEnoughShort
			}
			if mostAlike(runes, label) < max(least, best) {
				continue
			}
			if sim := forms.Similarity(text, label.norm); sim >= least {
				best = max(best, sim)
			}
		}
		if best > 0 {
			out = append(out, likeness{i, best})
		}
	}
	return out
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
