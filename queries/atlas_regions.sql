-- All regions.
SELECT code, name, level, parent, sample
FROM region
ORDER BY code
