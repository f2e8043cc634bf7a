-- A finding that there is no report (R-MISSING) has no report, and says itself whose it would be.
SELECT f.id AS finding, t.id AS report, a.id AS agency, a.name AS agency_name, a.region, r.name AS region_name,
       coalesce(t.year, f.year) AS year, coalesce(t.scope, f.scope) AS scope, coalesce(t.live, TRUE) AS live,
       f.check_id AS check_id, f.severity, f.message, f.tbl, f.left_value, f.right_value, f.difference,
       CASE WHEN e.finding IS NULL THEN 'open' ELSE 'explained' END AS state, e.reason, e.author, e.explained_at
FROM snapshot.finding f
LEFT JOIN snapshot.report t ON t.id = f.report
JOIN snapshot.agency a ON a.id = coalesce(t.agency, f.agency)
JOIN snapshot.region r ON r.code = a.region
LEFT JOIN explanation e ON e.finding = f.id
