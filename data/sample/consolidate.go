package sample

import "tongjian/data/regions"

// consolidate makes the reports of a government: year by year, the sum of the own reports of the agencies of its region
// and of the regions in it, of those that exist. The prefecture adds up its agencies and all districts'.
func (c Config) consolidate(government member, own []filing) []filing {
	gaps := c.stream("gaps", government.Name)
	var out []filing
	for year := c.From; year <= c.To; year++ {
		if government.only > 0 && year != government.only {
			continue
		}
		f := filing{member: government, year: year, figures: figures{}}
		for _, o := range own {
			if o.year == year && o.filed && regions.Within(o.Region, government.Region) {
				f.figures.add(o.figures)
			}
		}
		// The last year's are due two months after the agencies' own.
		late := year == c.To && government.Region != regions.SamplePrefecture && gaps.Float64() < 0.15
		f.filed = !late || government.doubled
		out = append(out, f)
	}
	return out
}
