-- The regions directly below $1 that have an agency on the roster or with a live report, and what there is of each.
SELECT r.code, r.name, r.level, r.parent, r.sample,
       count(DISTINCT a.id), count(t.id), coalesce(max(t.year), 0)
FROM region r
JOIN region_ancestor up ON up.ancestor = r.code
JOIN agency a ON a.region = up.code
LEFT JOIN report t ON t.agency = a.id AND t.live
WHERE r.parent = $1 AND (a.origin = 'roster' OR t.id IS NOT NULL)
GROUP BY r.code, r.name, r.level, r.parent, r.sample
ORDER BY r.code
