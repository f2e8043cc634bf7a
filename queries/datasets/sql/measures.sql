SELECT measure, name, unit, kind, tbl, ord
FROM snapshot.measure
