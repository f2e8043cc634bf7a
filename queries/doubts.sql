-- After placed_*.sql: the cells of each entity and year that take part in an error, and in how many reports, on basis $4.
SELECT placed.entity, placed.year, c.measure, c.applicant, count(DISTINCT placed.id)
FROM placed
JOIN finding f ON f.report = placed.id AND f.severity = 'error'
JOIN finding_cell c ON c.finding = f.id AND c.report = 0
WHERE placed.scope = $4 AND c.measure <> ''
GROUP BY placed.entity, placed.year, c.measure, c.applicant
