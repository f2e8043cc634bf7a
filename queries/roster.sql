-- The roster as reports are placed with it, by region and name, an alias a row; '' for an agency without any.
SELECT a.name, a.region, a.kind, a.credit_code, a.scope, a.expected_from, a.expected_to, a.sample, coalesce(l.alias, '')
FROM agency a
LEFT JOIN agency_alias l ON l.agency = a.id
WHERE a.origin = 'roster'
ORDER BY a.region, a.name, l.alias
