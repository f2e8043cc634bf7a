-- Live reports of each very region by year and scope, and whether some are of an invented agency or region.
SELECT t.region, t.year, t.scope, count(*), max(CASE WHEN a.sample OR r.sample THEN 1 ELSE 0 END)
FROM report t
JOIN agency a ON a.id = t.agency
JOIN region r ON r.code = t.region
WHERE t.live
GROUP BY t.region, t.year, t.scope
