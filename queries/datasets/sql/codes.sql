SELECT field, code, name, note
FROM declared_code
