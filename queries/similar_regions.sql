-- Regions of the level of region $1 that received requests in year $2, on basis $3, those with a number nearest to its own
-- first, $4 of them. Invented regions are like invented ones only.
WITH had AS (
    SELECT r.code, r.name, r.level, r.sample, u.value
    FROM rollup u JOIN region r ON r.code = u.region
    WHERE u.measure = 'requests.received' AND u.applicant = 'total' AND u.year = $2 AND u.basis = $3 AND u.value IS NOT NULL
)
SELECT h.code, h.name, h.code, 0, h.level, h.sample, CAST(h.value AS VARCHAR), CAST(own.value AS VARCHAR), false
FROM had own
JOIN had h ON h.level = own.level AND h.sample = own.sample AND h.code <> own.code
WHERE own.code = $1
ORDER BY abs(h.value - own.value), h.code
LIMIT $4
