-- What entities are called.
--   $1 regions, $2 regions whose own agencies count as one, $3 agencies: comma lists
SELECT code AS entity, name, code AS region, 0 AS agency, level, sample
FROM region
WHERE code IN (SELECT unnest(string_to_array($1, ',')))
UNION ALL
SELECT 'd:' || code, name, code, 0, level, sample
FROM region
WHERE code IN (SELECT unnest(string_to_array($2, ',')))
UNION ALL
SELECT 'a:' || id, name, region, id, '', sample
FROM agency
WHERE id IN (SELECT CAST(id AS INTEGER) FROM unnest(string_to_array($3, ',')) AS wanted(id) WHERE id <> '')
