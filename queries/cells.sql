-- Shared part: cell, every figure of a set of entities on one basis. See entity.go for what an entity is.
--   $1 regions, $2 regions whose own agencies count as one (本级), $3 agencies: comma lists
--   $4, $5 first and last year; $6 basis
-- reported is how many of the reports asked gave a number; report is set where the figure is one report's.
WITH cell AS (
    SELECT region AS entity, year, measure, applicant, value, reported, report
    FROM rollup
    WHERE basis = $6 AND year BETWEEN $4 AND $5
      AND region IN (SELECT unnest(string_to_array($1, ',')))
    UNION ALL
    SELECT 'd:' || region, year, measure, applicant, sum(value), CAST(count(value) AS INTEGER), CAST(NULL AS INTEGER)
    FROM observation
    WHERE scope = $6 AND year BETWEEN $4 AND $5
      AND region IN (SELECT unnest(string_to_array($2, ',')))
    GROUP BY region, year, measure, applicant
    UNION ALL
    SELECT 'a:' || agency, year, measure, applicant, value, CASE WHEN value IS NULL THEN 0 ELSE 1 END, report
    FROM observation
    WHERE scope = $6 AND year BETWEEN $4 AND $5
      AND agency IN (SELECT CAST(id AS INTEGER) FROM unnest(string_to_array($3, ',')) AS wanted(id))
)
