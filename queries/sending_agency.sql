-- The number of the agency that has a name in a region: $1 name, $2 region.
SELECT id FROM agency WHERE name = $1 AND region = $2 ORDER BY id
