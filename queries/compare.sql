-- After cells_*.sql: the measures $5 in the applicant columns $6, comma lists.
SELECT entity, year, measure, applicant, CAST(value AS VARCHAR), reported, report, bridged
FROM cell
WHERE measure IN (SELECT unnest(string_to_array($5, ',')))
  AND applicant IN (SELECT unnest(string_to_array($6, ',')))
