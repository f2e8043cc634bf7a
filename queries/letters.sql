-- Live reports on year $2 of agencies of region $1 and below, or of the one agency $3 (0 for all), with the day the first of
-- each one's revisions was received and the live report of the year before, 0 when there is none.
SELECT t.agency, a.name, t.region, r.name, a.kind, a.sample, t.scope, t.id, t.title, t.revision,
       (SELECT min(s.received_at)
        FROM report v
        JOIN source s ON s.sha256 = v.source
        WHERE v.agency = t.agency AND v.year = t.year AND v.scope = t.scope AND NOT v.withdrawn),
       coalesce(b.id, 0)
FROM report t
JOIN agency a ON a.id = t.agency
JOIN region r ON r.code = t.region
LEFT JOIN report b ON b.agency = t.agency AND b.scope = t.scope AND b.year = t.year - 1 AND b.live
WHERE t.live AND t.year = $2
  AND ($3 = 0 OR t.agency = $3)
  AND ($1 = '' OR t.region IN (SELECT code FROM region_ancestor WHERE ancestor = $1))
ORDER BY t.region, t.agency, CASE t.scope WHEN 'own' THEN 0 ELSE 1 END
