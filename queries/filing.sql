-- Agencies of region $1 and below that are expected to file a report of scope $4 in the years $2 to $3, or have filed one,
-- $5 of them from the $6th, those expected first; one row for each of their reports of those years, or one without a report.
-- A report was received when the first of its revisions was: a correction does not make it late. Errors and warnings are those
-- left open: findings $7, a comma list, have been explained.
WITH asked AS (
    SELECT a.id, a.name, a.region, r.name AS region_name, a.kind, a.sample,
           CASE WHEN a.origin = 'roster' AND CASE WHEN a.scope = '' THEN 'own' ELSE a.scope END = $4 THEN 1 ELSE 0 END AS listed,
           CASE WHEN a.origin = 'roster' THEN 1 ELSE 0 END AS on_roster, a.expected_from, a.expected_to
    FROM region_ancestor up
    JOIN agency a ON a.region = up.code
    JOIN region r ON r.code = a.region
    WHERE up.ancestor = $1
),
page AS (
    SELECT asked.*, count(*) OVER () AS total
    FROM asked
    WHERE (listed = 1 AND (expected_from = 0 OR expected_from <= $3) AND (expected_to = 0 OR expected_to >= $2))
       OR EXISTS (SELECT 1 FROM report t
                  WHERE t.agency = asked.id AND t.live AND t.scope = $4 AND t.year BETWEEN $2 AND $3)
    ORDER BY listed DESC, region, id
    LIMIT $5 OFFSET $6
),
arrival AS (
    SELECT v.agency, v.year, min(s.received_at) AS received_at
    FROM report v
    JOIN source s ON s.sha256 = v.source
    WHERE NOT v.withdrawn AND v.scope = $4 AND v.year BETWEEN $2 AND $3
    GROUP BY v.agency, v.year
),
explained AS (
    SELECT f.report, sum(CASE f.severity WHEN 'error' THEN 1 ELSE 0 END) AS errors, sum(CASE f.severity WHEN 'warning' THEN 1 ELSE 0 END) AS warnings
    FROM finding f
    WHERE f.id IN (SELECT CAST(NULLIF(x.id, '') AS INTEGER) FROM unnest(string_to_array($7, ',')) AS x(id))
    GROUP BY f.report
)
SELECT p.id, p.name, p.region, p.region_name, p.kind, p.sample, p.listed, p.on_roster, p.expected_from, p.expected_to, p.total,
       t.id, t.year, t.revision, i.received_at,
       CAST(e.errors - coalesce(x.errors, 0) AS INTEGER), CAST(e.warnings - coalesce(x.warnings, 0) AS INTEGER), (SELECT max(year) FROM report WHERE live)
FROM page p
LEFT JOIN report t ON t.agency = p.id AND t.live AND t.scope = $4 AND t.year BETWEEN $2 AND $3
LEFT JOIN report_errors e ON e.report = t.id
LEFT JOIN explained x ON x.report = t.id
LEFT JOIN arrival i ON i.agency = t.agency AND i.year = t.year
ORDER BY p.listed DESC, p.region, p.id, t.year
