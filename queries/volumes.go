package queries

import (
	"context"
	"database/sql"

	"tongjian/data/forms"
	"tongjian/data/metrics"
)

// VolumeSet answers 申请量: how many requests, from whom, where?
type VolumeSet struct {
	Frame
	Total VolumeSeries   `json:"total"` // the region as a whole
	By    []VolumeSeries `json:"by"`    // in the order of Frame.Parts
}

// VolumeSeries is one entity through the years; Years is aligned with Frame.Years.
type VolumeSeries struct {
	Entity Entity       `json:"entity"`
	Years  []VolumeYear `json:"years"`
}

// VolumeYear is one entity in one year, in the total column.
type VolumeYear struct {
	Year       int    `json:"year"`
	Received   Figure `json:"received"`
	CarriedIn  Figure `json:"carried_in"`
	Closed     Figure `json:"closed"`
	CarriedOut Figure `json:"carried_out"`
	// Applicants are the requests received by kind of applicant, in the order of [Applicants].
	Applicants []Figure `json:"applicants"`
}

// Applicants lists the kinds of applicants in form order, without the total.
func Applicants() []forms.Applicant {
	all := forms.Applicants()
	return all[:len(all)-1]
}

// Volumes answers 申请量: how many requests, from whom, where?
func Volumes(ctx context.Context, db *sql.DB, f Filter) (*VolumeSet, error) {
	fr, err := frame(ctx, db, f)
	if err != nil {
		return nil, err
	}
	sheet, err := newSheet(ctx, db, "volumes.sql", fr.entities(), fr)
	if err != nil {
		return nil, err
	}
	measures := lookup("requests.received", "requests.carried_in", "outcome.total", "requests.carried_out")
	var columns []metrics.Metric
	for _, a := range Applicants() {
		columns = append(columns, lookup("requests.received:"+a.Key)...)
	}
	fr.Breaks = sheet.breaks(measures, fr.entities()...)
	series := func(e Entity) VolumeSeries {
		out := VolumeSeries{Entity: e}
		for _, year := range fr.Years {
			v := VolumeYear{
				Year:       year,
				Received:   sheet.figure(measures[0], e, year),
				CarriedIn:  sheet.figure(measures[1], e, year),
				Closed:     sheet.figure(measures[2], e, year),
				CarriedOut: sheet.figure(measures[3], e, year),
			}
			for _, m := range columns {
				v.Applicants = append(v.Applicants, sheet.figure(m, e, year))
			}
			out.Years = append(out.Years, v)
		}
		return out
	}
	set := &VolumeSet{Frame: fr, Total: series(fr.Self)}
	for _, e := range fr.Parts {
		set.By = append(set.By, series(e))
	}
	return set, nil
}

// lookup gives metrics this package asks for itself; every key is exercised by a test.
func lookup(keys ...string) []metrics.Metric {
	out := make([]metrics.Metric, len(keys))
	for i, key := range keys {
		m, ok := metrics.Lookup(key)
		if !ok {
			panic("no metric " + key)
		}
		out[i] = m
	}
	return out
}
