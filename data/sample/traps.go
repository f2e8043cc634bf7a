package sample

import (
	"tongjian/data"
)

// Trap is something lawful that looks like a mistake.
type Trap struct {
	// Name says what it is: 受理含上年结转.
	Name string `json:"name"`
	// Check is the one that must not fall into it.
	Check string `json:"check"`
	// Most is the gravest finding that check may give of the report; empty when it must be silent.
	Most data.Severity `json:"most,omitempty"`
}

// Traps in the prose of one report.
const (
	trapAccepted = "受理含上年结转"
	trapAsOf     = "截至年内某日的数字"
	trapCompared = "另一年度的数字"
	trapFiled    = "报送备案的件数"
	trapPartial  = "其中只列一部分"
	trapThisBody = "写明本机关的数字"
	trapOwnLevel = "区政府本级的数字"
)

// trapRate is the share of reports chosen for one.
const trapRate = 0.12

// proseTraps lists them with the check each is for.
func proseTraps() []Trap {
	return []Trap{
		{trapAccepted, "N-RECEIVED", ""},
		{trapAsOf, "N-RECEIVED", data.SeverityNote},
		{trapCompared, "N-RECEIVED", ""},
		{trapFiled, "N-NORMATIVE", data.SeverityNote},
		{trapPartial, "N-ITEMS", ""},
		{trapThisBody, "N-RECEIVED", data.SeverityNote},
		{trapOwnLevel, "N-RECEIVED", data.SeverityNote},
	}
}

// setTrap chooses a trap for some of the reports without a mistake.
func (c Config) setTrap(d *draft) {
	r := c.stream("trap", d.Name, d.year)
	switch {
	case d.planted != "" || d.layout == layoutTables:
	case !d.own():
		if r.IntN(3) == 0 {
			d.trap = trapOwnLevel
		}
	case r.Float64() >= trapRate:
	case d.own() && d.used["2"] != "2019" && d.figures.count("normative.issued", "") > 1 && r.IntN(2) == 0:
		d.trap = trapFiled // seldom possible
	default:
		d.trap = pick(r, proseTraps()).Name
	}
}

// lay lays the trap the report was chosen for, where there is occasion for it.
func (d *draft) lay(name string, occasion bool) bool {
	if d.trap != name || !occasion {
		return false
	}
	for _, t := range proseTraps() {
		if t.Name == name {
			d.traps = append(d.traps, t)
		}
	}
	return true
}
