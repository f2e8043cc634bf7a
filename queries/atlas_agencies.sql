-- The agencies of each very region: all of them; those on the roster or with a live report, with their live reports and the latest year.
SELECT a.region, count(DISTINCT a.id), count(DISTINCT CASE WHEN a.origin = 'roster' OR t.id IS NOT NULL THEN a.id END),
       count(t.id), coalesce(max(t.year), 0)
FROM agency a
LEFT JOIN report t ON t.agency = a.id AND t.live
GROUP BY a.region
