-- Shared part: placed, the live own reports of the own agencies of regions $1 (a comma list), years $2 to $3.
WITH placed AS (
    SELECT 'd:' || r.region AS entity, r.id, r.year, r.scope, r.revision, r.edition2, r.edition3, r.edition4, r.edition1
    FROM report r
    WHERE r.live AND r.year BETWEEN $2 AND $3 AND r.scope = 'own'
      AND r.region IN (SELECT unnest(string_to_array($1, ',')))
)
