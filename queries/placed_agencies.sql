-- Shared part: placed, the live reports of agencies $1 (a comma list of ids), years $2 to $3.
WITH placed AS (
    SELECT 'a:' || r.agency AS entity, r.id, r.year, r.scope, r.revision, r.edition2, r.edition3, r.edition4, r.edition1
    FROM report r
    WHERE r.live AND r.year BETWEEN $2 AND $3
      AND r.agency IN (SELECT CAST(id AS INTEGER) FROM unnest(string_to_array($1, ',')) AS wanted(id))
)
