-- Shared part: cell, every figure of regions with those that went into them since, years $2 to $3, basis $4.
--   $1 a comma list of region|region whose figures it counts, itself among them
-- Each region's figures are those of its own rollup; a consolidated figure made of one report keeps it.
WITH member AS (
    SELECT split_part(t, '|', 1) AS entity, split_part(t, '|', 2) AS region
    FROM unnest(string_to_array($1, ',')) AS list(t)
),
cell AS (
    SELECT member.entity, u.year, u.measure, u.applicant, sum(u.value) AS value, CAST(sum(u.reported) AS INTEGER) AS reported,
           CASE WHEN count(*) = 1 THEN max(u.report) END AS report, bool_or(u.bridged) AS bridged
    FROM rollup u JOIN member ON member.region = u.region
    WHERE u.basis = $4 AND u.year BETWEEN $2 AND $3
    GROUP BY member.entity, u.year, u.measure, u.applicant
)
