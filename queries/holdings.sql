-- Live reports of a region $1 and all below it, by year and scope.
SELECT t.year, t.scope, count(*), count(DISTINCT t.agency), max(CASE WHEN a.sample OR r.sample THEN 1 ELSE 0 END)
FROM region_ancestor up
JOIN report t ON t.region = up.code AND t.live
JOIN agency a ON a.id = t.agency
JOIN region r ON r.code = t.region
WHERE up.ancestor = $1
GROUP BY t.year, t.scope
ORDER BY t.year, t.scope
