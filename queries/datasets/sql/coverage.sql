SELECT c.region, r.name AS region_name, r.level, c.year, c.scope, c.expected, c.received, c.expected - c.received AS missing, c.unexpected
FROM snapshot.coverage c
JOIN snapshot.region r ON r.code = c.region
