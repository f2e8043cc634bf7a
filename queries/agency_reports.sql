-- After heads.sql: every report of agency $1, the newest year first, own before consolidated, the newest revision first.
SELECT id, agency, agency_name, region, region_name, year, scope, revision, live, withdrawn, title, loaded_at, confidence,
       errors, warnings, notes
FROM head
WHERE agency = $1
ORDER BY year DESC, scope DESC, revision DESC
