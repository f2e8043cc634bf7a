-- Shared part: placed, as in placed_own.sql, but of a region's consolidated reports only the one its rollup is made of,
-- found by a measure of each table that every edition has.
WITH placed AS (
    SELECT up.ancestor AS entity, r.id, r.year, r.scope, r.revision, r.edition2, r.edition3, r.edition4, r.edition1
    FROM report r JOIN region_ancestor up ON up.code = r.region
    WHERE r.live AND r.year BETWEEN $2 AND $3
      AND up.ancestor IN (SELECT unnest(string_to_array($1, ',')))
      AND (r.scope = 'own'
           OR r.id IN (SELECT report FROM rollup
                       WHERE basis = 'consolidated' AND region = up.ancestor
                         AND measure IN ('permits.decided', 'outcome.total', 'review.total') AND applicant IN ('', 'total')))
)
