-- Inhabitants by entity. A region's are those the roster gives for its government.
--   $1 regions, $2 agencies: comma lists
SELECT region AS entity, max(population)
FROM agency
WHERE population > 0 AND (kind = '政府' OR scope = 'consolidated')
  AND region IN (SELECT unnest(string_to_array($1, ',')))
GROUP BY region
UNION ALL
SELECT 'a:' || id, population
FROM agency
WHERE population > 0
  AND id IN (SELECT CAST(id AS INTEGER) FROM unnest(string_to_array($2, ',')) AS wanted(id) WHERE id <> '')
