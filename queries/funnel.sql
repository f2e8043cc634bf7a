-- Agencies in region $1 and below with a live report of year $2 and scope $3.
SELECT a.id, a.name, a.region, a.sample
FROM region_ancestor up
JOIN report t ON t.region = up.code AND t.live
JOIN agency a ON a.id = t.agency
WHERE up.ancestor = $1 AND t.year = $2 AND t.scope = $3
ORDER BY a.region, a.id
