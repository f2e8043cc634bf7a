-- The agencies of report $1, with their regions; of every report that came in the same file where $2.
SELECT DISTINCT 'a:' || a.id AS entity, a.name, a.region, a.id, a.sample
FROM report asked
JOIN report t ON t.id = asked.id OR $2 AND t.source = asked.source
JOIN agency a ON a.id = t.agency
WHERE asked.id = $1
ORDER BY entity
