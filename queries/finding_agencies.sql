-- After matching.sql: agencies with findings of check $9 and severity $10, each '' for all, and how many by severity; the most
-- errors first.
SELECT m.agency, a.name, m.region, r.name,
       count(CASE WHEN m.severity = 'error' THEN 1 END), count(CASE WHEN m.severity = 'warning' THEN 1 END),
       count(CASE WHEN m.severity = 'note' THEN 1 END)
FROM matching m
JOIN agency a ON a.id = m.agency
JOIN region r ON r.code = m.region
WHERE ($9 = '' OR m.check_id = $9) AND ($10 = '' OR m.severity = $10)
GROUP BY m.agency, a.name, m.region, r.name
ORDER BY 5 DESC, 6 DESC, 7 DESC, m.region, m.agency
