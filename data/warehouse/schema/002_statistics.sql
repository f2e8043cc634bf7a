-- The edition of the 统计表, the only table of reports on 2014 to 2018 (fact.tbl '1'); '' the report has none.
ALTER TABLE report ADD COLUMN edition1 VARCHAR DEFAULT '';
