-- One agency $1.
SELECT a.id, a.name, a.region, r.name, a.kind, a.sample,
       coalesce((SELECT string_agg(alias, '、' ORDER BY alias) FROM agency_alias WHERE agency = a.id), '')
FROM agency a JOIN region r ON r.code = a.region
WHERE a.id = $1
