SELECT metric, name, unit, kind, formula, share, breaks, note
FROM declared_metric
