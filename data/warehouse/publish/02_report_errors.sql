INSERT INTO report_errors
SELECT r.id,
       count(CASE WHEN f.severity = 'error' THEN 1 END),
       count(CASE WHEN f.severity = 'warning' THEN 1 END),
       count(CASE WHEN f.severity = 'note' THEN 1 END)
FROM report r
LEFT JOIN finding f ON f.report = r.id
GROUP BY r.id
ORDER BY r.id;
