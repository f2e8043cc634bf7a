-- After placed.sql: how many reports stand behind each entity and year on the basis, how many of them have each table,
-- replaced an earlier revision, or have an open error; and how many there are on the other basis.
SELECT entity, year,
       count(*) FILTER (WHERE scope = $6),
       count(*) FILTER (WHERE scope <> $6),
       min(id) FILTER (WHERE scope = $6),
       count(*) FILTER (WHERE scope = $6 AND edition2 <> ''),
       count(*) FILTER (WHERE scope = $6 AND edition3 <> ''),
       count(*) FILTER (WHERE scope = $6 AND edition4 <> ''),
       count(*) FILTER (WHERE scope = $6 AND revision > 1),
       count(*) FILTER (WHERE scope = $6 AND e.errors > 0)
FROM placed LEFT JOIN report_errors e ON e.report = placed.id
GROUP BY entity, year
ORDER BY entity, year
