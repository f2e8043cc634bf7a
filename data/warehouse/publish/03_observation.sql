INSERT INTO observation
WITH sheet AS (
    -- the tables each live report has, with the edition each is on
    SELECT id AS report, agency, region, year, scope, '1' AS tbl, edition1 AS edition FROM report WHERE live AND edition1 <> ''
    UNION ALL
    SELECT id, agency, region, year, scope, '2' AS tbl, edition2 AS edition FROM report WHERE live AND edition2 <> ''
    UNION ALL
    SELECT id, agency, region, year, scope, '3', edition3 FROM report WHERE live AND edition3 <> ''
    UNION ALL
    SELECT id, agency, region, year, scope, '4', edition4 FROM report WHERE live AND edition4 <> ''
),
printed AS (
    SELECT r.agency, r.region, r.year, r.scope, r.id AS report, f.measure, f.applicant, f.value, f.state, false AS derived,
           (f.tbl, f.measure) IN (SELECT (tbl, measure) FROM form_cell WHERE bridged AND NOT derived) AS bridged
    FROM fact f
    JOIN report r ON r.id = f.report
    WHERE r.live
),
missing AS (
    SELECT s.agency, s.region, s.year, s.scope, s.report, c.measure, c.applicant, NULL AS value, 'missing' AS state, false AS derived,
           c.bridged
    FROM sheet s
    JOIN form_cell c ON c.edition = s.edition AND c.tbl = s.tbl AND NOT c.derived
    ANTI JOIN fact f ON f.report = s.report AND f.measure = c.measure AND f.applicant = c.applicant
),
derived AS (
    SELECT any_value(s.agency) AS agency, any_value(s.region) AS region, any_value(s.year) AS year, any_value(s.scope) AS scope,
           s.report, c.measure, c.applicant,
           CASE WHEN count(f.value) = count(*) THEN TRY_CAST(sum(f.value) AS DECIMAL(18, 4)) END AS value,
           CASE WHEN count(f.value) = count(*) AND TRY_CAST(sum(f.value) AS DECIMAL(18, 4)) IS NOT NULL THEN 'number' ELSE 'blank' END AS state,
           true AS derived, any_value(c.bridged) AS bridged
    FROM sheet s
    JOIN form_cell c ON c.edition = s.edition AND c.tbl = s.tbl AND c.derived
    JOIN form_part p ON p.edition = s.edition AND p.measure = c.measure
    LEFT JOIN fact f ON f.report = s.report AND f.measure = p.part AND f.applicant = c.applicant
    GROUP BY s.report, c.measure, c.applicant
)
SELECT agency, region, year, scope, report, measure, applicant, value, state, derived, bridged FROM printed
UNION ALL
SELECT agency, region, year, scope, report, measure, applicant, value, state, derived, bridged FROM missing
UNION ALL
SELECT agency, region, year, scope, report, measure, applicant, value, state, derived, bridged FROM derived
ORDER BY measure, applicant, region, agency, year, report;
