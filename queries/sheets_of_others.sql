-- The sheets that reports of other agencies in the file of report $1 were read from, with those agencies and their regions; an empty text
-- where a place is in no sheet.
WITH others AS (
    SELECT t.id AS report, a.id AS agency, a.region
    FROM report asked
    JOIN report t ON t.source = asked.source AND t.agency <> asked.agency
    JOIN agency a ON a.id = t.agency
    WHERE asked.id = $1
),
read_from AS (
    SELECT report, place FROM fact
    UNION ALL
    SELECT report, place FROM claim
    UNION ALL
    SELECT report, place FROM unmapped
)
SELECT DISTINCT CASE WHEN position('!' IN r.place) > 0 THEN regexp_replace(r.place, '^(.*)!.*$', '\1') ELSE '' END AS sheet, others.agency, others.region
FROM others
JOIN read_from r ON r.report = others.report
ORDER BY sheet, others.agency
