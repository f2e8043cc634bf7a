package sample

import (
	"tongjian/data"
	"tongjian/data/regions"
)

// changes lets an agency of the second district take a new name and documents of another lapse, and adds an agency that was
// dissolved: it owes nothing afterwards.
func (c Config) changes(own []member) []member {
	const years = 3 // before the change
	if c.Regions < 2 || c.To-c.From < years {
		return own
	}
	district := regions.Children(regions.SamplePrefecture)[1]
	for i := range own {
		if own[i].Name == district.Name+"农业农村局" {
			own[i].Aliases, own[i].renamed = []string{district.Name + "农业局"}, c.From+2
		}
	}
	for i := range own {
		if h := c.habits(own[i]); own[i].Region == district.Code && own[i].trade.stock > 5 && h.layout != layoutTables && h.spelling == spellPlain {
			own[i].lapse = max(c.From+1, 2022) // the form asks what is in force since 2021
			break
		}
	}
	return append(own, member{trade: trade{name: "粮食局", requests: 2, stock: 3, drafts: 0.2, permits: 30, penalty: 4}, character: districtCharacters()[1],
		folder: district.Name, Agency: regions.Agency{Name: district.Name + "粮食局", Region: district.Code, Kind: regions.KindDepartment,
			Scope: data.ScopeOwn, ExpectedFrom: c.From, ExpectedTo: c.From + years - 1, Sample: true}})
}

// formerName is the name the agency had in a year; empty when it is the present one.
func (m member) formerName(year int) string {
	if year < m.renamed {
		return m.Aliases[0]
	}
	return ""
}

// nameThen is the name the report is filed under.
func (d *draft) nameThen() string {
	if d.former != "" {
		return d.former
	}
	return d.Name
}
