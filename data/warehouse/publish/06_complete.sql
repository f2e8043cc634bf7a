INSERT INTO complete
WITH given AS (
    SELECT o.report, o.region, o.year, t.metric, t.measure, t.applicant, o.value
    FROM observation o
    JOIN metric_term t ON t.measure = o.measure AND t.applicant = o.applicant
    WHERE o.value IS NOT NULL AND o.scope = 'own'
),
gave AS (
    SELECT g.report, g.metric
    FROM given g
    JOIN (SELECT metric, count(*) AS operands FROM metric_term GROUP BY metric) needed ON needed.metric = g.metric
    GROUP BY g.report, g.metric, needed.operands
    HAVING count(*) = needed.operands
),
summed AS (
    -- per region alone first, as in rollup
    SELECT g.region, g.year, g.metric, g.measure, g.applicant, sum(g.value) AS value, count(*) AS reports
    FROM given g
    JOIN gave ON gave.report = g.report AND gave.metric = g.metric
    GROUP BY g.region, g.year, g.metric, g.measure, g.applicant
)
SELECT a.ancestor, s.year, s.metric, s.measure, s.applicant, sum(s.value), sum(s.reports)
FROM summed s
JOIN region_ancestor a ON a.code = s.region
GROUP BY a.ancestor, s.year, s.metric, s.measure, s.applicant
ORDER BY s.metric, s.measure, s.applicant, a.ancestor, s.year;
