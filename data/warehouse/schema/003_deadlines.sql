-- Days an office has set for reports to be in, in place of the law's (data/filing): for the agencies of a region and all
-- below it. No row means 31 January of the next year for own reports, 31 March for consolidated ones.
CREATE TABLE deadline (
    year   INTEGER NOT NULL, -- reported on
    scope  VARCHAR NOT NULL, -- own, consolidated
    region VARCHAR NOT NULL,
    day    DATE    NOT NULL, -- the last day in time
    UNIQUE (year, scope, region)
);
