-- The years for which the agencies of each very region file own reports: from one to another (0 for no end) as the roster expects,
-- and those of their live reports.
SELECT a.region, a.expected_from, a.expected_to
FROM agency a
WHERE a.origin = 'roster' AND a.scope <> 'consolidated'
UNION
SELECT a.region, t.year, t.year
FROM report t
JOIN agency a ON a.id = t.agency
WHERE t.live AND t.scope = 'own'
