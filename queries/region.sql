-- The region of code $1.
SELECT code, name, level, parent, sample
FROM region
WHERE code = $1
