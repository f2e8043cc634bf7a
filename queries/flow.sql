-- After cells_*.sql: what came in, the six outcomes, what was carried out.
SELECT entity, year, measure, applicant, CAST(value AS VARCHAR), reported, report, bridged
FROM cell
WHERE applicant = 'total'
  AND measure IN ('requests.received', 'requests.carried_in', 'outcome.granted', 'outcome.partial', 'outcome.refused',
                  'outcome.unavailable', 'outcome.not_processed', 'outcome.other', 'outcome.total', 'requests.carried_out')
