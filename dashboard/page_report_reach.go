package dashboard

import (
	"context"

	"tongjian/queries"
)

// reportInReach builds the page of a report for its reader. Of a file that holds reports of agencies beyond the reader's reach, only the
// sheets nothing of theirs was read from are shown: no more of it than if it were handed out.
func reportInReach(ctx context.Context, q query) (ReportPage, error) {
	p, err := newReport(ctx, q)
	if err != nil || q.reader.Everywhere() {
		return p, err
	}
	of, err := queries.FileAgencies(ctx, q.lease.DB(), p.Report.ID)
	if err != nil || q.reader.reachesEntities(of) {
		return p, err
	}
	p.Original = ""
	if p.Focus != nil {
		p.Focus.Picture = ""
	}
	if p.Document == nil {
		return p, nil
	}
	others, err := queries.SheetsOfOthers(ctx, q.lease.DB(), p.Report.ID)
	if err != nil {
		return p, err
	}
	beyond := map[string]bool{} // sheets somebody's report was read from who is not in reach
	for _, s := range others {
		beyond[s.Sheet] = beyond[s.Sheet] || !q.reader.ReachesAgency(s.Agency, s.Region)
	}
	const why = "这份文件里还有别的单位的报告，与它们同在一处的内容没有显示"
	p.Document.keep(func(b docBlock) bool { return b.Name != "" && !beyond[b.Name] }, why)
	if len(p.Document.Blocks) == 0 {
		p.Document, p.NoDocument = nil, why+"。"
	}
	return p, nil
}
