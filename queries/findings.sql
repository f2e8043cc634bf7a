-- After matching.sql: one page of findings of check $6 and severity $7, each '' for all; errors first, then the newest year.
SELECT m.id, m.report, m.agency, a.name, m.region, r.name, m.year, m.scope,
       m.check_id, m.severity, m.message, m.tbl, m.left_value, m.right_value, m.difference
FROM matching m
JOIN agency a ON a.id = m.agency
JOIN region r ON r.code = m.region
WHERE ($6 = '' OR m.check_id = $6) AND ($7 = '' OR m.severity = $7)
ORDER BY CASE m.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, m.year DESC, m.region, m.agency, m.report, m.id
LIMIT $8 OFFSET $9
