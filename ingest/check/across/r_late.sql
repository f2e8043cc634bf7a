-- id: R-LATE
-- severity: warning
-- message: {year} 年度{scope_label}报告在{received}收到，期限是{due}，迟了 {days} 天。
--
-- Table arrival: when the first of a report's revisions came, and what that says. Files loaded years afterwards prove nothing.
SELECT r.id AS report, r.year, CASE r.scope WHEN 'own' THEN '本级' ELSE '汇总' END AS scope_label, a.received, a.due, a.days
FROM arrival a
JOIN report r ON r.id = a.report
WHERE a.timing = 'late'
ORDER BY r.id
