-- The regions directly below $1 that have an agency, themselves or further below.
SELECT DISTINCT r.code, r.name, r.level, r.parent, r.sample
FROM region r
JOIN region_ancestor up ON up.ancestor = r.code
JOIN agency a ON a.region = up.code
WHERE r.parent = $1
ORDER BY r.code
