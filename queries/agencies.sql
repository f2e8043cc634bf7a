-- Agencies of region $1 and below, of kind $2 unless empty, whose region, name or an alias is like $3; with the years they
-- have reported. Full-width digits and brackets are taken for half-width ones, as in the pattern.
WITH named AS (
    SELECT agency, string_agg(alias, '、' ORDER BY alias) AS aliases FROM agency_alias GROUP BY agency
),
matched AS (
    SELECT a.id, a.name, a.region, r.name AS region_name, a.kind, a.sample, coalesce(n.aliases, '') AS aliases,
           count(*) OVER () AS total
    FROM region_ancestor up
    JOIN agency a ON a.region = up.code
    JOIN region r ON r.code = a.region
    LEFT JOIN named n ON n.agency = a.id
    WHERE up.ancestor = $1
      AND ($2 = '' OR a.kind = $2)
      AND (a.origin = 'roster' OR EXISTS (SELECT 1 FROM report t WHERE t.agency = a.id AND t.live))
      AND translate(lower(r.name || a.name || '、' || coalesce(n.aliases, '')), '（）０１２３４５６７８９', '()0123456789') LIKE $3 ESCAPE '\'
    ORDER BY a.region, a.id
    LIMIT $4 OFFSET $5
)
SELECT m.id, m.name, m.region, m.region_name, m.kind, m.sample, m.aliases, m.total,
       string_agg(CAST(t.year AS VARCHAR), ',' ORDER BY t.year),
       string_agg(CAST(t.id AS VARCHAR), ',' ORDER BY t.year, t.scope DESC, t.id),
       CAST(coalesce(sum(e.errors), 0) AS INTEGER), CAST(coalesce(sum(e.warnings), 0) AS INTEGER)
FROM matched m
LEFT JOIN report t ON t.agency = m.id AND t.live
LEFT JOIN report_errors e ON e.report = t.id
GROUP BY m.id, m.name, m.region, m.region_name, m.kind, m.sample, m.aliases, m.total
ORDER BY m.region, m.id
