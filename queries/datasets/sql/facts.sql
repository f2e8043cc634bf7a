SELECT f.report, f.ord, t.agency, t.region, t.year, t.scope, t.live, f.tbl, f.measure, f.applicant, f.value, f.state, f.raw, f.note, f.place
FROM snapshot.fact f
JOIN snapshot.report t ON t.id = f.report
