SELECT check_id, severity, grouping, name, formula, note
FROM declared_check
