-- After cells.sql: the measures $7 in the applicant columns $8, comma lists.
SELECT entity, year, measure, applicant, CAST(value AS VARCHAR), reported, report
FROM cell
WHERE measure IN (SELECT unnest(string_to_array($7, ',')))
  AND applicant IN (SELECT unnest(string_to_array($8, ',')))
