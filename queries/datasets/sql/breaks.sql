SELECT break_id, year, name, note
FROM declared_break
