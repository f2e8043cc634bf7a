-- What stands as words in cells of the live own reports on year $2 of agencies of region $1 and below.
SELECT f.report, f.measure, f.applicant, f.raw
FROM fact f
WHERE f.state = 'text'
  AND f.report IN (SELECT id FROM report
                   WHERE live AND scope = 'own' AND year = $2 AND region IN (SELECT code FROM region_ancestor WHERE ancestor = $1))
ORDER BY f.report, f.ord
