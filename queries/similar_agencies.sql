-- Agencies like agency $1: of its kind, at regions of its region's level, with requests received in year $2, scope $3. Those
-- of the same name elsewhere first (教育局), then those with a number nearest to its own; $4 of them.
WITH had AS (
    SELECT a.id, a.name, a.region, a.kind, a.sample, r.name AS region_name, r.level, replace(a.name, r.name, '') AS office, o.value
    FROM observation o
    JOIN agency a ON a.id = o.agency
    JOIN region r ON r.code = a.region
    WHERE o.measure = 'requests.received' AND o.applicant = 'total' AND o.year = $2 AND o.scope = $3 AND o.value IS NOT NULL
)
SELECT 'a:' || h.id, h.name, h.region, h.id, '', h.sample, CAST(h.value AS VARCHAR), CAST(own.value AS VARCHAR), h.office = own.office
FROM had own
JOIN had h ON h.kind = own.kind AND h.level = own.level AND h.sample = own.sample AND h.id <> own.id
WHERE own.id = CAST($1 AS INTEGER)
ORDER BY CASE WHEN h.office = own.office THEN 0 ELSE 1 END, abs(h.value - own.value), h.id
LIMIT $4
