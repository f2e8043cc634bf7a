-- id: Y-STOCK
-- severity: warning
-- message: 表二“{label}”为 {left}；{before_year} 年度报告的 {before} + 本年制发 {issued} − 本年废止 {repealed} = {right}，相差 {difference}。
-- gap: 表二“{label}”无法与 {before_year} 年度报告核对：{gaps}。
--
-- Only the edition of 2021 asks what is in force, issued and repealed: the counts of 2019 are others, and never compared.
WITH kinds(kind) AS (VALUES ('rules'), ('normative')),
stock AS MATERIALIZED (
    SELECT * FROM entry
    WHERE measure IN ('rules.in_force', 'rules.issued', 'rules.repealed', 'normative.in_force', 'normative.issued', 'normative.repealed')
),
compared AS (
    SELECT p.report, p.before_year, n.label, n.ord, n.value AS left_value,
           b.value + i.value - r.value AS right_value, said(b.value, b.state, b.raw) AS before, said(i.value, i.state, i.raw) AS issued, said(r.value, r.state, r.raw) AS repealed,
           array_to_string(list_filter([
               CASE WHEN n.value IS NULL THEN '“' || n.label || '”写的是' || said(n.value, n.state, n.raw) END,
               CASE WHEN b.value IS NULL THEN '上年报告“' || b.label || '”写的是' || said(b.value, b.state, b.raw) END,
               CASE WHEN i.value IS NULL THEN '“' || i.label || '”写的是' || said(i.value, i.state, i.raw) END,
               CASE WHEN r.value IS NULL THEN '“' || r.label || '”写的是' || said(r.value, r.state, r.raw) END], x -> x IS NOT NULL), '，') AS gaps,
           n.value IS NULL OR b.value IS NULL OR i.value IS NULL OR r.value IS NULL AS gap,
           coalesce(n.value, 0) <> 0 OR coalesce(b.value, 0) <> 0 OR coalesce(i.value, 0) <> 0 OR coalesce(r.value, 0) <> 0 AS something,
           [cell(n.report, n.tbl, n.measure, n.applicant, n.label, n.raw, n.place), cell(i.report, i.tbl, i.measure, i.applicant, i.label, i.raw, i.place), cell(r.report, r.tbl, r.measure, r.applicant, r.label, r.raw, r.place), cell(b.report, b.tbl, b.measure, b.applicant, b.label, b.raw, b.place)] AS cells
    FROM consecutive p
    CROSS JOIN kinds k
    JOIN stock n ON n.report = p.report AND n.measure = k.kind || '.in_force'
    JOIN stock b ON b.report = p.before AND b.measure = k.kind || '.in_force'
    JOIN stock i ON i.report = p.report AND i.measure = k.kind || '.issued'
    JOIN stock r ON r.report = p.report AND r.measure = k.kind || '.repealed'
)
SELECT report, '2' AS tbl, gap, before_year, label, before, issued, repealed, gaps,
       CASE WHEN NOT gap THEN left_value END AS left_value, right_value, cells
FROM compared
WHERE gap AND something OR NOT gap AND left_value <> right_value
ORDER BY report, ord
