-- In which of the years $2 to $3 the roster expects a report of scope $4 of an own agency (本级) of regions $1, a comma list.
SELECT DISTINCT 'd:' || a.region, y.year
FROM agency a
JOIN generate_series(CAST($2 AS INTEGER), CAST($3 AS INTEGER)) AS y(year)
  ON (a.expected_from = 0 OR a.expected_from <= y.year) AND (a.expected_to = 0 OR a.expected_to >= y.year)
WHERE a.origin = 'roster' AND CASE WHEN a.scope = '' THEN 'own' ELSE a.scope END = $4
  AND a.region IN (SELECT unnest(string_to_array($1, ',')))
