-- Live reports of each region with all below it, by the region above.
SELECT r.parent, r.code, CAST(sum(c.received + c.unexpected) AS INTEGER)
FROM coverage c JOIN region r ON r.code = c.region
WHERE c.received + c.unexpected > 0
GROUP BY r.parent, r.code
ORDER BY r.code
