INSERT INTO rollup
WITH summed AS (
    -- per region alone first: the join with the ancestors then multiplies few rows
    SELECT region, year, measure, applicant, sum(value) AS value, count(*) AS asked, count(value) AS reported,
           bool_or(bridged AND value IS NOT NULL) AS bridged
    FROM observation
    WHERE scope = 'own' AND measure NOT IN (SELECT measure FROM measure WHERE kind = 'free_amount')
    GROUP BY region, year, measure, applicant
),
counted AS (
    SELECT a.ancestor AS region, r.year, count(*) AS reports
    FROM report r
    JOIN region_ancestor a ON a.code = r.region
    WHERE r.live AND r.scope = 'own'
    GROUP BY a.ancestor, r.year
),
own AS (
    SELECT a.ancestor AS region, s.year, s.measure, s.applicant,
           sum(s.value) AS value, sum(s.asked) AS asked, sum(s.reported) AS reported, bool_or(s.bridged) AS bridged
    FROM summed s
    JOIN region_ancestor a ON a.code = s.region
    GROUP BY a.ancestor, s.year, s.measure, s.applicant
),
ranked AS (
    -- A region has one government. Should two agencies of it have sent a consolidated report, the roster's government
    -- counts, then the report that came last.
    SELECT r.id AS report,
           row_number() OVER (PARTITION BY r.region, r.year ORDER BY
               CASE WHEN a.kind = '政府' THEN 0 ELSE 1 END,
               CASE WHEN a.origin = 'roster' THEN 0 ELSE 1 END,
               r.id DESC) AS place
    FROM report r
    JOIN agency a ON a.id = r.agency
    WHERE r.live AND r.scope = 'consolidated' AND a.kind NOT IN ('部门', '乡镇街道')
)
SELECT o.region, o.year, 'own' AS basis, o.measure, o.applicant, o.value, c.reports, o.asked, o.reported, NULL AS report, o.bridged
FROM own o
JOIN counted c ON c.region = o.region AND c.year = o.year
UNION ALL
SELECT o.region, o.year, 'consolidated', o.measure, o.applicant, o.value, 1, 1, CASE WHEN o.value IS NULL THEN 0 ELSE 1 END, o.report, o.bridged AND o.value IS NOT NULL
FROM observation o
JOIN ranked k ON k.report = o.report AND k.place = 1
ORDER BY basis, measure, applicant, region, year;
