-- id: Y-STOCK
-- severity: warning
-- message: 表二“{label}”为 {left}；{before_year} 年度报告的 {before} + 本年制发 {issued} − 本年废止 {repealed} = {right}，相差 {difference}。
-- gap: 表二“{label}”无法与 {before_year} 年度报告核对：{gaps}。
-- lawful: 表二“{label}”为 {left}，比 {before_year} 年度报告的 {before} + 本年制发 {issued} − 本年废止 {repealed} = {right} 少 {difference}；正文写“{lapse}”，正好相抵。
--
-- Only the edition of 2021 asks what is in force, issued and repealed: the counts of 2019 are others, and never compared.
WITH kinds(kind) AS (VALUES ('rules'), ('normative')),
stock AS MATERIALIZED (
    SELECT * FROM entry
    WHERE measure IN ('rules.in_force', 'rules.issued', 'rules.repealed', 'normative.in_force', 'normative.issued', 'normative.repealed')
),
-- Documents the prose says have lapsed: no form has a row for them.
lapsed AS (
    SELECT report, measure, value, max(words) AS words
    FROM claim
    WHERE measure IN ('rules.lapsed', 'normative.lapsed') AND qualifier IN ('', '其中', '本机关') AND value > 0
    GROUP BY report, measure, value
),
compared AS (
    SELECT p.report, p.before_year, k.kind, n.label, n.ord, n.value AS left_value,
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
SELECT c.report, '2' AS tbl, gap, l.report IS NOT NULL AS lawful, before_year, label, before, issued, repealed, gaps, l.words AS lapse,
       CASE WHEN NOT gap THEN left_value END AS left_value, right_value, cells
FROM compared c
LEFT JOIN lapsed l ON l.report = c.report AND l.measure = c.kind || '.lapsed' AND l.value = c.right_value - c.left_value
WHERE gap AND something OR NOT gap AND left_value <> right_value
ORDER BY c.report, ord
