-- One row a cell of a live report. A cell takes part in an error when a finding of severity error names it as a cell of its own
-- report: u while one of these is open, e when all are explained.
SELECT o.measure, m.name AS measure_name, o.applicant, o.region, r.name AS region_name, o.agency, a.name AS agency_name, o.year,
       o.scope, o.report, o.value, m.unit, o.state,
       CASE WHEN o.bridged THEN 'b' ELSE '' END || CASE WHEN d.open = 0 AND o.value IS NOT NULL THEN 'e' ELSE '' END
       || CASE WHEN t.revision > 1 THEN 'r' ELSE '' END || CASE WHEN d.open > 0 THEN 'u' ELSE '' END
       || CASE WHEN o.value IS NULL THEN 'x' ELSE '' END AS flags,
       o.derived, o.bridged
FROM snapshot.observation o
JOIN snapshot.measure m ON m.measure = o.measure
JOIN snapshot.region r ON r.code = o.region
JOIN snapshot.agency a ON a.id = o.agency
JOIN snapshot.report t ON t.id = o.report
LEFT JOIN (
    SELECT f.report, c.measure, c.applicant, count(*) - count(e.finding) AS open
    FROM snapshot.finding f
    JOIN snapshot.finding_cell c ON c.finding = f.id AND c.report = 0
    LEFT JOIN explanation e ON e.finding = f.id
    WHERE f.severity = 'error' AND c.measure <> ''
    GROUP BY f.report, c.measure, c.applicant
) d ON d.report = o.report AND d.measure = o.measure AND d.applicant = o.applicant
