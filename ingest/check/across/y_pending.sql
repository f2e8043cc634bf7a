-- id: Y-PENDING
-- severity: note
-- message: 表四“{label}”为 {left}，少于 {before_year} 年度报告“{before_label}”的 {right}，相差 {difference}。
-- gap: 表四“{label}”写的是{said}，无法与 {before_year} 年度报告“{before_label}”的 {before_said} 核对。
--
-- Totals may or may not include cases carried over, so no identity holds: only fewer cases than were pending is worth a look.
WITH routes(route) AS (VALUES ('review'), ('suit_direct'), ('suit_after_review')),
cases AS MATERIALIZED (
    SELECT * FROM entry WHERE tbl = '4' AND (measure LIKE '%.total' OR measure LIKE '%.pending' AND value > 0)
)
SELECT p.report, n.tbl, n.value IS NULL AS gap, p.before_year, n.label, b.label AS before_label, said(n.value, n.state, n.raw) AS said, said(b.value, b.state, b.raw) AS before_said,
       n.value AS left_value, b.value AS right_value, [cell(n.report, n.tbl, n.measure, n.applicant, n.label, n.raw, n.place), cell(b.report, b.tbl, b.measure, b.applicant, b.label, b.raw, b.place)] AS cells
FROM consecutive p
CROSS JOIN routes r
JOIN cases n ON n.report = p.report AND n.measure = r.route || '.total'
JOIN cases b ON b.report = p.before AND b.measure = r.route || '.pending'
WHERE b.value > 0 AND (n.value IS NULL OR n.value < b.value)
ORDER BY p.report, n.ord
