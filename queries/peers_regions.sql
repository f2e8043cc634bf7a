-- Regions of the level of regions $1 (a comma list) in the same provinces that have a report of year $2 on basis $3.
SELECT DISTINCT r.code AS code, r.name, r.code, 0, r.level, r.sample
FROM region chosen
JOIN region_ancestor up ON up.code = chosen.code
JOIN region province ON province.code = up.ancestor AND province.level = 'province'
JOIN region_ancestor below ON below.ancestor = province.code
JOIN region r ON r.code = below.code AND r.level = chosen.level
WHERE chosen.code IN (SELECT unnest(string_to_array($1, ',')))
  AND r.code IN (SELECT u.region FROM rollup u
                 WHERE u.basis = $3 AND u.year = $2 AND u.measure = 'outcome.total' AND u.applicant = 'total')
ORDER BY code
