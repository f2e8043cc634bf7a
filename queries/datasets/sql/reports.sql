SELECT t.id AS report, t.agency, a.name AS agency_name, t.region, r.name AS region_name, t.year, t.scope, t.revision, t.live, t.withdrawn,
       t.title, t.confidence, t.edition1, t.edition2, t.edition3, t.edition4, e.errors, e.warnings, e.notes,
       s.name AS file_name, s.format, s.bytes, t.source AS sha256, s.received_at, t.loaded_at, t.reader
FROM snapshot.report t
JOIN snapshot.agency a ON a.id = t.agency
JOIN snapshot.region r ON r.code = t.region
JOIN snapshot.source s ON s.sha256 = t.source
LEFT JOIN snapshot.report_errors e ON e.report = t.id
