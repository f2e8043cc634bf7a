-- id: Y-COPY
-- severity: warning
-- message: {tables}的全部数字与 {before_year} 年度报告相同。
--
-- A table counts as copied when all its cells hold what they held and something happened in the year: what is in force
-- (现行有效、对外公开总数、上一年项目数) stays the same of itself. One or two cases that come again are chance: some figure
-- must be 10 or more, or two tables be the same, in three cells or more.
WITH sheet AS (
    -- the sum of the cells' hashes tells tables apart that differ, in one pass
    SELECT f.report, f.tbl, any_value(CASE f.tbl WHEN '1' THEN t.edition1 WHEN '2' THEN t.edition2 WHEN '3' THEN t.edition3 ELSE t.edition4 END) AS edition,
           sum(hash(f.measure, f.applicant, f.state, f.value)) AS print, bool_or(f.value <> 0) AS filled
    FROM fact f
    JOIN report t ON t.id = f.report AND t.live
    GROUP BY f.report, f.tbl
),
same AS (
    SELECT p.report, p.before, p.before_year, n.tbl
    FROM consecutive p
    JOIN sheet n ON n.report = p.report AND n.filled
    JOIN sheet b ON b.report = p.before AND b.tbl = n.tbl AND b.edition = n.edition AND b.print = n.print
),
filled AS (
    SELECT s.report, s.before_year, s.tbl, n.value, n.ord,
           cell(n.report, n.tbl, n.measure, n.applicant, n.label, n.raw, n.place) AS cell,
           cell(b.report, b.tbl, b.measure, b.applicant, b.label, b.raw, b.place) AS before_cell
    FROM same s
    JOIN entry n ON n.report = s.report AND n.tbl = s.tbl AND n.flow AND n.value <> 0
    JOIN entry b ON b.report = s.before AND b.tbl = s.tbl AND b.measure = n.measure AND b.applicant = n.applicant
)
SELECT report, CASE WHEN count(DISTINCT tbl) = 1 THEN any_value(tbl) ELSE '' END AS tbl, any_value(before_year) AS before_year,
       array_to_string(list_transform(list_sort(list(DISTINCT tbl)),
           x -> CASE x WHEN '1' THEN '统计表' WHEN '2' THEN '表二' WHEN '3' THEN '表三' ELSE '表四' END), '、') AS tables,
       list_concat(list(cell ORDER BY tbl, ord), list(before_cell ORDER BY tbl, ord)) AS cells
FROM filled
GROUP BY report
HAVING (count(DISTINCT tbl) > 1 OR max(value) >= 10) AND count(*) >= 3
ORDER BY report
