package sample

import (
	"fmt"
	"time"

	"tongjian/data"
	"tongjian/data/forms"
)

// Mistakes that show only beside another report: last year's, or those of the agencies a government adds up. And those of
// table 二 that need no other figure to be suspected.

// follows is the occasion for a mistake across years: last year's report is there, whole, and nothing is wrong with it.
func (d *draft) follows() bool {
	return d.own() && d.before != nil && d.before.planted == "" && d.spelling != spellStrokes
}

// carriedAnew: the cases carried in were entered among those received.
func carriedAnew(d *draft, _ chance) bool {
	if !d.follows() {
		return false
	}
	in, _ := d.cell("requests.carried_in", forms.NaturalPerson)
	n := in.count()
	if n == 0 {
		return false
	}
	for _, column := range []string{forms.NaturalPerson, forms.Total} {
		d.shift("requests.carried_in", column, -n)
		d.shift("requests.received", column, n)
	}
	return true
}

// carriedElsewhere: a firm's case was carried in as a person's.
func carriedElsewhere(d *draft, _ chance) bool {
	if !d.follows() {
		return false
	}
	if c, _ := d.cell("requests.received", forms.NaturalPerson); c.count() == 0 {
		return false
	}
	if c, _ := d.cell("requests.carried_in", "business"); c.count() == 0 {
		return false
	}
	d.shift("requests.carried_in", "business", -1)
	d.shift("requests.received", "business", 1)
	d.shift("requests.carried_in", forms.NaturalPerson, 1)
	d.shift("requests.received", forms.NaturalPerson, -1)
	return true
}

// stockWrong: the documents in force were counted anew and otherwise.
func stockWrong(d *draft, r chance) bool {
	if !d.follows() || d.used["2"] != "2021" || d.before.used["2"] != "2021" {
		return false
	}
	d.shift("normative.in_force", "", some(r))
	return true
}

// pendingGone: nothing is said of the reviews that were pending.
func pendingGone(d *draft, _ chance) bool {
	if !d.follows() || d.before.figures.count("review.pending", "") == 0 {
		return false
	}
	for _, result := range forms.Results() {
		d.write0("review." + result.Key)
	}
	return true
}

// write0 puts 0 in place of a figure.
func (d *draft) write0(key string) {
	if c, _ := d.cell(key, ""); c.count() != 0 {
		d.shift(key, "", -c.count())
	}
}

// digitTooMany: a figure was typed with a digit too many.
func digitTooMany(d *draft, r chance) bool {
	for _, key := range []string{"permits.decided", "penalties.decided"} {
		c, ok := d.cell(key, "")
		if d.follows() && ok && c.count() >= 40 && d.before.figures.count(key, "") >= 40 {
			d.shift(key, "", 9*c.count()+int64(r.IntN(10)))
			return true
		}
	}
	return false
}

// tableOfBefore: table 二 is last year's.
func tableOfBefore(d *draft, _ chance) bool {
	if !d.follows() || d.used["2"] != d.before.used["2"] {
		return false
	}
	filled, large := 0, false
	for _, cell := range d.before.cells {
		if cell.Table == "2" && !stays(cell.Key) && !cell.number().IsZero() {
			filled++
			large = large || cell.count() >= 30
		}
	}
	if filled < 3 || !large {
		return false
	}
	for id, cell := range d.cells {
		if cell.Table == "2" {
			cell.setNumber(*d.before.cells[id].Value)
			d.touched[id] = true
		}
	}
	return true
}

// proseOfBefore: the text is last year's, the sentences with numbers left out.
func proseOfBefore(d *draft, _ chance) bool {
	if !d.follows() || d.layout == layoutTables {
		return false
	}
	d.copied = true
	return true
}

// sentenceOfOther: a sentence of another agency's report was copied along.
func sentenceOfOther(d *draft, _ chance) bool {
	if !d.own() || d.layout == layoutTables || d.neighbour == "" {
		return false
	}
	d.foreign = d.neighbour + "全年主动公开信息38条。"
	return true
}

// sentenceOfYear: a sentence of an older report was left standing.
func sentenceOfYear(d *draft, _ chance) bool {
	if !d.own() || d.layout == layoutTables {
		return false
	}
	d.foreign = fmt.Sprint(d.year-2) + "年，主动公开政府信息41条，更新公开目录。"
	return true
}

// sumWrong: one figure of a consolidated report was not brought up to date.
func sumWrong(d *draft, r chance) bool {
	c, ok := d.cell("permits.decided", "")
	if d.own() || !ok || c.count() < 20 {
		return false
	}
	d.shift("permits.decided", "", -some(r))
	return true
}

// listCounted: the items there are were entered as the decisions made.
func listCounted(d *draft, _ chance) bool {
	previous, ok := d.cell("penalties.items_previous", "")
	change, _ := d.cell("penalties.items_change", "")
	if !ok || !d.own() || previous.count()+change.count() < 40 {
		return false
	}
	c, _ := d.cell("penalties.decided", "")
	d.shift("penalties.decided", "", previous.count()+change.count()-c.count())
	return true
}

// ruleMisread: a normative document of a district was entered as 规章.
func ruleMisread(d *draft, _ chance) bool {
	if !d.own() || d.makesRules() || d.used["2"] != "2021" || d.spelling == spellStrokes {
		return false
	}
	d.shift("rules.issued", "", 1)
	d.shift("rules.in_force", "", 1)
	return true
}

// makesRules reports whether the agency lists 规章 lawfully: those of a city with districts, listed by its government's office.
func (m member) makesRules() bool { return m.rules }

// handedInLate: the report came weeks after it was due.
func handedInLate(d *draft, r chance) bool {
	d.received = due(d.Scope, d.year).AddDate(0, 0, 1+r.IntN(40))
	return true
}

// due is the last day a report is in time.
func due(scope data.Scope, year int) time.Time {
	if scope == data.ScopeConsolidated {
		return day(year+1, time.March, 31)
	}
	return day(year+1, time.January, 31)
}

func day(year int, month time.Month, of int) time.Time {
	return time.Date(year, month, of, 9, 0, 0, 0, beijing())
}
