package forms

import "slices"

// Bridge sets a measure of the present form beside what an older edition asked in other words. What it gives is near enough to
// be shown in one series and never the same question: every such figure is marked as a break of the series.
type Bridge struct {
	Edition string // the older one
	Measure string
	// Parts are the measures of the older edition that add up to it. The measure itself alone: the edition prints a figure
	// under the same name that counts something else.
	Parts []string
	// Note says what differs.
	Note string
}

// Bridges lists every bridge.
func Bridges() []Bridge {
	suits := "不分是否经过复议，也不列尚未审结的案件"
	return []Bridge{
		{"2014", "outcome.granted", []string{"outcome2014.already_public", "outcome2014.agreed"},
			"含已主动公开、只告知获取方式的申请"},
		{"2014", "outcome.unavailable.not_held", []string{"outcome2014.not_this_agency", "outcome2014.does_not_exist"},
			"不属于本机关公开的与信息不存在的合在一起"},
		{"2014", "suit.upheld", []string{"suit.upheld"}, suits + "；含驳回原告诉讼请求"},
		{"2014", "suit.corrected", []string{"suit.corrected"}, suits},
		{"2014", "suit.other", []string{"suit.other"}, suits},
		{"2014", "suit.total", []string{"suit.total"}, suits},
	}
}

// BridgeOf gives the bridge that leads from an edition to a measure.
func BridgeOf(edition, measure string) (Bridge, bool) {
	all := Bridges()
	i := slices.IndexFunc(all, func(b Bridge) bool { return b.Edition == edition && b.Measure == measure })
	if i < 0 {
		return Bridge{}, false
	}
	return all[i], true
}

// Direct reports whether the older edition prints the figure under the measure's own name.
func (b Bridge) Direct() bool { return len(b.Parts) == 1 && b.Parts[0] == b.Measure }
