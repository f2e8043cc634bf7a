-- The live own reports on year $2 of agencies of region $1 and below, with the errors and warnings left open: findings $3, a comma
-- list, have been explained.
WITH explained AS (
    SELECT f.report, sum(CASE f.severity WHEN 'error' THEN 1 ELSE 0 END) AS errors, sum(CASE f.severity WHEN 'warning' THEN 1 ELSE 0 END) AS warnings
    FROM finding f
    WHERE f.id IN (SELECT CAST(NULLIF(x.id, '') AS INTEGER) FROM unnest(string_to_array($3, ',')) AS x(id))
    GROUP BY f.report
)
SELECT t.agency, a.name, t.region, r.name, a.kind, a.sample, a.origin = 'roster', t.id, t.revision,
       t.edition2, t.edition3, t.edition4, t.edition1,
       CAST(e.errors - coalesce(x.errors, 0) AS INTEGER), CAST(e.warnings - coalesce(x.warnings, 0) AS INTEGER)
FROM report t
JOIN agency a ON a.id = t.agency
JOIN region r ON r.code = t.region
JOIN report_errors e ON e.report = t.id
LEFT JOIN explained x ON x.report = t.id
WHERE t.live AND t.scope = 'own' AND t.year = $2
  AND t.region IN (SELECT code FROM region_ancestor WHERE ancestor = $1)
ORDER BY t.region, t.agency
