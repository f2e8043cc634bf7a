SELECT o.measure, m.name AS measure_name, o.applicant, o.region, r.name AS region_name, r.level, o.year, o.basis, o.value, m.unit,
       CASE WHEN o.value IS NULL THEN 'blank' WHEN o.reported < o.asked THEN 'partial' ELSE 'number' END AS state,
       o.reports, o.asked, o.reported, o.report, o.bridged
FROM snapshot.rollup o
JOIN snapshot.measure m ON m.measure = o.measure
JOIN snapshot.region r ON r.code = o.region
