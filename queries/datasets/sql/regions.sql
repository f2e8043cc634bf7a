SELECT code AS region, name, level, parent, NULLIF(valid_from, 0) AS valid_from, NULLIF(valid_to, 0) AS valid_to, successor, sample
FROM snapshot.region
