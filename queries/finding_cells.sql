-- The cells of findings $1, a comma list, in order.
SELECT finding, tbl, measure, applicant, label, raw, place
FROM finding_cell
WHERE finding IN (SELECT CAST(id AS INTEGER) FROM unnest(string_to_array($1, ',')) AS wanted(id))
ORDER BY finding, ord
