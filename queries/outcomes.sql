-- After cells_*.sql: the six outcomes, their total, and the reasons of 不予公开, in the total column.
SELECT entity, year, measure, applicant, CAST(value AS VARCHAR), reported, report, bridged
FROM cell
WHERE applicant = 'total'
  AND (measure IN ('outcome.granted', 'outcome.partial', 'outcome.refused', 'outcome.unavailable', 'outcome.not_processed',
                   'outcome.other', 'outcome.total')
       OR measure LIKE 'outcome.refused.%')
