-- After matching.sql: one page of findings of check $9 and severity $10, each '' for all; errors first, then the newest year.
SELECT m.id, m.report, m.agency, a.name, m.region, r.name, m.year, m.scope,
       m.check_id, m.severity, m.message, m.tbl, m.left_value, m.right_value, m.difference
FROM matching m
JOIN agency a ON a.id = m.agency
JOIN region r ON r.code = m.region
WHERE ($9 = '' OR m.check_id = $9) AND ($10 = '' OR m.severity = $10)
ORDER BY CASE m.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, m.year DESC, m.region, m.agency, m.report, m.id
LIMIT $11 OFFSET $12
