package sample

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
)

// mistake is something agencies get wrong. plant makes it in a draft, or reports that the draft gives no occasion for it.
type mistake struct {
	name   string
	weight float64
	plant  func(d *draft, r chance) bool
}

// mistakes lists them by the check that finds them. What exactly each breaks follows from the cells, see expect.go.
func mistakes() []mistake {
	return append([]mistake{
		{"T3-BALANCE/carried-out", 8, carriedOutWrong},
		{"T3-BALANCE/received", 4, receivedWrong},
		{"T3-OUTCOMES/row-added", 7, outcomeRowWrong},
		{"T3-APPLICANTS/moved", 5, outcomeMoved},
		{"T3-APPLICANTS/total", 4, rowTotalWrong},
		{"T3/slip", 10, oneFigureWrong},
		{"T4-SUM/total", 6, routeTotalWrong},
		{"T4-SUM/result", 4, routeResultWrong},
		{"VALUE/negative", 4, func(d *draft, r chance) bool { return d.miswrite(r, "-", decided) }},
		{"VALUE/decimal", 4, func(d *draft, r chance) bool { return d.miswrite(r, ".5", decided) }},
		{"VALUE/words", 5, func(d *draft, r chance) bool { return d.miswrite(r, "约", decided) }},
		{"VALUE/fee-decimals", 30, feeTooPrecise},
		{"BLANK/table2", 5, blankTable2},
		{"BLANK/table3", 8, blankTable3},
		{"BLANK/table4", 4, blankTable4},
		{"FORM-EDITION/report", 90, oldForm}, // in one year only, and then it was common
		{"FORM-EDITION/table3", 5, oldTable3},
		{"FORM-ROWS/extra", 4, extraRow},
		{"FORM-ROWS/missing", 4, missingRow},
		{"FORM-ROWS/repeated", 3, repeatedRow},
		{"ID-YEAR/title", 4, titleOfBefore},
		{"ID-YEAR/period", 5, periodOfBefore},
		{"ID-YEAR/file", 3, fileOfBefore},
		{"ID-AGENCY/file", 3, fileOfNeighbour},
		{"READ/label", 3, mangleLabel},
		{"N-RECEIVED", 5, misstate("N-RECEIVED", "", atLeast(2, "requests.received"))},
		{"N-CARRIED/in", 3, misstate("N-CARRIED", "carried-in", atLeast(1, "requests.received"))},
		{"N-CARRIED/out", 3, misstate("N-CARRIED", "carried-out", atLeast(1, "requests.received"))},
		{"N-CLOSED", 4, misstate("N-CLOSED", "", atLeast(2, "outcome.total"))},
		{"N-OUTCOME", 5, misstate("N-OUTCOME", "", atLeast(2, "outcome.total"))},
		{"N-REVIEW", 5, misstate("N-REVIEW", "", atLeast(1, "review.total", "suit_direct.total", "suit_after_review.total"))},
		{"N-SUIT", 5, misstate("N-SUIT", "", atLeast(1, "suit_direct.total", "suit_after_review.total", "review.total"))},
		{"N-NORMATIVE", 4, misstate("N-NORMATIVE", "", atLeast(1, "normative.in_force"))},
		{"N-CHANNELS", 4, misstate("N-CHANNELS", "", atLeast(6, "requests.received"))},
		{"N-ITEMS", 4, misstate("N-ITEMS", "", func(*draft) bool { return true })},
		{"N-ZERO", 4, zeroTable},
	}, acrossMistakes()...)
}

// acrossMistakes are those that show only beside another report, and in table 二.
func acrossMistakes() []mistake {
	return []mistake{
		{"T2-LIST", 9, listCounted},
		{"T2-RULES", 4, ruleMisread},
		{"Y-CARRY/anew", 9, carriedAnew},
		{"Y-CARRY/column", 9, carriedElsewhere},
		{"Y-STOCK", 7, stockWrong},
		{"Y-PENDING", 9, pendingGone},
		{"Y-JUMP", 5, digitTooMany},
		{"Y-COPY/table2", 5, tableOfBefore},
		{"Y-COPY/prose", 5, proseOfBefore},
		{"Y-COPY/agency", 4, sentenceOfOther},
		{"Y-COPY/year", 4, sentenceOfYear},
		{"S-SUM", 60, sumWrong},
		{"R-LATE", 12, handedInLate},
	}
}

// everyKind reports whether so many mistakes are asked for that every kind can be among them.
func (c Config) everyKind() bool {
	agencies := c.Regions*(c.Agencies+1) + min(len(cityTrades()), c.Agencies) + 1
	return c.ErrorRate*float64(agencies*(c.To-c.From+1)) >= float64(len(mistakes()))
}

// plantAll makes mistakes in as many reports as the configuration asks for. Where that is enough for every kind, each is made
// at least once, if any report gives occasion for it.
func (c Config) plantAll(drafts []*draft) {
	seen := map[string]bool{}
	for _, d := range drafts {
		switch {
		case d.doubled:
			d.planted = "S-DUP"
		case d.unlisted:
			d.planted = "ID-AGENCY/unlisted"
		}
		if d.planted != "" {
			continue
		}
		if d.chance.Float64() < c.ErrorRate {
			d.plant(d.chance)
			seen[d.planted] = true
		}
	}
	if !c.everyKind() {
		return
	}
	r := c.stream("every kind")
	shuffled := slices.Clone(drafts)
	r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	for _, m := range mistakes() {
		for _, d := range shuffled {
			if seen[m.name] {
				break
			}
			if d.planted == "" && m.plant(d, d.chance) {
				d.planted, seen[m.name] = m.name, true
			}
		}
	}
}

