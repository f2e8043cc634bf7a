-- After cells_*.sql: 表二 whole.
SELECT entity, year, cell.measure, applicant, CAST(value AS VARCHAR), reported, report, bridged
FROM cell JOIN measure ON measure.measure = cell.measure AND measure.tbl = '2'
