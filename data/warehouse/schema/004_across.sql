-- Checks across years and across reports. A finding about a report that is not there (R-MISSING) has report 0 and says here
-- whose report on which year it is; of every other finding its report says that, and these stay 0 and ''.
ALTER TABLE finding ADD COLUMN agency INTEGER DEFAULT 0;
ALTER TABLE finding ADD COLUMN year INTEGER DEFAULT 0;
ALTER TABLE finding ADD COLUMN scope VARCHAR DEFAULT '';

-- The report the cell stands in when it is not the finding's own: last year's, or another agency's. 0 otherwise.
ALTER TABLE finding_cell ADD COLUMN report INTEGER DEFAULT 0;

-- What a report says beside its statutory tables, a row a line, in reading order (ord from 0). Reports loaded before this
-- table was made have none until they are read again.
CREATE TABLE prose (
    report INTEGER NOT NULL,
    ord    INTEGER NOT NULL,
    line   VARCHAR NOT NULL, -- as received
    place  VARCHAR NOT NULL  -- data.Position.String()
);
