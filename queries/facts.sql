-- The cells of report $1 in the report's order.
SELECT tbl, measure, applicant, CAST(value AS VARCHAR), state, raw, note, place
FROM fact
WHERE report = $1
ORDER BY ord
