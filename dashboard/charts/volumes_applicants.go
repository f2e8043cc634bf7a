package charts

import (
	"tongjian/data/forms"
	"tongjian/queries"
)

// applicantParts are the kinds of applicant, told apart by colour and label.
func applicantParts() []part {
	classes := []string{"person", "series", "series-5", "series-4", "series-3", "other"}
	decals := []*decal{nil, nil, dots(white), stripes(white, -quarter), stripes(white, quarter), nil}
	var parts []part
	for _, a := range forms.Applicants() {
		if a.Key == forms.Total {
			continue
		}
		i := len(parts)
		parts = append(parts, part{"requests.received:" + a.Key, a.Label, paint{classes[i], "var(--" + classes[i] + ")", decals[i]}})
	}
	return parts
}

// volumesApplicants: who asks, year by year?
func volumesApplicants(v *queries.VolumeSet, l Links) (Chart, error) {
	parts := applicantParts()
	var stacks []stack
	for _, y := range v.Total.Years {
		stacks = append(stacks, stack{label: itoa(y.Year), entity: v.Total.Entity, year: y.Year,
			parts: y.Applicants, whole: y.Received, wholeKey: "requests.received"})
	}
	t := stackTable("年份", parts, "总计", stacks, l)
	b, patches := stackYears(v.Years, parts, stacks, t, breaksOf(v.Frame, "requests.received"))
	return Chart{
		Name: "volumes-applicants", Title: "谁在申请？", Unit: "占本年新收申请的百分比；表格为件数",
		Definitions: lookup("applicant_mix", "org_share"), Legend: stackLegend(parts), Table: t, Reading: sumNote(stacks),
	}.drawn(max(290, stackHeight(len(v.By)+1)), b, patches...)
}

// volumesApplicantParts: do districts differ in who asks?
func volumesApplicantParts(v *queries.VolumeSet, l Links) (Chart, error) {
	parts := applicantParts()
	last := len(v.Years) - 1
	stacks := []stack{}
	for i, s := range append([]queries.VolumeSeries{v.Total}, v.By...) {
		y := s.Years[last]
		st := stack{label: s.Entity.Name, entity: s.Entity, year: y.Year, sum: i == 0,
			parts: y.Applicants, whole: y.Received, wholeKey: "requests.received"}
		if i > 0 {
			st.link = l.Entity(s.Entity)
		}
		stacks = append(stacks, st)
	}
	t := stackTable(partsName(v.Frame), parts, "总计", stacks, l)
	b, patches := stackParts(parts, stacks, t)
	return Chart{
		Name: "volumes-applicants-parts", Title: itoa(v.Years[last]) + " 年各" + partsName(v.Frame) + "的申请人构成", Unit: "占本年新收申请的百分比；表格为件数",
		Definitions: lookup("applicant_mix"), Legend: stackLegend(parts), Table: t, Reading: sumNote(stacks),
	}.drawn(stackHeight(len(stacks)), b, patches...)
}
