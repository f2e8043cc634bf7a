-- Shared part: cell, every figure of regions $1 (a comma list), years $2 to $3, basis $4.
-- bridged: some of it was asked in other words, by an older edition. reported is how many of the reports asked gave a number; report is set where the figure is one report's.
WITH cell AS (
    SELECT region AS entity, year, measure, applicant, value, reported, report, bridged
    FROM rollup
    WHERE basis = $4 AND year BETWEEN $2 AND $3
      AND region IN (SELECT unnest(string_to_array($1, ',')))
)
