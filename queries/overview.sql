-- Findings of the live reports of region $1 and below, year $2: errors, warnings, notes, reports with an error or warning.
SELECT CAST(coalesce(sum(e.errors), 0) AS INTEGER), CAST(coalesce(sum(e.warnings), 0) AS INTEGER),
       CAST(coalesce(sum(e.notes), 0) AS INTEGER),
       count(CASE WHEN e.errors > 0 OR e.warnings > 0 THEN 1 END)
FROM region_ancestor up
JOIN report t ON t.region = up.code AND t.live
JOIN report_errors e ON e.report = t.id
WHERE up.ancestor = $1 AND t.year = $2
