-- What the live reports of the year before say in the cells that findings $1, a comma list, are about.
SELECT DISTINCT c.finding, c.measure, c.applicant, f.raw
FROM finding_cell c
JOIN finding g ON g.id = c.finding
JOIN report t ON t.id = g.report
JOIN report b ON b.agency = t.agency AND b.scope = t.scope AND b.year = t.year - 1 AND b.live
JOIN fact f ON f.report = b.id AND f.measure = c.measure AND f.applicant = c.applicant
WHERE c.finding IN (SELECT CAST(id AS INTEGER) FROM unnest(string_to_array($1, ',')) AS wanted(id))
  AND c.report = 0 AND c.measure <> ''
