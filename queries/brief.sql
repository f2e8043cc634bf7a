-- Figures of measures $5 (a comma list) in the live reports behind region $1 on years $2 to $3 and basis $4, agency by agency: only of
-- reports without an error nobody has explained (findings $6, a comma list, have been), and never in another edition's words.
WITH explained AS (
    SELECT f.report, count(*) AS errors
    FROM finding f
    WHERE f.severity = 'error' AND f.id IN (SELECT CAST(NULLIF(x.id, '') AS INTEGER) FROM unnest(string_to_array($6, ',')) AS x(id))
    GROUP BY f.report
),
clean AS (
    SELECT e.report
    FROM report_errors e
    LEFT JOIN explained x ON x.report = e.report
    WHERE e.errors - coalesce(x.errors, 0) <= 0
)
SELECT o.agency, o.year, o.measure, CAST(o.value AS VARCHAR)
FROM observation o
JOIN clean c ON c.report = o.report
JOIN region_ancestor up ON up.code = o.region AND up.ancestor = $1
WHERE o.scope = $4 AND o.year BETWEEN $2 AND $3 AND o.value IS NOT NULL AND NOT o.bridged
  AND o.applicant IN ('', 'total')
  AND o.measure IN (SELECT unnest(string_to_array($5, ',')))
  AND (o.scope = 'own' OR up.depth = 0)
ORDER BY o.agency, o.year, o.measure
