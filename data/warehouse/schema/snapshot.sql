-- snapshots/NNNNNN.duckdb: one published, immutable state. It holds every table of warehouse.duckdb as it was (see
-- 001_warehouse.sql; without keys and indexes, sorted for reading), and the ready-made tables below.

-- One row.
CREATE TABLE snapshot_info (
    number         INTEGER   NOT NULL,
    published_at   TIMESTAMP NOT NULL, -- UTC
    job            INTEGER   NOT NULL, -- the job that published it
    content        BIGINT    NOT NULL, -- warehouse_state.content
    definitions    VARCHAR   NOT NULL, -- digest of the forms, regions and statements it was made with
    schema_version INTEGER   NOT NULL,
    duckdb         VARCHAR   NOT NULL, -- version of DuckDB that wrote it
    reports        INTEGER   NOT NULL, -- live reports
    agencies       INTEGER   NOT NULL, -- with a live report
    first_year     INTEGER   NOT NULL, -- of live reports; 0 when there are none
    last_year      INTEGER   NOT NULL,
    sample         BOOLEAN   NOT NULL  -- some live report is of an invented agency
);

-- Every snapshot up to this one, this one last: what as-of views can offer.
CREATE TABLE publication (
    number       INTEGER   NOT NULL,
    published_at TIMESTAMP NOT NULL,
    reports      INTEGER   NOT NULL
);

-- Every region of data/regions, and any code an agency uses beside them (level 'unknown').
CREATE TABLE region (
    code       VARCHAR NOT NULL,
    name       VARCHAR NOT NULL,
    level      VARCHAR NOT NULL, -- country, province, prefecture, county, township, unknown
    parent     VARCHAR NOT NULL, -- '' for 000000
    valid_from INTEGER NOT NULL, -- years the code is valid; 0 open
    valid_to   INTEGER NOT NULL,
    successor  VARCHAR NOT NULL, -- code of the region it went into; ''
    sample     BOOLEAN NOT NULL
);

-- A region is its own ancestor at depth 0; 000000 is the root of all.
CREATE TABLE region_ancestor (
    code     VARCHAR NOT NULL,
    ancestor VARCHAR NOT NULL,
    depth    INTEGER NOT NULL
);

-- The measures and cells declared in data/forms.
CREATE TABLE measure (
    measure VARCHAR NOT NULL,
    name    VARCHAR NOT NULL,
    unit    VARCHAR NOT NULL, -- '' when the form fixes none
    kind    VARCHAR NOT NULL, -- count, signed_count, amount, free_amount
    tbl     VARCHAR NOT NULL,
    ord     INTEGER NOT NULL  -- order of the form
);

-- Which cells an edition asks. derived: not printed, the sum of printed ones. bridged: a measure of later editions that the
-- edition asks in other words, so that its figures are near to theirs and not the same.
CREATE TABLE form_cell (
    edition   VARCHAR NOT NULL,
    tbl       VARCHAR NOT NULL,
    measure   VARCHAR NOT NULL,
    applicant VARCHAR NOT NULL,
    derived   BOOLEAN NOT NULL,
    bridged   BOOLEAN NOT NULL,
    ord       INTEGER NOT NULL
);

-- Which printed measures a derived one is the sum of, in an edition.
CREATE TABLE form_part (
    edition VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    part    VARCHAR NOT NULL
);

-- The operands of the metrics that data/metrics declares and that need more than one number of a report.
CREATE TABLE metric_term (
    metric    VARCHAR NOT NULL,
    measure   VARCHAR NOT NULL,
    applicant VARCHAR NOT NULL
);

-- One row per live report × cell its editions ask, derived sums included. A printed cell the report lacks has state
-- 'missing'. A derived sum has state 'number', or 'blank' and no value when any of its parts is not a number.
-- Sorted by measure, applicant, region, agency, year.
CREATE TABLE observation (
    agency    INTEGER NOT NULL,
    region    VARCHAR NOT NULL,
    year      INTEGER NOT NULL,
    scope     VARCHAR NOT NULL,
    report    INTEGER NOT NULL,
    measure   VARCHAR NOT NULL,
    applicant VARCHAR NOT NULL,
    value     DECIMAL(18, 4), -- as narrow as facts: a scan of it costs a fraction of a wider one
    state     VARCHAR NOT NULL,
    derived   BOOLEAN NOT NULL,
    bridged   BOOLEAN NOT NULL -- of form_cell
);

-- Figures of regions. The two bases never add up together:
--   own           the sum of the live own reports of every agency in the region and the regions below it;
--   consolidated  what the live consolidated report of the government of that very region says.
-- A row stands for every cell some report in it is asked. value is NULL when none gave a number. Measures without a
-- fixed unit (procurement.amount) are never summed and have no own row.
CREATE TABLE rollup (
    region    VARCHAR NOT NULL,
    year      INTEGER NOT NULL,
    basis     VARCHAR NOT NULL,
    measure   VARCHAR NOT NULL,
    applicant VARCHAR NOT NULL,
    value     DECIMAL(38, 4),
    reports   INTEGER NOT NULL, -- live reports in it
    asked     INTEGER NOT NULL, -- of these, on an edition that asks the cell
    reported  INTEGER NOT NULL, -- of these, gave a number
    report    INTEGER,          -- the consolidated report; NULL for own
    bridged   BOOLEAN NOT NULL  -- some figure in it is bridged
);

-- The operands of metrics over those own reports alone that give every one of them, so that numerator and denominator speak of the
-- same agencies. Sorted by metric, measure, applicant, region, year.
CREATE TABLE complete (
    region    VARCHAR NOT NULL, -- with everything below it
    year      INTEGER NOT NULL,
    metric    VARCHAR NOT NULL,
    measure   VARCHAR NOT NULL,
    applicant VARCHAR NOT NULL,
    value     DECIMAL(38, 4) NOT NULL,
    reports   INTEGER NOT NULL -- that give every operand
);

-- Who was expected and who came, for a region with all below it. Years are those of live reports anywhere.
CREATE TABLE coverage (
    region     VARCHAR NOT NULL,
    year       INTEGER NOT NULL,
    scope      VARCHAR NOT NULL,
    expected   INTEGER NOT NULL, -- agencies the roster expects
    received   INTEGER NOT NULL, -- of these, with a live report
    unexpected INTEGER NOT NULL  -- live reports of agencies the roster does not expect
);

-- Findings of each report by severity; reports without findings have zeros.
CREATE TABLE report_errors (
    report   INTEGER NOT NULL,
    errors   INTEGER NOT NULL,
    warnings INTEGER NOT NULL,
    notes    INTEGER NOT NULL
);
