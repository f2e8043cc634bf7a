-- Shared part: placed, the live reports of a set of entities, of both scopes. Parameters as in cells.sql.
-- A region's own reports are those of everything below it too; its consolidated report is the one its rollup is made of.
WITH placed AS (
    SELECT up.ancestor AS entity, r.id, r.year, r.scope, r.revision, r.edition2, r.edition3, r.edition4
    FROM report r JOIN region_ancestor up ON up.code = r.region
    WHERE r.live AND r.year BETWEEN $4 AND $5 AND r.scope = 'own'
      AND up.ancestor IN (SELECT unnest(string_to_array($1, ',')))
    UNION ALL
    SELECT r.region, r.id, r.year, r.scope, r.revision, r.edition2, r.edition3, r.edition4
    FROM report r
    WHERE r.live AND r.year BETWEEN $4 AND $5
      AND r.id IN (SELECT report FROM rollup
                   WHERE basis = 'consolidated' AND year BETWEEN $4 AND $5
                     AND region IN (SELECT unnest(string_to_array($1, ','))))
    UNION ALL
    SELECT 'd:' || r.region, r.id, r.year, r.scope, r.revision, r.edition2, r.edition3, r.edition4
    FROM report r
    WHERE r.live AND r.year BETWEEN $4 AND $5 AND r.scope = 'own'
      AND r.region IN (SELECT unnest(string_to_array($2, ',')))
    UNION ALL
    SELECT 'a:' || r.agency, r.id, r.year, r.scope, r.revision, r.edition2, r.edition3, r.edition4
    FROM report r
    WHERE r.live AND r.year BETWEEN $4 AND $5
      AND r.agency IN (SELECT CAST(id AS INTEGER) FROM unnest(string_to_array($3, ',')) AS wanted(id))
)
