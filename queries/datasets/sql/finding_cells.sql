SELECT c.finding, c.ord, CASE WHEN c.report <> 0 THEN c.report ELSE t.id END AS report, a.region, coalesce(t.live, TRUE) AS live,
       c.tbl, c.measure, c.applicant, c.label, c.raw, c.place
FROM snapshot.finding_cell c
JOIN snapshot.finding f ON f.id = c.finding
LEFT JOIN snapshot.report t ON t.id = f.report
JOIN snapshot.agency a ON a.id = coalesce(t.agency, f.agency)
