-- Agencies of region $1 and below that the roster expects to file a report of scope $4 for the years $2 to $3 and that have
-- not, with the last year they did.
SELECT a.id, a.name, a.region, r.name, a.kind, a.sample, y.year,
       (SELECT coalesce(max(t.year), 0) FROM report t WHERE t.agency = a.id AND t.live AND t.scope = $4)
FROM region_ancestor up
JOIN agency a ON a.region = up.code AND a.origin = 'roster'
JOIN region r ON r.code = a.region
JOIN generate_series(CAST($2 AS INTEGER), CAST($3 AS INTEGER)) AS y(year)
  ON (a.expected_from = 0 OR a.expected_from <= y.year) AND (a.expected_to = 0 OR a.expected_to >= y.year)
WHERE up.ancestor = $1
  AND CASE WHEN a.scope = '' THEN 'own' ELSE a.scope END = $4
  AND NOT EXISTS (SELECT 1 FROM report t WHERE t.agency = a.id AND t.live AND t.scope = $4 AND t.year = y.year)
ORDER BY y.year DESC, a.region, a.id
