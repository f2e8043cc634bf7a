-- The sheets that reports of other agencies in the file of report $1 were read from; an empty text where a place is in no sheet.
SELECT CASE WHEN position('!' IN f.place) > 0 THEN regexp_replace(f.place, '^(.*)!.*$', '\1') ELSE '' END AS sheet
FROM report asked
JOIN report t ON t.source = asked.source AND t.agency <> asked.agency
JOIN fact f ON f.report = t.id
WHERE asked.id = $1
UNION
SELECT CASE WHEN position('!' IN c.place) > 0 THEN regexp_replace(c.place, '^(.*)!.*$', '\1') ELSE '' END
FROM report asked
JOIN report t ON t.source = asked.source AND t.agency <> asked.agency
JOIN claim c ON c.report = t.id
WHERE asked.id = $1
UNION
SELECT CASE WHEN position('!' IN u.place) > 0 THEN regexp_replace(u.place, '^(.*)!.*$', '\1') ELSE '' END
FROM report asked
JOIN report t ON t.source = asked.source AND t.agency <> asked.agency
JOIN unmapped u ON u.report = t.id
WHERE asked.id = $1
ORDER BY sheet
