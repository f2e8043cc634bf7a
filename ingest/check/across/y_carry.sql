-- id: Y-CARRY
-- severity: warning
-- message: 表三“{row_label}”与 {before_year} 年度报告“{before_row}”不符：{columns}。
-- gap: 表三“{row_label}”无法与 {before_year} 年度报告“{before_row}”核对：{columns}。
--
-- One finding a report: what was carried over is one thing to answer, however many kinds of applicants it concerns. A side
-- that is no number beside one that is 0, or beside another that is none, hides nothing.
WITH carried AS MATERIALIZED (
    SELECT * FROM entry WHERE measure IN ('requests.carried_in', 'requests.carried_out')
),
compared AS (
    SELECT p.report, p.before_year, n.row_label, b.row_label AS before_row, n.column_label, n.ord,
           n.value AS left_value, b.value AS right_value, said(n.value, n.state, n.raw) AS said, said(b.value, b.state, b.raw) AS before_said,
           cell(n.report, n.tbl, n.measure, n.applicant, n.label, n.raw, n.place) AS cell,
           cell(b.report, b.tbl, b.measure, b.applicant, b.label, b.raw, b.place) AS before_cell,
           n.value IS NULL OR b.value IS NULL AS gap
    FROM consecutive p
    JOIN carried n ON n.report = p.report AND n.measure = 'requests.carried_in'
    JOIN carried b ON b.report = p.before AND b.measure = 'requests.carried_out' AND b.applicant = n.applicant
    WHERE coalesce(n.value, 0) <> coalesce(b.value, 0)
)
SELECT report, '3' AS tbl, gap, any_value(before_year) AS before_year, any_value(row_label) AS row_label,
       any_value(before_row) AS before_row,
       -- the total comes last
       CASE WHEN gap THEN NULL ELSE arg_max(left_value, ord) END AS left_value,
       CASE WHEN gap THEN NULL ELSE arg_max(right_value, ord) END AS right_value,
       string_agg(column_label || ' ' || said || '，上年报告写 ' || before_said ||
                  CASE WHEN gap THEN '' ELSE '，相差 ' || figure(abs(left_value - right_value)) END, '；' ORDER BY ord) AS columns,
       list_concat(list(cell ORDER BY ord), list(before_cell ORDER BY ord)) AS cells
FROM compared
GROUP BY report, gap
ORDER BY report, gap
