-- id: S-SUM
-- severity: warning
-- message: {table}“{row_label}”与{whose} {members} 份本级报告之和不符：{columns}。{missing}
-- gap: {table}有 {cell_count} 格无法与{whose} {members} 份本级报告之和核对：{why}。
--
-- A government's report includes its departments, or the regions below as well: what agrees in more cells is meant. Who is
-- missing, and what is blank, can only add to a sum of counts: the consolidated figure may then be larger and not smaller.
WITH basis AS (
    SELECT g.report, g.region, g.year, w.wide
    FROM government g CROSS JOIN (VALUES (true), (false)) w(wide)
),
member AS (
    SELECT s.report, s.wide, t.id AS own, t.region <> s.region AS below
    FROM basis s
    JOIN report t ON t.live AND t.scope = 'own' AND t.year = s.year
    JOIN ancestor u ON u.code = t.region AND u.ancestor = s.region
    WHERE s.wide OR t.region = s.region
),
size AS (
    SELECT report, wide, count(*) AS members, bool_or(below) AS below FROM member GROUP BY report, wide
),
expected AS (
    SELECT s.report, s.wide, list(a.name ORDER BY a.region, a.id) FILTER (t.id IS NULL) AS missing
    FROM basis s
    JOIN ancestor u ON u.ancestor = s.region
    JOIN agency a ON a.region = u.code AND a.origin = 'roster' AND a.scope IN ('', 'own')
     AND (a.expected_from = 0 OR a.expected_from <= s.year) AND (a.expected_to = 0 OR a.expected_to >= s.year)
    LEFT JOIN report t ON t.agency = a.id AND t.year = s.year AND t.scope = 'own' AND t.live
    WHERE s.wide OR a.region = s.region
    GROUP BY s.report, s.wide
),
summed AS (
    SELECT m.report, m.wide, f.tbl, f.measure, f.applicant, sum(f.value) AS value, count(f.value) AS numbers
    FROM member m
    JOIN fact f ON f.report = m.own
    GROUP BY m.report, m.wide, f.tbl, f.measure, f.applicant
),
compared AS (
    SELECT c.report, s.wide, c.tbl, c.measure, c.row_label, c.column_label, c.ord, c.kind, c.value AS stated, s.value AS total, cell(c.report, c.tbl, c.measure, c.applicant, c.label, c.raw, c.place) AS cell,
           c.applicant, z.members, z.below, e.missing, e.report IS NOT NULL AS listed,
           e.report IS NOT NULL AND coalesce(len(e.missing), 0) = 0 AND s.numbers = z.members AS whole
    FROM government g
    JOIN entry c ON c.report = g.report AND c.kind <> 'free_amount'
    JOIN summed s ON s.report = c.report AND s.tbl = c.tbl AND s.measure = c.measure AND s.applicant = c.applicant
    JOIN size z ON z.report = s.report AND z.wide = s.wide
    LEFT JOIN expected e ON e.report = s.report AND e.wide = s.wide
),
judged AS (
    SELECT *, stated <> total AND (whole OR kind <> 'signed_count' AND stated < total) AS differs,
           stated IS NULL AND coalesce(total, 0) <> 0 OR stated <> coalesce(total, 0) AND NOT whole AND listed AS open
    FROM compared
),
chosen AS (
    SELECT report, wide, row_number() OVER (PARTITION BY report ORDER BY
               count(*) FILTER (stated = total AND total <> 0) DESC, count(*) FILTER (differs), wide DESC) AS place
    FROM judged
    GROUP BY report, wide
),
found AS (
    SELECT j.*, CASE WHEN j.below THEN '所属各机关、各地区' ELSE '所属各机关' END AS whose
    FROM judged j
    JOIN chosen c ON c.report = j.report AND c.wide = j.wide AND c.place = 1
),
wrong AS (
    SELECT report, any_value(wide) AS wide, tbl, measure, any_value(whose) AS whose, any_value(members) AS members,
           any_value(row_label) AS row_label, arg_max(applicant, ord) AS applicant, max(ord) AS ord,
           arg_max(stated, ord) AS left_value, arg_max(total, ord) AS right_value, bool_and(whole) AS whole,
           any_value(missing) AS missing, any_value(listed) AS listed,
           string_agg(column_label || '写 ' || figure(stated) || '，合计 ' || figure(total) ||
                      '，相差 ' || figure(abs(stated - total)), '；' ORDER BY ord) AS columns,
           list(cell ORDER BY ord) AS cells
    FROM found
    WHERE differs
    GROUP BY report, tbl, measure
),
parts AS (
    SELECT w.report, w.tbl, w.measure, list(cell(e.report, e.tbl, e.measure, e.applicant, e.label, e.raw, e.place) ORDER BY e.value DESC NULLS FIRST, e.report) AS cells
    FROM wrong w
    JOIN member m ON m.report = w.report AND m.wide = w.wide
    JOIN entry e ON e.report = m.own AND e.tbl = w.tbl AND e.measure = w.measure AND e.applicant = w.applicant
    WHERE e.value IS NULL OR e.value <> 0
    GROUP BY w.report, w.tbl, w.measure
)
SELECT w.report, w.tbl, w.ord, false AS gap, w.whose, w.members, w.row_label, w.columns,
       CASE WHEN w.whole THEN ''
            WHEN NOT w.listed THEN '名录里没有应报送的机关，不知是否齐全；若有遗漏，合计只会更大。'
            WHEN coalesce(len(w.missing), 0) > 0 THEN '还缺 ' || len(w.missing) || ' 个机关的报告（' || naming(w.missing) || '），补上后合计只会更大。'
            ELSE '所加的报告里有没填数字的格，补上后合计只会更大。' END AS missing,
       NULL AS cell_count, NULL AS why, w.left_value, w.right_value, list_concat(w.cells, coalesce(p.cells, [])) AS cells
FROM wrong w
LEFT JOIN parts p ON p.report = w.report AND p.tbl = w.tbl AND p.measure = w.measure
UNION ALL
SELECT report, tbl, max(ord), true, any_value(whose), any_value(members), NULL, NULL, NULL, count(*),
       CASE WHEN coalesce(len(any_value(missing)), 0) > 0 THEN '还缺 ' || len(any_value(missing)) || ' 个机关的报告（' || naming(any_value(missing)) || '）'
            ELSE '汇总报告或所加的报告里有没填数字的格' END,
       NULL, NULL, list(cell ORDER BY ord)
FROM found
WHERE open AND NOT coalesce(differs, false)
GROUP BY report, tbl
ORDER BY 1, 4, 2, 3
