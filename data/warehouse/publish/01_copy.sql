-- The content of the warehouse, each table in the order it is read in.
CREATE TABLE schema_version AS SELECT * FROM warehouse.schema_version ORDER BY version;
CREATE TABLE job AS SELECT * FROM warehouse.job ORDER BY id;
CREATE TABLE file_outcome AS SELECT * FROM warehouse.file_outcome ORDER BY job, ord;
CREATE TABLE source AS SELECT * FROM warehouse.source ORDER BY sha256;
CREATE TABLE agency AS SELECT * FROM warehouse.agency ORDER BY region, id;
CREATE TABLE agency_alias AS SELECT * FROM warehouse.agency_alias ORDER BY agency, alias;
CREATE TABLE deadline AS SELECT * FROM warehouse.deadline ORDER BY year, scope, region;
CREATE TABLE report AS SELECT * FROM warehouse.report ORDER BY id;
CREATE TABLE fact AS SELECT * FROM warehouse.fact ORDER BY report, ord;
CREATE TABLE claim AS SELECT * FROM warehouse.claim ORDER BY report, ord;
CREATE TABLE prose AS SELECT * FROM warehouse.prose ORDER BY report, ord;
CREATE TABLE reading AS SELECT * FROM warehouse.reading ORDER BY report, tbl;
CREATE TABLE unmapped AS SELECT * FROM warehouse.unmapped ORDER BY report, ord;
CREATE TABLE finding AS SELECT * FROM warehouse.finding ORDER BY report, id;
CREATE TABLE finding_cell AS SELECT * FROM warehouse.finding_cell ORDER BY finding, ord;
