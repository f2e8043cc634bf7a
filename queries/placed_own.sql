-- Shared part: placed, the live reports of regions $1 (a comma list), years $2 to $3: own reports of everything below too,
-- consolidated ones of the very region.
WITH placed AS (
    SELECT up.ancestor AS entity, r.id, r.year, r.scope, r.revision, r.edition2, r.edition3, r.edition4, r.edition1
    FROM report r JOIN region_ancestor up ON up.code = r.region
    WHERE r.live AND r.year BETWEEN $2 AND $3 AND (r.scope = 'own' OR up.depth = 0)
      AND up.ancestor IN (SELECT unnest(string_to_array($1, ',')))
)
