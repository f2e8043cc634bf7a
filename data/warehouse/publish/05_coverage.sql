INSERT INTO coverage
WITH years AS (
    SELECT DISTINCT year FROM report WHERE live
),
expected AS (
    SELECT a.id AS agency, a.region, y.year, CASE WHEN a.scope = '' THEN 'own' ELSE a.scope END AS scope
    FROM agency a
    JOIN years y ON (a.expected_from = 0 OR y.year >= a.expected_from) AND (a.expected_to = 0 OR y.year <= a.expected_to)
    WHERE a.origin = 'roster'
),
received AS (
    SELECT agency, region, year, scope FROM report WHERE live
),
both_sides AS (
    SELECT coalesce(e.region, r.region) AS region, coalesce(e.year, r.year) AS year, coalesce(e.scope, r.scope) AS scope,
           CASE WHEN e.agency IS NULL THEN 0 ELSE 1 END AS expected,
           CASE WHEN e.agency IS NULL OR r.agency IS NULL THEN 0 ELSE 1 END AS received,
           CASE WHEN e.agency IS NULL THEN 1 ELSE 0 END AS unexpected
    FROM expected e
    FULL JOIN received r ON r.agency = e.agency AND r.year = e.year AND r.scope = e.scope
)
SELECT a.ancestor, b.year, b.scope, sum(b.expected), sum(b.received), sum(b.unexpected)
FROM both_sides b
JOIN region_ancestor a ON a.code = b.region
GROUP BY a.ancestor, b.year, b.scope
ORDER BY a.ancestor, b.year, b.scope;
