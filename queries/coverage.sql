-- Expected and received reports of regions $1 (a comma list) with all below them, years $2 to $3, scope $4.
SELECT region, year, expected, received, unexpected
FROM coverage
WHERE scope = $4 AND year BETWEEN $2 AND $3
  AND region IN (SELECT unnest(string_to_array($1, ',')))
