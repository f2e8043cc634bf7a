-- id: Y-JUMP
-- severity: note
-- message: {table}“{label}”为 {left}，{before_year} 年度报告为 {right}，{change}。
--
-- Figures that a new edition or a new law made count something else (table broken) are not compared; of 表三 the totals are.
WITH jumped AS (
    SELECT p.report, p.before, p.year, p.before_year, n.tbl, n.measure, n.applicant
    FROM consecutive p
    JOIN fact n ON n.report = p.report AND n.applicant IN ('', 'total') AND n.value >= 0
    JOIN fact b ON b.report = p.before AND b.tbl = n.tbl AND b.measure = n.measure AND b.applicant = n.applicant AND b.value >= 0
    WHERE n.value >= 30 AND n.value > 5 * b.value OR b.value >= 30 AND 5 * n.value < b.value
)
SELECT j.report, j.tbl, j.before_year, n.label, n.value AS left_value, b.value AS right_value,
       [cell(n.report, n.tbl, n.measure, n.applicant, n.label, n.raw, n.place),
        cell(b.report, b.tbl, b.measure, b.applicant, b.label, b.raw, b.place)] AS cells,
       CASE WHEN b.value = 0 THEN '从无到有'
            WHEN n.value = 0 THEN '降到 0'
            WHEN n.value > b.value THEN '是上年的 ' || rtrim(rtrim(CAST(CAST(n.value / b.value AS DECIMAL(18, 1)) AS VARCHAR), '0'), '.') || ' 倍'
            ELSE '不到上年的五分之一' END AS change
FROM jumped j
JOIN entry n ON n.report = j.report AND n.tbl = j.tbl AND n.measure = j.measure AND n.applicant = j.applicant AND n.kind = 'count'
JOIN entry b ON b.report = j.before AND b.tbl = j.tbl AND b.measure = j.measure AND b.applicant = j.applicant
WHERE (j.measure, j.year) NOT IN (SELECT (measure, year) FROM broken)
ORDER BY j.report, n.ord
