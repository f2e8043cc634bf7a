package sample

import (
	"math"
	"math/rand/v2"
)

// outcomeWeight is a row of 三、本年度办理结果 with the share of cases that end there.
type outcomeWeight struct {
	key    string
	weight float64
}

// outcomeWeights gives the rows for a district's character, years after the first.
func outcomeWeights(ch character, years int) []outcomeWeight {
	granted := max(0.06, ch.granted+ch.grantedStep*float64(years))
	// What is no longer released is refused or said not to be held.
	withheld := max(0, -ch.grantedStep*float64(years))
	return []outcomeWeight{
		{"outcome.granted", granted},
		{"outcome.partial", 0.055},
		{"outcome.refused.state_secret", 0.002},
		{"outcome.refused.law_forbidden", 0.008},
		{"outcome.refused.security_stability", 0.002},
		{"outcome.refused.third_party_rights", 0.014},
		{"outcome.refused.internal_affairs", 0.012 + 0.25*withheld},
		{"outcome.refused.process_information", 0.016 + 0.35*withheld},
		{"outcome.refused.enforcement_file", 0.018},
		{"outcome.refused.administrative_query", 0.022},
		{"outcome.unavailable.not_held", ch.notHeld + 0.3*withheld},
		{"outcome.unavailable.needs_creation", 0.045},
		{"outcome.unavailable.unclear", 0.022},
		{"outcome.not_processed.petition", 0.036 * ch.petition},
		{"outcome.not_processed.repeated", 0.028 * ch.petition},
		{"outcome.not_processed.publication", 0.003},
		{"outcome.not_processed.excessive", 0.004 * ch.petition},
		{"outcome.not_processed.reissue", 0.004},
		{"outcome.other.correction_overdue", 0.03},
		{"outcome.other.fee_overdue", 0.002},
		{"outcome.other.rest", 0.034},
	}
}

// applicantWeights is who asks, in the order of the form's columns: nearly all are natural persons.
func applicantWeights() []float64 { return []float64{88, 7.2, 0.5, 0.8, 2.2, 1.3} }

// requests lives through a year of requests: what came in, what came of it, what is carried over. It changes carried, the
// cases of each applicant column that the next year begins with.
func requests(r *rand.Rand, m member, size float64, years int, carried []int64, f figures) {
	mean := m.trade.requests * m.character.size * size * math.Pow(m.character.growth, float64(years)) * spread(r, 0.16)
	received := distribute(r, poisson(r, mean), applicantWeights())
	f.setRow("requests.received", received)
	f.setRow("requests.carried_in", carried)

	rows := outcomeWeights(m.character, years)
	weights := make([]float64, len(rows))
	for i, row := range rows {
		weights[i] = row.weight
	}
	closed := make([]int64, len(received))
	byRow := make([][]int64, len(rows))
	for i := range byRow {
		byRow[i] = make([]int64, len(received))
	}
	for column := range received {
		load := received[column] + carried[column]
		carried[column] = binomial(r, load, m.character.carry)
		closed[column] = load - carried[column]
		for row, n := range distribute(r, closed[column], weights) {
			byRow[row][column] = n
		}
	}
	other := make([]int64, len(received))
	for i, row := range rows {
		f.setRow(row.key, byRow[i])
		if row.key == "outcome.other.correction_overdue" || row.key == "outcome.other.fee_overdue" || row.key == "outcome.other.rest" {
			for column, n := range byRow[i] {
				other[column] += n
			}
		}
	}
	f.setRow("outcome.other", other) // one row on the form of 2019
	f.setRow("outcome.total", closed)
	f.setRow("requests.carried_out", carried)
}
