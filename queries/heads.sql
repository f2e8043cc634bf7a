-- Shared part: head, what tells one report from another, of all reports ever received.
WITH head AS (
    SELECT t.id, t.agency, a.name AS agency_name, t.region, r.name AS region_name, t.year, t.scope, t.revision, t.live, t.withdrawn,
           t.title, t.loaded_at, t.confidence, e.errors, e.warnings, e.notes, a.sample OR r.sample AS sample
    FROM report t
    JOIN agency a ON a.id = t.agency
    JOIN region r ON r.code = t.region
    JOIN report_errors e ON e.report = t.id
)
