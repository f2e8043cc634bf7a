-- The cells of findings $1, a comma list, in order; of those in another report than the finding's own, which that is.
SELECT c.finding, c.tbl, c.measure, c.applicant, c.label, c.raw, c.place, c.report, coalesce(t.year, 0), coalesce(a.name, '')
FROM finding_cell c
LEFT JOIN report t ON t.id = c.report
LEFT JOIN agency a ON a.id = t.agency
WHERE c.finding IN (SELECT CAST(id AS INTEGER) FROM unnest(string_to_array($1, ',')) AS wanted(id))
ORDER BY c.finding, c.ord
