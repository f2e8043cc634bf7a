-- After placed_*.sql: the cells of each entity and year that take part in an error, on basis $4.
SELECT DISTINCT placed.entity, placed.year, c.measure, c.applicant
FROM placed
JOIN finding f ON f.report = placed.id AND f.severity = 'error'
JOIN finding_cell c ON c.finding = f.id
WHERE placed.scope = $4 AND c.measure <> ''
