-- id: S-DUP
-- severity: error
-- message: 同一{what}的 {year} 年度{scope_label}报告有两份：这一份（{name}），另一份是{other_name}的，应只留一份。
--
-- A corrected report takes the place of the one before it, so two of one agency are never live at once unless it goes by two
-- names. A region has one government, and one consolidated report a year.
WITH live AS (
    SELECT t.id, t.agency, t.region, t.year, t.scope, coalesce(nullif(t.title, ''), s.name) AS title, a.name
    FROM report t
    JOIN agency a ON a.id = t.agency
    JOIN source s ON s.sha256 = t.source
    WHERE t.live
),
pair AS (
    SELECT l.id AS first, n.id AS report, n.year, n.scope, n.name, l.name AS other_name, l.title,
           CASE WHEN l.agency = n.agency OR EXISTS (
                    SELECT 1 FROM agency_alias s
                    WHERE s.agency = l.agency AND s.alias = n.name OR s.agency = n.agency AND s.alias = l.name)
                THEN '机关'
                WHEN l.id IN (SELECT report FROM government) AND n.id IN (SELECT report FROM government) THEN '地区' END AS what
    FROM live l
    JOIN live n ON n.region = l.region AND n.year = l.year AND n.scope = l.scope AND n.id > l.id
)
SELECT report, what, year, CASE scope WHEN 'own' THEN '本级' ELSE '汇总' END AS scope_label, name, other_name,
       [{'report': first, 'tbl': '', 'measure': '', 'applicant': '', 'label': '另一份报告', 'raw': title, 'place': ''}] AS cells
FROM pair
WHERE what IS NOT NULL
ORDER BY report, first
