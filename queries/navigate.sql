-- A region $1 with all above it, the country first.
SELECT r.code, r.name, r.level, r.parent, r.sample
FROM region_ancestor up JOIN region r ON r.code = up.ancestor
WHERE up.code = $1
ORDER BY up.depth DESC
