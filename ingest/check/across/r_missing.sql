-- id: R-MISSING
-- severity: warning
-- message: 没有收到 {year} 年度{scope_label}报告，应在{due}前报送。
--
-- Table duty: who owes a report by the roster, on the years anybody has reported on, and since when it is overdue.
SELECT 0 AS report, d.agency, d.year, d.scope, CASE d.scope WHEN 'own' THEN '本级' ELSE '汇总' END AS scope_label, d.due
FROM duty d
ANTI JOIN report t ON t.agency = d.agency AND t.year = d.year AND t.scope = d.scope AND t.live
WHERE d.overdue
ORDER BY d.year, d.scope, d.agency
