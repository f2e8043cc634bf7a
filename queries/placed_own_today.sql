-- Shared part: placed, as in placed_own.sql, for regions with those that went into them since ($1 as in cells_today.sql).
WITH placed AS (
    SELECT DISTINCT split_part(t, '|', 1) AS entity, r.id, r.year, r.scope, r.revision, r.edition2, r.edition3, r.edition4, r.edition1
    FROM unnest(string_to_array($1, ',')) AS list(t)
    JOIN region_ancestor up ON up.ancestor = split_part(t, '|', 2)
    JOIN report r ON r.region = up.code
    WHERE r.live AND r.year BETWEEN $2 AND $3 AND (r.scope = 'own' OR up.depth = 0)
)
