-- After placed.sql: the cells of each entity and year that take part in an open error.
SELECT DISTINCT placed.entity, placed.year, c.measure, c.applicant
FROM placed
JOIN finding f ON f.report = placed.id AND f.severity = 'error'
JOIN finding_cell c ON c.finding = f.id
WHERE placed.scope = $6 AND c.measure <> ''
ORDER BY 1, 2, 3, 4
