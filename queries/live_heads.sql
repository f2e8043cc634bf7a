-- After heads.sql: the live reports of region $1 and all below it, on years $2 to $3.
SELECT head.id, head.agency, head.agency_name, head.region, head.region_name, head.year, head.scope, head.revision, head.live,
       head.withdrawn, head.title, head.loaded_at, head.confidence, head.errors, head.warnings, head.notes
FROM head
JOIN region_ancestor a ON a.code = head.region
WHERE head.live AND a.ancestor = $1 AND head.year BETWEEN $2 AND $3
ORDER BY head.year DESC, head.region, head.agency_name, head.scope DESC
