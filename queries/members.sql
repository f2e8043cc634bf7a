-- In which years regions $1 (a comma list) have reports of their own, years $2 to $3, scope $4.
SELECT DISTINCT up.ancestor, r.year
FROM region_ancestor up JOIN report r ON r.region = up.code
WHERE up.ancestor IN (SELECT unnest(string_to_array($1, ','))) AND r.live AND r.scope = $4 AND r.year BETWEEN $2 AND $3
  AND ($4 = 'own' OR up.depth = 0)
