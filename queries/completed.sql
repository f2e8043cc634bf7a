-- The operands of metrics $4 (a comma list) over the reports that give all of them, as complete.sql sums them up, of regions $1 (a
-- comma list) and years $2 to $3, own reports.
SELECT region, year, metric, measure, applicant, CAST(value AS VARCHAR), reports
FROM complete
WHERE year BETWEEN $2 AND $3
  AND metric IN (SELECT unnest(string_to_array($4, ',')))
  AND region IN (SELECT unnest(string_to_array($1, ',')))
