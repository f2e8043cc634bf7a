-- After placed_*.sql: how many reports stand behind each entity and year on basis $4 and how many on the other; one of them;
-- how many have each table, and how many replaced an earlier revision.
SELECT entity, year,
       count(*) FILTER (WHERE scope = $4),
       count(*) FILTER (WHERE scope <> $4),
       min(id) FILTER (WHERE scope = $4),
       count(*) FILTER (WHERE scope = $4 AND edition2 <> ''),
       count(*) FILTER (WHERE scope = $4 AND edition3 <> ''),
       count(*) FILTER (WHERE scope = $4 AND edition4 <> ''),
       count(*) FILTER (WHERE scope = $4 AND edition1 <> ''),
       count(*) FILTER (WHERE scope = $4 AND revision > 1)
FROM placed
GROUP BY entity, year
