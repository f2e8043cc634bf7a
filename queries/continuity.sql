-- What live reports of scope $4 on the years $2 to $3, of agencies of region $1 and below, say of what is carried over from
-- one year to the next: requests, and the normative documents in force. A cell an older form asks in other words is left out.
SELECT o.agency, o.year, o.measure, CAST(o.value AS VARCHAR)
FROM observation o
JOIN region_ancestor up ON up.code = o.region AND up.ancestor = $1
WHERE o.scope = $4 AND o.year BETWEEN $2 AND $3 AND NOT o.bridged
  AND ((o.measure IN ('requests.carried_in', 'requests.carried_out') AND o.applicant = 'total')
    OR (o.measure IN ('normative.in_force', 'normative.issued', 'normative.repealed') AND o.applicant = ''))
