package queries

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"tongjian/data/forms"
	"tongjian/data/metrics"
)

// total adds up what the parts of a comparison give for a metric and year; reported counts the reports that gave it.
func total(c *Comparison, metric string, year int) (k, n decimal.Decimal, reported, reports int) {
	for _, e := range c.Frame.Parts {
		p, _ := c.At(e.ID, metric, year)
		reports += p.Reports
		if p.K == nil || p.Kind != metrics.KindCount && p.N == nil {
			continue
		}
		k, reported = k.Add(*p.K), reported+p.Reported
		if p.N != nil {
			n = n.Add(*p.N)
		}
	}
	return k, n, reported, reports
}

// A region is the sum of its parts, own agencies included, in every measure and year, blanks or no blanks.
func TestPartsAddUp(t *testing.T) {
	db := synthetic(t, 40, 3)
	var keys []string
	for _, m := range forms.Measures() {
		if m.Kind != forms.FreeAmount {
			keys = append(keys, m.Key)
		}
	}
	for _, region := range []string{"990100", "990101"} {
		c, err := Districts(context.Background(), db, Filter{Region: region, From: 2019, To: 2021, Basis: BasisOwn}, keys...)
		if err != nil {
			t.Fatal(err)
		}
		partial := 0
		for _, key := range keys {
			for _, year := range c.Frame.Years {
				whole, _ := c.At(region, key, year)
				k, _, reported, reports := total(c, key, year)
				if whole.Reports != reports || whole.Reported != reported || (whole.K == nil) != (reported == 0) ||
					whole.K != nil && !whole.K.Equal(k) {
					t.Errorf("%s %s %d: %s of %d/%d reports; the parts give %s of %d/%d", region, key, year,
						whole.Text(), whole.Reported, whole.Reports, k, reported, reports)
				}
				if whole.Partial() && whole.K != nil {
					partial++
				}
			}
		}
		if partial == 0 {
			t.Errorf("%s: no blank took part", region)
		}
	}
}

// A region's rate is of the agencies that give all of its operands: exactly the sum of the agencies' own counts.
func TestRatesAreOfCompleteReports(t *testing.T) {
	db := synthetic(t, 40, 3)
	var keys []string
	for _, m := range metrics.All() {
		if m.Kind == metrics.KindRatio || m.Key == "workload" {
			keys = append(keys, m.Key)
		}
	}
	c, err := Districts(context.Background(), db, Filter{Region: "990101", From: 2019, To: 2021, Basis: BasisOwn}, keys...)
	if err != nil {
		t.Fatal(err)
	}
	partial := 0
	for _, key := range keys {
		for _, year := range c.Frame.Years {
			whole, _ := c.At("990101", key, year)
			k, n, reported, _ := total(c, key, year)
			if reported == 0 {
				if whole.K != nil {
					t.Errorf("%s %d: %s of no complete report", key, year, whole.Text())
				}
				continue
			}
			if whole.K == nil || !whole.K.Equal(k) || whole.N != nil && !whole.N.Equal(n) || whole.Reported != reported {
				t.Errorf("%s %d: %s of %d reports; the complete ones give %s/%s of %d", key, year, whole.Fraction(), whole.Reported, k, n, reported)
			}
			if whole.Partial() {
				partial++
			}
		}
	}
	if partial == 0 {
		t.Error("every report was complete: nothing was tested")
	}
}

func TestCancelledQuestionSaysWhichOne(t *testing.T) {
	db := synthetic(t, 10, 1)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Volumes(ctx, db, Filter{Region: "990100", From: 2019, To: 2019, Basis: BasisOwn})
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "atlas_") {
		t.Errorf("cancelled: %v", err)
	}
}

func TestComparisonIsBounded(t *testing.T) {
	db := synthetic(t, 10, 1)
	q := CompareQuery{Metrics: []string{}, From: 1990, To: 2039, Basis: BasisOwn}
	for _, m := range append(metrics.Measures(), metrics.All()...) {
		q.Metrics = append(q.Metrics, m.Key)
	}
	q.Entities = append(q.Entities, strings.Fields("000000 110000 120000 130000 140000 150000 210000 220000 230000 310000 320000 330000 340000 350000 "+
		"360000 370000 410000 420000 430000 440000 450000 460000 500000 510000 520000 530000 540000 610000 620000 630000 640000 650000 990000")...)
	if _, err := Compare(context.Background(), db, q); err == nil || !strings.Contains(err.Error(), "at most 100000") {
		t.Errorf("%d entities × %d metrics × 50 years: %v", len(q.Entities), len(q.Metrics), err)
	}
}
