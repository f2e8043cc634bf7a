-- After placed_*.sql: for metrics whose operands come from different numbers of reports, the operands summed over those
-- reports alone that give all of them, so that numerator and denominator speak of the same agencies.
--   $4 basis; $5 the metrics' operands, a comma list of metric|measure|applicant
, term AS (
    SELECT split_part(t, '|', 1) AS metric, split_part(t, '|', 2) AS measure, split_part(t, '|', 3) AS applicant
    FROM unnest(string_to_array($5, ',')) AS list(t)
),
needed AS (
    SELECT metric, count(*) AS operands FROM term GROUP BY metric
),
given AS (
    SELECT o.report, term.metric, term.measure, term.applicant, o.value,
           count(*) OVER (PARTITION BY o.report, term.metric) AS operands
    FROM observation o JOIN term ON term.measure = o.measure AND term.applicant = o.applicant
    WHERE o.value IS NOT NULL AND o.scope = $4 AND o.year BETWEEN $2 AND $3
)
SELECT placed.entity, placed.year, given.metric, given.measure, given.applicant,
       CAST(sum(given.value) AS VARCHAR), count(*)
FROM placed
JOIN given ON given.report = placed.id
JOIN needed ON needed.metric = given.metric AND needed.operands = given.operands
WHERE placed.scope = $4
GROUP BY placed.entity, placed.year, given.metric, given.measure, given.applicant
