-- Expected and received reports of regions with all below them.
--   $1 regions, a comma list; $2, $3 first and last year; $4 scope
-- Snapshots count the years that have a report anywhere; for the others, the coming January's among them, all are missing.
SELECT region, year, expected, received, unexpected
FROM coverage
WHERE scope = $4 AND year BETWEEN $2 AND $3
  AND region IN (SELECT unnest(string_to_array($1, ',')))
UNION ALL
SELECT up.ancestor, y.year, CAST(count(*) AS INTEGER), 0, 0
FROM generate_series(CAST($2 AS INTEGER), CAST($3 AS INTEGER)) AS y(year)
JOIN agency a ON a.origin = 'roster' AND CASE WHEN a.scope = '' THEN 'own' ELSE a.scope END = $4
  AND (a.expected_from = 0 OR a.expected_from <= y.year) AND (a.expected_to = 0 OR a.expected_to >= y.year)
JOIN region_ancestor up ON up.code = a.region
WHERE up.ancestor IN (SELECT unnest(string_to_array($1, ',')))
  AND NOT EXISTS (SELECT 1 FROM report t WHERE t.live AND t.year = y.year)
GROUP BY up.ancestor, y.year
ORDER BY 1, 2
