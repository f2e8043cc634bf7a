-- After cells_*.sql: requests received (by applicant too), carried in, closed, carried out.
SELECT entity, year, measure, applicant, CAST(value AS VARCHAR), reported, report, bridged
FROM cell
WHERE measure = 'requests.received'
   OR (measure IN ('requests.carried_in', 'outcome.total', 'requests.carried_out') AND applicant = 'total')
