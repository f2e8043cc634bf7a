-- After heads.sql: one report $1 with its editions and its file.
SELECT head.id, head.agency, head.agency_name, head.region, head.region_name, head.year, head.scope, head.revision, head.live,
       head.withdrawn, head.title, head.loaded_at, head.confidence, head.errors, head.warnings, head.notes,
       head.sample, t.edition2, t.edition3, t.edition4, t.edition1,
       s.sha256, s.name, s.format, s.bytes, s.received_at, t.document_sha
FROM head
JOIN report t ON t.id = head.id
JOIN source s ON s.sha256 = t.source
WHERE head.id = $1
