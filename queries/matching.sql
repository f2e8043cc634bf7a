-- Shared part: matching, the findings asked for, whatever their check and severity.
--   $1 region, with everything below it; '' for any. $2, $3 first and last year, 0 for no bound.
--   $4 agency, $5 report, 0 for all. Findings are of live reports, unless one report is asked for.
WITH matching AS (
    SELECT f.id, f.report, f.check_id, f.severity, f.message, f.tbl, f.left_value, f.right_value, f.difference,
           t.agency, t.region, t.year, t.scope
    FROM finding f JOIN report t ON t.id = f.report
    WHERE ($5 = t.id OR ($5 = 0 AND t.live))
      AND ($4 = 0 OR t.agency = $4)
      AND ($2 = 0 OR t.year >= $2) AND ($3 = 0 OR t.year <= $3)
      AND ($1 = '' OR t.region IN (SELECT code FROM region_ancestor WHERE ancestor = $1))
)
