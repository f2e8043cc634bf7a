package dashboard

import (
	"slices"

	"tongjian/dashboard/charts"
)

// mostCarried is how many of a chart's metrics go along into a comparison; its reader can tick more there.
const mostCarried = 4

// Compare leads from a chart to the comparison of what it shows: its districts or agencies, its metrics. It is empty for
// charts of the comparison itself, for who may compare with nobody, and where more is shown than can be compared.
func (f figure) Compare() string {
	if f.path == "/compare.svg" || f.alone {
		return ""
	}
	var entities, keys []string
	for _, row := range f.Table.Rows {
		for _, c := range row.Cells {
			if c.Entity.ID != "" && !slices.Contains(entities, c.Entity.ID) {
				entities = append(entities, c.Entity.ID)
			}
		}
	}
	for _, m := range f.Definitions {
		if len(keys) < mostCarried {
			keys = append(keys, m.Key)
		}
	}
	if len(entities) == 0 || len(entities) > maxEntities || len(keys) == 0 {
		return ""
	}
	carried := with(f.values, paramChart, "")
	for name := range carried {
		if !slices.Contains(choiceParams(), name) {
			delete(carried, name)
		}
	}
	carried[paramWith], carried[paramMetric] = entities, keys
	if len(entities) == 1 {
		carried.Set(paramView, string(charts.ViewLines))
	}
	return address("/compare", carried)
}

// compareLink leads to the comparison of one entity with its like; empty for who may compare with nobody.
func (q query) compareLink(entity string) string {
	if q.reader.Agency() != 0 {
		return ""
	}
	return address("/compare", with(q.choice.given, paramWith, entity, paramLike, entity))
}
