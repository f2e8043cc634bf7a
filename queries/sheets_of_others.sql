-- The sheets that reports of other agencies in the file of report $1 were read from, with those agencies and their regions; an empty text
-- where a place is in no sheet.
SELECT CASE WHEN position('!' IN p.place) > 0 THEN regexp_replace(p.place, '^(.*)!.*$', '\1') ELSE '' END AS sheet, a.id AS agency, a.region AS region
FROM report asked
JOIN report t ON t.source = asked.source AND t.agency <> asked.agency
JOIN agency a ON a.id = t.agency
JOIN fact p ON p.report = t.id
WHERE asked.id = $1
UNION
SELECT CASE WHEN position('!' IN p.place) > 0 THEN regexp_replace(p.place, '^(.*)!.*$', '\1') ELSE '' END AS sheet, a.id AS agency, a.region AS region
FROM report asked
JOIN report t ON t.source = asked.source AND t.agency <> asked.agency
JOIN agency a ON a.id = t.agency
JOIN claim p ON p.report = t.id
WHERE asked.id = $1
UNION
SELECT CASE WHEN position('!' IN p.place) > 0 THEN regexp_replace(p.place, '^(.*)!.*$', '\1') ELSE '' END AS sheet, a.id AS agency, a.region AS region
FROM report asked
JOIN report t ON t.source = asked.source AND t.agency <> asked.agency
JOIN agency a ON a.id = t.agency
JOIN unmapped p ON p.report = t.id
WHERE asked.id = $1
ORDER BY sheet, agency
