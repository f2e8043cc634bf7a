SELECT u.report, u.ord, t.agency, t.region, t.year, t.scope, t.live, u.tbl, u.label, u.measure, u.contents, u.place
FROM snapshot.unmapped u
JOIN snapshot.report t ON t.id = u.report
