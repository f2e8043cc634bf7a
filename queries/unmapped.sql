-- The rows of report $1 that belong to no row of the form.
SELECT tbl, label, contents, place
FROM unmapped
WHERE report = $1
ORDER BY ord
