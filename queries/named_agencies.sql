-- What agencies $1, a comma list of ids, are called.
SELECT id, name, region, sample
FROM agency
WHERE id IN (SELECT CAST(id AS INTEGER) FROM unnest(string_to_array($1, ',')) AS wanted(id))
