-- How sure the reader was of each table of report $1.
SELECT tbl, certainty
FROM reading
WHERE report = $1
ORDER BY tbl
