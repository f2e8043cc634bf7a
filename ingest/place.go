package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tongjian/data"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
)

// Years a report can be on: the regulation took effect in 2008; a year this far ahead is a slip of the pen.
const (
	firstYear = 2008
	lastYears = 2100
)

// placeReports decides the agency each report of a file belongs to. A report that names no year, no agency or no region cannot be
// loaded, and the file with it: nothing is half-loaded.
func placeReports(reports []data.Report, roster *regions.Roster) ([]warehouse.PlacedReport, error) {
	var placed []warehouse.PlacedReport
	for i := range reports {
		p, err := placeReport(&reports[i], roster)
		if err != nil {
			if len(reports) > 1 {
				err = fmt.Errorf("第 %d 份报告：%w", i+1, err)
			}
			return nil, err
		}
		placed = append(placed, p)
	}
	return placed, nil
}

func placeReport(r *data.Report, roster *regions.Roster) (warehouse.PlacedReport, error) {
	switch {
	case r.Year == 0:
		return warehouse.PlacedReport{}, errors.New("看不出报告年度（标题、统计期限、文件名都没有写），可用 --year 指明")
	case r.Year < firstYear || r.Year > lastYears:
		return warehouse.PlacedReport{}, fmt.Errorf("报告年度 %d 不合理，可用 --year 指明", r.Year)
	case r.Agency == "":
		return warehouse.PlacedReport{}, errors.New("看不出是哪个机关的报告，可用 --agency 指明")
	}
	if roster != nil {
		if a, ok := roster.Match(r.Agency, r.Region); ok {
			r.Region = a.Region
			return warehouse.PlacedReport{AgencyName: a.Name, Region: a.Region, Report: *r}, nil
		}
	}
	if r.Region == "" {
		return warehouse.PlacedReport{}, fmt.Errorf("看不出“%s”属于哪个区划，可用 --region 指明区划代码，或先用 tongjian agencies import 导入机构名录", r.Agency)
	}
	if covers(roster, r.Region) {
		r.Findings = append(r.Findings, data.Finding{Check: "ID-AGENCY", Severity: data.SeverityWarning,
			Message: fmt.Sprintf("“%s”不在%s的机构名录中：如是别名或曾用名，请在名录中补上别名。", r.Agency, regions.FullName(r.Region))})
	}
	return warehouse.PlacedReport{AgencyName: shortName(r.Agency, r.Region), Region: r.Region, Report: *r}, nil
}

// covers reports whether the roster lists agencies of a region: only then does an agency's absence from it mean anything.
func covers(roster *regions.Roster, region string) bool {
	return roster != nil && slices.ContainsFunc(roster.Agencies(), func(a regions.Agency) bool { return a.Region == region })
}

// shortName drops from an agency's name the regions above its own: 开封市龙亭区政府办公室 is 龙亭区政府办公室, so that two spellings
// are one agency.
func shortName(agency, region string) string {
	for _, above := range regions.Ancestors(region) {
		if rest, ok := strings.CutPrefix(agency, above.Name); ok && rest != "" {
			return shortName(rest, region)
		}
	}
	return agency
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
