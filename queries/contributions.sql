-- After heads.sql: what each live report of region $1 and below gives for measure $2, applicant $3, in year $4, scope $5;
-- the greatest first, those without a number last. A report that was not asked is not in the list.
-- A consolidated figure is the one report of the very region, as in its rollup.
SELECT head.id, head.agency, head.agency_name, head.region, head.region_name, head.year, head.scope, head.revision, head.live,
       head.withdrawn, head.title, head.loaded_at, head.confidence, head.errors, head.warnings, head.notes,
       CAST(o.value AS VARCHAR), o.state, o.derived, coalesce(f.raw, ''), coalesce(f.place, ''), count(*) OVER ()
FROM observation o
JOIN region_ancestor up ON up.code = o.region AND up.ancestor = $1
JOIN head ON head.id = o.report
LEFT JOIN fact f ON f.report = o.report AND f.measure = o.measure AND f.applicant = o.applicant
WHERE o.measure = $2 AND o.applicant = $3 AND o.year = $4 AND o.scope = $5
  AND ($5 = 'own' OR o.report IN (SELECT report FROM rollup WHERE basis = 'consolidated' AND region = $1 AND year = $4))
ORDER BY CASE WHEN o.value IS NULL THEN 1 ELSE 0 END, o.value DESC, head.region, head.agency
LIMIT $6 OFFSET $7
