-- The cells of all live own reports on year $2 of agencies of region $1 and below, sums the forms imply included.
SELECT report, measure, applicant, CAST(value AS VARCHAR), state, bridged
FROM observation
WHERE scope = 'own' AND year = $2
  AND region IN (SELECT code FROM region_ancestor WHERE ancestor = $1)
ORDER BY region, agency, measure, applicant
