-- Shared part: matching, the findings asked for, whatever their check and severity.
--   $1 region, with everything below it; '' for any. $2, $3 first and last year, 0 for no bound.
--   $4 agencies, a comma list, '' for all. $5 report, $8 finding, 0 for all. Findings are of live reports and of reports that
--   are not there, unless one report is asked for.
--   $6 'open' or 'explained', '' for both: whether the finding is among $7, a comma list of those an office has explained.
WITH placed_findings AS (
    SELECT f.id, f.report, f.check_id, f.severity, f.message, f.tbl, f.left_value, f.right_value, f.difference,
           coalesce(t.agency, f.agency) AS agency, coalesce(t.region, a.region) AS region, coalesce(t.year, f.year) AS year,
           coalesce(t.scope, f.scope) AS scope
    FROM finding f
    LEFT JOIN report t ON t.id = f.report
    LEFT JOIN agency a ON a.id = f.agency
    WHERE ($5 = 0 AND coalesce(t.live, TRUE)) OR ($5 <> 0 AND f.report = $5)
),
matching AS (
    SELECT *
    FROM placed_findings
    WHERE ($4 = '' OR agency IN (SELECT CAST(NULLIF(c.id, '') AS INTEGER) FROM unnest(string_to_array($4, ',')) AS c(id)))
      AND ($2 = 0 OR year >= $2) AND ($3 = 0 OR year <= $3)
      AND ($1 = '' OR region IN (SELECT code FROM region_ancestor WHERE ancestor = $1))
      AND ($8 = 0 OR id = $8)
      AND ($6 = '' OR ($6 = 'explained') = coalesce(
          placed_findings.id IN (SELECT CAST(NULLIF(e.id, '') AS INTEGER) FROM unnest(string_to_array($7, ',')) AS e(id)), FALSE))
)
