-- Which agencies of region $1 and below have a live report of scope $4 on each of the years $2 to $3.
SELECT t.agency, a.name, t.region, r.name, a.sample, t.year, t.id
FROM report t
JOIN region_ancestor up ON up.code = t.region AND up.ancestor = $1
JOIN agency a ON a.id = t.agency
JOIN region r ON r.code = t.region
WHERE t.live AND t.scope = $4 AND t.year BETWEEN $2 AND $3
ORDER BY t.region, t.agency, t.year
