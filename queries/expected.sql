-- Agencies the roster expects to file a report of scope $4 for the years $2 to $3, of regions $1 (a comma list) with all
-- below them, in years that have no report anywhere. Snapshots leave these years, the coming January's among them, out of
-- coverage.
SELECT up.ancestor, y.year, CAST(count(*) AS INTEGER)
FROM generate_series(CAST($2 AS INTEGER), CAST($3 AS INTEGER)) AS y(year)
JOIN agency a ON a.origin = 'roster' AND CASE WHEN a.scope = '' THEN 'own' ELSE a.scope END = $4
  AND (a.expected_from = 0 OR a.expected_from <= y.year) AND (a.expected_to = 0 OR a.expected_to >= y.year)
JOIN region_ancestor up ON up.code = a.region
WHERE up.ancestor IN (SELECT unnest(string_to_array($1, ',')))
  AND NOT EXISTS (SELECT 1 FROM report t WHERE t.live AND t.year = y.year)
GROUP BY up.ancestor, y.year
