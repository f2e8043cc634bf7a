package metrics

import (
	"slices"
	"strings"
)

// Flags are the letters that travel with a figure, in alphabetical order and each once: "bu". They stand in a column of
// their own, never inside the number.
type Flags string

// The letters. The meanings are those statistical offices use in their shorthand.
const (
	FlagBreak       Flags = "b" // the series breaks here: what is counted changed
	FlagExplained   Flags = "e" // a finding on it has been answered with an explanation
	FlagRevised     Flags = "r" // a corrected report replaced an earlier one
	FlagUnreliable  Flags = "u" // few cases, an open error, or numerator and denominator of different reports
	FlagNotReported Flags = "x" // no report, or the cell holds no number
	FlagNotAsked    Flags = "z" // the edition of the form does not ask it
)

// FlagMeaning is a flag with its meaning in Chinese, for legends and the glossary.
type FlagMeaning struct {
	Flag  Flags  `json:"flag"`
	Name  string `json:"name"`
	Label string `json:"label"`
}

// FlagMeanings lists every flag in the order legends show them.
func FlagMeanings() []FlagMeaning {
	return []FlagMeaning{
		{FlagBreak, "口径中断", "统计内容在这一年发生变化，前后不能直接比较"},
		{FlagRevised, "已修订", "报告经过更正，这里是最新一版的数字"},
		{FlagNotReported, "未报", "没有报告，或者该格没有填写数字"},
		{FlagNotAsked, "未设此项", "当年使用的版式不统计这一项"},
		{FlagUnreliable, "可靠性低", "件数太少、有未解决的错误，或者分子分母来自不同的报告"},
		{FlagExplained, "有说明", "报送单位已就核验问题作出说明"},
	}
}

// Has reports whether every letter of other is set.
func (f Flags) Has(other Flags) bool {
	for _, letter := range string(other) {
		if !strings.ContainsRune(string(f), letter) {
			return false
		}
	}
	return true
}

// With gives the flags with those of other set as well.
func (f Flags) With(other Flags) Flags {
	letters := []rune(string(f) + string(other))
	slices.Sort(letters)
	return Flags(slices.Compact(letters))
}

// Labels gives the Chinese names of the flags set, in the order legends show them.
func (f Flags) Labels() []string {
	var labels []string
	for _, m := range FlagMeanings() {
		if f.Has(m.Flag) {
			labels = append(labels, m.Name)
		}
	}
	return labels
}

// Reason tells why a figure is absent, or why its rate is not shown. Empty when it is shown.
type Reason string

const (
	ReasonNoReport     Reason = "no_report"     // nobody reported on this basis
	ReasonOtherBasis   Reason = "other_basis"   // there is a report, but on the other basis
	ReasonNotFilled    Reason = "not_filled"    // there is a report; the cell holds no number
	ReasonNotAsked     Reason = "not_asked"     // the edition does not ask it
	ReasonNoPopulation Reason = "no_population" // the roster gives no population
	// ReasonNoCommonUnit: the form fixes no unit, so the figures of different reports cannot be added up.
	ReasonNoCommonUnit Reason = "no_common_unit"
	ReasonInParts      Reason = "in_parts"   // a composition: its parts have values, it has none
	ReasonNoCases      Reason = "no_cases"   // the denominator is zero
	ReasonSmallBase    Reason = "small_base" // fewer than [MinCases] to compare with
	ReasonFewCases     Reason = "few_cases"  // fewer than [MinCases]: k / n is shown instead of the rate
)

// Label is the reason in Chinese.
func (r Reason) Label() string {
	switch r {
	case "":
		return ""
	case ReasonNoReport:
		return "没有报告"
	case ReasonOtherBasis:
		return "本口径没有报告，另一口径有"
	case ReasonNotFilled:
		return "报告中没有填写数字"
	case ReasonNotAsked:
		return "当年版式不统计这一项"
	case ReasonNoPopulation:
		return "名录没有人口数"
	case ReasonNoCommonUnit:
		return "表上没有规定单位，不同报告不能相加"
	case ReasonInParts:
		return "由各部分构成，本身没有数值"
	case ReasonNoCases:
		return "分母为 0，无从计算"
	case ReasonSmallBase:
		return "上年不足 10 件，不计算同比"
	case ReasonFewCases:
		return "不足 10 件，只列件数不算比率"
	}
	return string(r)
}

// Flag is the letter the reason is marked with; empty when none.
func (r Reason) Flag() Flags {
	switch r {
	case ReasonNoReport, ReasonOtherBasis, ReasonNotFilled:
		return FlagNotReported
	case ReasonNotAsked:
		return FlagNotAsked
	case ReasonFewCases, ReasonSmallBase:
		return FlagUnreliable
	}
	return ""
}
