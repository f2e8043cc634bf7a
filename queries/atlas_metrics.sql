-- The metrics whose operands over complete reports are ready-made, with each operand.
SELECT metric, measure, applicant
FROM metric_term
