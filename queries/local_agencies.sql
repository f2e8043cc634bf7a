-- Agencies of the very region $1 that file own reports: expected in the years $2 to $3, or with a live report of them.
SELECT a.id, a.name, a.sample
FROM agency a
WHERE a.region = $1
  AND ((a.origin = 'roster' AND a.scope <> 'consolidated'
        AND (a.expected_from = 0 OR a.expected_from <= $3) AND (a.expected_to = 0 OR a.expected_to >= $2))
       OR EXISTS (SELECT 1 FROM report t WHERE t.agency = a.id AND t.live AND t.scope = 'own' AND t.year BETWEEN $2 AND $3))
ORDER BY a.id
