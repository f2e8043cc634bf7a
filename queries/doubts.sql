-- After placed_*.sql: the cells of each entity and year that take part in an error, on basis $4, and in how many reports: with
-- errors nobody has explained, and with some of $5, a comma list of the explained findings.
SELECT placed.entity, placed.year, c.measure, c.applicant,
       count(DISTINCT CASE WHEN answered.id IS NULL THEN placed.id END), count(DISTINCT CASE WHEN answered.id IS NOT NULL THEN placed.id END)
FROM placed
JOIN finding f ON f.report = placed.id AND f.severity = 'error'
JOIN finding_cell c ON c.finding = f.id AND c.report = 0
LEFT JOIN (
    SELECT DISTINCT CAST(NULLIF(listed.id, '') AS INTEGER) AS id FROM unnest(string_to_array($5, ',')) AS listed(id)
) answered ON answered.id = f.id
WHERE placed.scope = $4 AND c.measure <> ''
GROUP BY placed.entity, placed.year, c.measure, c.applicant
