package sample

import (
	"math/rand/v2"

	"github.com/shopspring/decimal"

	"tongjian/data"
)

// holdings are what an agency has at the end of a year: documents in force and items on its lists.
type holdings struct {
	normative, rules int64
	items            map[string]int64 // permits, other_services, penalties, coercion, fees
}

// listed are the lists of items of the form of 2019 that also count decisions, and those that do not.
func listed() []string { return []string{"permits", "other_services", "penalties", "coercion", "fees"} }

func newHoldings(r *rand.Rand, m member) holdings {
	t := m.trade
	h := holdings{normative: poisson(r, float64(t.stock)), items: map[string]int64{}}
	for _, list := range []struct {
		key  string
		used bool
		mean float64
	}{
		{"permits", t.permits > 0, 21}, {"other_services", t.permits > 0, 34}, {"penalties", t.penalty > 0, 130},
		{"coercion", t.coercion > 0, 9}, {"fees", t.fees > 0, 4},
	} {
		h.items[list.key] = 0
		if list.used {
			h.items[list.key] = 1 + poisson(r, list.mean)
		}
	}
	if m.rules {
		h.rules = 12 + poisson(r, 6)
	}
	return h
}

// disclosure lives through a year of table 二, in the terms of both editions, and changes what the agency holds. District
// agencies make no 规章: only the State Council's departments, provinces and cities can.
func disclosure(r *rand.Rand, m member, size float64, h *holdings, f figures) {
	t := m.trade
	made, dropped := int64(0), int64(0)
	if m.rules {
		made, dropped = 1+poisson(r, 1.5), min(h.rules, poisson(r, 0.8))
		h.rules += made - dropped
	}
	issued := poisson(r, t.drafts)
	repealed := min(h.normative, poisson(r, t.drafts*0.7))
	h.normative += issued - repealed
	for _, kind := range []struct {
		key          string
		in, out, now int64
	}{{"rules", made, dropped, h.rules}, {"normative", issued, repealed, h.normative}} {
		f.set(kind.key+".issued", "", kind.in)
		f.set(kind.key+".repealed", "", kind.out)
		f.set(kind.key+".in_force", "", kind.now)
		f.set(kind.key+".made", "", kind.in)
		f.set(kind.key+".published", "", kind.in)
		f.set(kind.key+".public_total", "", kind.now)
	}
	decided := map[string]float64{
		"permits": t.permits, "other_services": t.permits * 0.35, "penalties": t.penalty, "coercion": t.coercion,
	}
	for _, key := range listed() {
		f.set(key+".items_previous", "", h.items[key])
		change := int64(0)
		if h.items[key] > 0 {
			change = max(-h.items[key], int64(r.IntN(5))-2)
		}
		h.items[key] += change
		f.set(key+".items_change", "", change)
		if key == "fees" {
			continue
		}
		n := poisson(r, decided[key]*size*spread(r, 0.2))
		for n > 0 && (n == h.items[key] || n == h.items[key]-2*change) {
			n++ // decisions are not items; a sum that happens to be right would look like the misreading it often is
		}
		f.set(key+".decided", "", n)
	}
	amount := decimal.Zero
	if t.fees > 0 {
		amount = decimal.New(int64(t.fees*size*spread(r, 0.25)*10_000), -4).Round([]int32{2, 2, 4}[r.IntN(3)])
	}
	f[data.CellID{Key: "fees.amount"}] = amount
	projects := poisson(r, 2.2*size)
	f.set("procurement.projects", "", projects)
	spent := decimal.Zero
	for range projects {
		spent = spent.Add(decimal.New(int64(800*spread(r, 1.1)), -2))
	}
	f[data.CellID{Key: "procurement.amount"}] = spent
}

// lapsed is what the prose tells of documents that lapsed; the form has no row for it.
const lapsed = "normative.lapsed"

// expire lets two documents lapse at the end of a year.
func (h *holdings) expire(f figures) {
	n := min(h.normative, 2)
	h.normative -= n
	f.set(lapsed, "", n)
	f.set("normative.in_force", "", h.normative)
	f.set("normative.public_total", "", h.normative)
}
