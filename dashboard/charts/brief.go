package charts

import "tongjian/queries"

// briefHeight is how high the pictures of 简报 are, so that four of them and the words fit a sheet of paper.
const briefHeight = 170

// Brief draws 简报: four small pictures of a region through the years. rates are the correction rates the reader has chosen.
func Brief(v *queries.VolumeSet, o *queries.OutcomeSet, parts *queries.Comparison, rates []string, l Links) ([]Chart, error) {
	list, err := collect(
		entry{6, func() (Chart, error) { return volumesTrend(v, l) }},
		entry{6, func() (Chart, error) { return outcomesYears(o, l) }},
		entry{6, func() (Chart, error) { return outcomesRates(parts, l) }},
		entry{6, func() (Chart, error) { return reviewsRates(parts, rates, l) }},
	)
	for i := range list {
		for j := range list[i].Panels {
			list[i].Panels[j].Height = briefHeight
		}
	}
	return list, err
}

// PartsName is what the parts of a region are called: 地区, or 单位 where they are agencies.
func PartsName(f queries.Frame) string { return partsName(f) }
