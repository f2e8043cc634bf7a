-- The live report of an agency on a year: $1 agency, $2 year, $3 scope.
SELECT id FROM report WHERE agency = $1 AND year = $2 AND scope = $3 AND live AND NOT withdrawn ORDER BY id
