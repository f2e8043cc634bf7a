-- Agencies of the same name as agencies $1 (a comma list of ids) at other regions of the level, in the same provinces, that
-- have a report of year $2, scope $3; those asked for among them.
WITH named AS (
    SELECT a.id, a.name, a.region, a.sample, r.level, replace(a.name, r.name, '') AS office, up.ancestor AS province
    FROM agency a
    JOIN region r ON r.code = a.region
    JOIN region_ancestor up ON up.code = r.code
    JOIN region p ON p.code = up.ancestor AND p.level = 'province'
)
SELECT DISTINCT 'a:' || other.id, other.name, other.region AS region, other.id AS id, '', other.sample
FROM named chosen
JOIN named other ON other.office = chosen.office AND other.level = chosen.level AND other.province = chosen.province
JOIN report t ON t.agency = other.id AND t.live AND t.year = $2 AND t.scope = $3
WHERE chosen.id IN (SELECT CAST(id AS INTEGER) FROM unnest(string_to_array($1, ',')) AS wanted(id))
ORDER BY region, id
