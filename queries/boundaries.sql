-- Regions that went into one of the regions $1 (a comma list), with the first year after, between $2 and $3.
SELECT successor, valid_to + 1, name
FROM region
WHERE valid_to > 0 AND valid_to + 1 BETWEEN $2 AND $3
  AND successor IN (SELECT unnest(string_to_array($1, ',')))
ORDER BY successor, valid_to, code
