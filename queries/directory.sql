-- Every region with an agency on the roster or a live report, and every such agency: what can be compared. A region before
-- what lies in it.
SELECT r.code AS entity, r.name, r.code AS region, 0 AS agency, r.level, r.sample, coalesce(p.name, '') AS place, '' AS aliases
FROM region r
LEFT JOIN region p ON p.code = r.parent
WHERE r.code IN (
    SELECT up.ancestor
    FROM region_ancestor up JOIN agency a ON a.region = up.code
    WHERE a.origin = 'roster' OR a.id IN (SELECT agency FROM report WHERE live))
UNION ALL
SELECT 'a:' || a.id, a.name, a.region, a.id, '', a.sample, r.name,
       coalesce((SELECT string_agg(alias, '、' ORDER BY alias) FROM agency_alias WHERE agency = a.id), '')
FROM agency a
JOIN region r ON r.code = a.region
WHERE a.origin = 'roster' OR a.id IN (SELECT agency FROM report WHERE live)
ORDER BY region, agency
