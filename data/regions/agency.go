package regions

import (
	"strings"

	"tongjian/data"
)

// Agency is one reporting organ (机关) of the roster.
type Agency struct {
	Name   string // 龙亭区政府办公室
	Region string // code of the region whose government it belongs to; of a township, the county's
	// Aliases are other names it files under: former names, abbreviations in use.
	Aliases []string
	// Kind is 部门, 乡镇街道 or 政府; empty when not known.
	Kind string
	// CreditCode is the 统一社会信用代码 as the roster gives it, even when its check digit is wrong.
	CreditCode string
	// Scope is the report it is expected to file. A government's consolidated report is filed by the government itself
	// (龙亭区人民政府), its office (政府办公室) files one of its own.
	Scope data.Scope
	// ExpectedFrom and ExpectedTo are the first and last report year it is expected for, 0 open.
	ExpectedFrom, ExpectedTo int
	// Population is that of the government's territory; 0 when not known.
	Population int64
	// Sample marks an invented agency.
	Sample bool
}

// The kinds of agency.
const (
	KindDepartment = "部门"
	KindTownship   = "乡镇街道"
	KindGovernment = "政府"
)

// Expected reports whether the agency is expected to report on a year.
func (a Agency) Expected(year int) bool {
	return year >= a.ExpectedFrom && (a.ExpectedTo == 0 || year <= a.ExpectedTo)
}

// kindOf tells an agency's kind from its name; a government's office is a department of it.
func kindOf(name string) string {
	for _, suffix := range []string{"街道办事处", "街道", "街道办"} {
		if strings.HasSuffix(name, suffix) {
			return KindTownship
		}
	}
	seat, ok := strings.CutSuffix(name, "人民政府")
	if !ok {
		if seat, ok = strings.CutSuffix(name, "政府"); !ok {
			seat = name
		}
	}
	for _, suffix := range []string{"镇", "乡", "苏木"} {
		if strings.HasSuffix(seat, suffix) {
			return KindTownship
		}
	}
	if ok {
		return KindGovernment
	}
	return KindDepartment
}
