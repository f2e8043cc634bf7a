SELECT DISTINCT l.agency, l.alias, a.region
FROM snapshot.agency_alias l
JOIN snapshot.agency a ON a.id = l.agency
