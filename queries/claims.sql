-- The numbers the prose of report $1 states.
SELECT measure, CAST(value AS VARCHAR), section, quote, qualifier, place, words, part_of
FROM claim
WHERE report = $1
ORDER BY ord
