SELECT a.id AS agency, a.name, a.region, r.name AS region_name, a.kind, a.credit_code, a.scope, NULLIF(a.expected_from, 0) AS expected_from,
       NULLIF(a.expected_to, 0) AS expected_to, a.population, a.origin, a.sample
FROM snapshot.agency a
JOIN snapshot.region r ON r.code = a.region
