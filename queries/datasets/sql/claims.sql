SELECT c.report, c.ord, t.agency, t.region, t.year, t.scope, t.live, c.measure, c.value, c.section, c.quote, c.qualifier, c.words, c.part_of, c.place
FROM snapshot.claim c
JOIN snapshot.report t ON t.id = c.report
