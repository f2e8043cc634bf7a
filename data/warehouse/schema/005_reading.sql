-- The words of a claim's quote that state its number, and the number (from 1) of the claim of the same report it is a part of;
-- '' and 0 where there are none, and for reports loaded before.
ALTER TABLE claim ADD COLUMN words VARCHAR DEFAULT '';
ALTER TABLE claim ADD COLUMN part_of INTEGER DEFAULT 0;

-- How sure the reader was of each table of a report: 1 when every cell was found where its labels say it is. Reports loaded before
-- this table was made have none until they are read again.
CREATE TABLE reading (
    report    INTEGER NOT NULL,
    tbl       VARCHAR NOT NULL, -- 1, 2, 3, 4
    certainty DOUBLE  NOT NULL  -- 0 to 1
);
