-- Shared part: cell, every figure of the own agencies (本级) of regions $1 (a comma list), years $2 to $3, scope $4: without
-- the regions below.
WITH cell AS (
    SELECT 'd:' || region AS entity, year, measure, applicant, sum(value) AS value,
           CAST(count(value) AS INTEGER) AS reported, CAST(NULL AS INTEGER) AS report,
           bool_or(bridged AND value IS NOT NULL) AS bridged
    FROM observation
    WHERE scope = $4 AND year BETWEEN $2 AND $3
      AND region IN (SELECT unnest(string_to_array($1, ',')))
    GROUP BY region, year, measure, applicant
)