// plant makes one mistake, the first of a random order that the draft gives occasion for.
func (d *draft) plant(r chance) {
	left := mistakes()
	for len(left) > 0 {
		var weights []float64
		for _, m := range left {
			weights = append(weights, m.weight)
		}
		i := pickWeighted(r, weights)
		if left[i].plant(d, r) {
			d.planted = left[i].name
			return
		}
		left = slices.Delete(left, i, i+1)
	}
}

// own reports whether it is the report of an agency on itself.
func (d *draft) own() bool { return d.Scope == data.ScopeOwn }

// cell gives a cell of the draft that a mistake is about to be made in.
func (d *draft) cell(key, column string) (*Cell, bool) {
	c, ok := d.cells[data.CellID{Key: key, Column: column}]
	return c, ok
}

// shift adds to a figure.
func (d *draft) shift(key, column string, by int64) {
	c, _ := d.cell(key, column)
	c.setNumber(c.Value.Add(decimal.NewFromInt(by)))
	d.touched[c.ID()] = true
}

// some gives a small difference, the kind that slips in.
func some(r chance) int64 { return 1 + int64(r.IntN(3)) }

// carriedOutWrong: the year's leftovers were counted anew and the other rows were not.
func carriedOutWrong(d *draft, r chance) bool {
	by := some(r)
	d.shift("requests.carried_out", forms.NaturalPerson, by)
	d.shift("requests.carried_out", forms.Total, by)
	return true
}

// receivedWrong: requests that came in late in the year were left out.
func receivedWrong(d *draft, r chance) bool {
	by := some(r)
	if c, _ := d.cell("requests.received", forms.NaturalPerson); c.count() < by {
		return false
	}
	d.shift("requests.received", forms.NaturalPerson, -by)
	d.shift("requests.received", forms.Total, -by)
	return true
}

// outcomeRowWrong: a row and its total were corrected, （七）总计 was not.
func outcomeRowWrong(d *draft, r chance) bool {
	by := some(r)
	d.shift("outcome.granted", forms.NaturalPerson, by)
	d.shift("outcome.granted", forms.Total, by)
	return true
}

// outcomeKeys are the rows of 三、本年度办理结果 the draft has, without their total.
func (d *draft) outcomeKeys() []string {
	var keys []string
	for _, t := range d.tables {
		for _, c := range t.Cells() {
			if strings.HasPrefix(c.Key, "outcome.") && c.Key != "outcome.total" && c.CellID.Column == forms.Total {
				keys = append(keys, c.Key)
			}
		}
	}
	return keys
}

// outcomeMoved: a case went from one row to another and the rows' totals were not told.
func outcomeMoved(d *draft, r chance) bool {
	keys := d.outcomeKeys()
	var filled []string
	for _, key := range keys {
		if c, _ := d.cell(key, forms.NaturalPerson); c.count() > 0 {
			filled = append(filled, key)
		}
	}
	if len(filled) == 0 {
		return false
	}
	from, to := pick(r, filled), pick(r, keys)
	if from == to {
		return false
	}
	d.shift(from, forms.NaturalPerson, -1)
	d.shift(to, forms.NaturalPerson, 1)
	return true
}

// rowTotalWrong: a total that was added up by head.
func rowTotalWrong(d *draft, r chance) bool {
	d.shift(pick(r, []string{"requests.received", "outcome.total", "outcome.granted"}), forms.Total, some(r))
	return true
}

// oneFigureWrong: a slip of the keyboard.
func oneFigureWrong(d *draft, r chance) bool {
	d.shift(pick(r, d.outcomeKeys()), pick(r, applicantKeys()), some(r))
	return true
}

func routeTotalWrong(d *draft, r chance) bool {
	route := pick(r, forms.Routes())
	c, _ := d.cell(route.Key+"."+forms.Total, "")
	if c.count() == 0 {
		return false
	}
	// Often the total is simply forgotten.
	by := some(r)
	if r.IntN(2) == 0 {
		by = -c.count()
	}
	d.shift(c.Key, "", by)
	return true
}

func routeResultWrong(d *draft, r chance) bool {
	d.shift(pick(r, forms.Routes()).Key+"."+pick(r, forms.Results()[:4]).Key, "", 1)
	return true
}

// decided are the cells a miswritten figure is planted in: counts that take part in no identity, with something to count.
func decided(d *draft) []*Cell {
	var out []*Cell
	for _, t := range d.tables {
		for _, c := range t.Cells() {
			if cell, ok := d.cell(c.Key, ""); ok && t.ID == "2" && strings.HasSuffix(c.Key, ".decided") && cell.count() > 0 {
				out = append(out, cell)
			}
		}
	}
	return out
}

// miswrite writes a figure in a way no count can be written.
func (d *draft) miswrite(r chance, how string, where func(*draft) []*Cell) bool {
	cells := where(d)
	if len(cells) == 0 {
		return false
	}
	c := pick(r, cells)
	d.touched[c.ID()] = true
	switch how {
	case "-":
		c.setNumber(c.Value.Neg())
	case ".5":
		c.setNumber(c.Value.Add(decimal.New(5, -1)))
	default:
		c.set(data.StateText, how+c.Raw)
	}
	return true
}

// feeTooPrecise: an amount in 元 divided by 10000, with a decimal more than the form takes. No such figure can be stored.
func feeTooPrecise(d *draft, r chance) bool {
	c, ok := d.cell("fees.amount", "")
	if !ok || c.Value.IsZero() {
		return false
	}
	c.set(data.StateText, c.Value.Truncate(2).Add(decimal.New(int64(r.IntN(900))*10+1001, -5)).String())
	d.touched[c.ID()] = true
	return true
}
