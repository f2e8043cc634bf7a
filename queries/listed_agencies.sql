-- Whether agencies $1 (a comma list of ids) were to file a report of scope $4 in each of the years $2 to $3: those that were.
SELECT 'a:' || a.id, y.year
FROM agency a
JOIN generate_series(CAST($2 AS INTEGER), CAST($3 AS INTEGER)) AS y(year)
  ON (a.expected_from = 0 OR a.expected_from <= y.year) AND (a.expected_to = 0 OR a.expected_to >= y.year)
WHERE a.origin = 'roster' AND CASE WHEN a.scope = '' THEN 'own' ELSE a.scope END = $4
  AND a.id IN (SELECT CAST(id AS INTEGER) FROM unnest(string_to_array($1, ',')) AS wanted(id))
