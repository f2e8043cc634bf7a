-- After cells_*.sql: 表四 whole, with the sums over both ways to court, and the closed requests to set them against.
SELECT entity, year, measure, applicant, CAST(value AS VARCHAR), reported, report, bridged
FROM cell
WHERE (applicant = '' AND (measure LIKE 'review.%' OR measure LIKE 'suit%'))
   OR (applicant = 'total' AND measure = 'outcome.total')
