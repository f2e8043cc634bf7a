-- Shared part: cell, every figure of agencies $1 (a comma list of ids), years $2 to $3, scope $4.
WITH cell AS (
    SELECT 'a:' || agency AS entity, year, measure, applicant, value,
           CASE WHEN value IS NULL THEN 0 ELSE 1 END AS reported, report, bridged
    FROM observation
    WHERE scope = $4 AND year BETWEEN $2 AND $3
      AND agency IN (SELECT CAST(id AS INTEGER) FROM unnest(string_to_array($1, ',')) AS wanted(id))
)
