-- warehouse.duckdb: what ingest jobs write. Nothing here is ever overwritten by a later report: a corrected report is a
-- new row of report, with facts of its own.
--
-- Text columns are never NULL: what is not known is ''. Times are UTC.

CREATE TABLE job (
    id          INTEGER   PRIMARY KEY,
    command     VARCHAR   NOT NULL, -- what started it: "tongjian ingest"
    started_at  TIMESTAMP NOT NULL,
    finished_at TIMESTAMP           -- NULL: still running, or it was interrupted
);

-- One row per file ever received that held a report. Its bytes are in files/<sha256>.
CREATE TABLE source (
    sha256       VARCHAR   PRIMARY KEY, -- lower-case hexadecimal
    name         VARCHAR   NOT NULL,    -- file name as first received
    format       VARCHAR   NOT NULL,    -- reader that took it: xlsx, txt
    bytes        BIGINT    NOT NULL,
    received_at  TIMESTAMP NOT NULL,
    document_sha VARCHAR   NOT NULL,    -- files/<document_sha>: the document as last read (gzip of JSON data.Document)
    job          INTEGER   NOT NULL     -- job that received it
);

-- Who reports. Ids never change; (region, name) is what an agency is known by.
CREATE TABLE agency (
    id            INTEGER PRIMARY KEY,
    name          VARCHAR NOT NULL,
    region        VARCHAR NOT NULL, -- code of the region it belongs to
    kind          VARCHAR NOT NULL, -- 部门, 乡镇街道, 政府; '' not known
    credit_code   VARCHAR NOT NULL, -- 统一社会信用代码
    scope         VARCHAR NOT NULL, -- own, consolidated: the report it is expected to file
    expected_from INTEGER NOT NULL, -- first and last report year it is expected for; 0 open
    expected_to   INTEGER NOT NULL,
    population    BIGINT,           -- NULL not known
    sample        BOOLEAN NOT NULL, -- invented, for demonstration
    origin        VARCHAR NOT NULL, -- roster: imported from a roster; report: only known from a report
    UNIQUE (region, name)
);

CREATE TABLE agency_alias (
    agency INTEGER NOT NULL,
    alias  VARCHAR NOT NULL
);

-- One row per revision of (agency, year, scope). At most one of them is live: the one loaded last and not withdrawn.
CREATE TABLE report (
    id           INTEGER   PRIMARY KEY,
    agency       INTEGER   NOT NULL,
    region       VARCHAR   NOT NULL, -- the agency's
    year         INTEGER   NOT NULL, -- year reported on
    scope        VARCHAR   NOT NULL, -- own, consolidated
    revision     INTEGER   NOT NULL, -- 1, 2, … within (agency, year, scope)
    live         BOOLEAN   NOT NULL,
    withdrawn    BOOLEAN   NOT NULL, -- its file was placed elsewhere later (wrong agency or year): never live again
    source       VARCHAR   NOT NULL, -- source.sha256
    document_sha VARCHAR   NOT NULL, -- the document its positions point into
    reader       VARCHAR   NOT NULL, -- version of the reading code
    title        VARCHAR   NOT NULL,
    confidence   DOUBLE    NOT NULL, -- 0 to 1
    edition2     VARCHAR   NOT NULL, -- edition each table is on: 2019, 2021; '' the report lacks the table
    edition3     VARCHAR   NOT NULL,
    edition4     VARCHAR   NOT NULL,
    facts_digest VARCHAR   NOT NULL, -- of its editions and facts: readings of one file with one digest are one revision
    rest_digest  VARCHAR   NOT NULL, -- of what readers and checks add: title, claims, findings, unmapped rows
    loaded_at    TIMESTAMP NOT NULL,
    job          INTEGER   NOT NULL
);

-- One row per cell of a statutory table, in the report's order (ord from 0).
CREATE TABLE fact (
    report    INTEGER NOT NULL,
    ord       INTEGER NOT NULL,
    tbl       VARCHAR NOT NULL, -- 2, 3, 4
    measure   VARCHAR NOT NULL, -- key declared in data/forms: requests.received
    applicant VARCHAR NOT NULL, -- column of table 三: natural_person … total; '' in tables 二 and 四
    value     DECIMAL(18, 4),   -- NULL unless state is number
    state     VARCHAR NOT NULL, -- number, blank, dash, slash, text, unreadable
    raw       VARCHAR NOT NULL, -- the cell's text as it stands in the file
    note      VARCHAR NOT NULL, -- what the cell says beside its number
    place     VARCHAR NOT NULL  -- data.Position.String(): Sheet1!C7, 97:3
);

-- Numbers stated in the prose.
CREATE TABLE claim (
    report    INTEGER NOT NULL,
    ord       INTEGER NOT NULL,
    measure   VARCHAR NOT NULL, -- '' when it cannot be told
    value     DECIMAL(18, 4),
    section   INTEGER NOT NULL, -- 1 to 6; 0 not known
    quote     VARCHAR NOT NULL,
    qualifier VARCHAR NOT NULL,
    place     VARCHAR NOT NULL
);

-- Results of checks (核验问题). origin tells who writes them: 'report', the checks inside one report, stored with it;
-- 'cross', the checks across reports, all replaced at each run.
CREATE TABLE finding (
    id          INTEGER NOT NULL,
    report      INTEGER NOT NULL,
    origin      VARCHAR NOT NULL,
    check_id    VARCHAR NOT NULL, -- T3-BALANCE
    severity    VARCHAR NOT NULL, -- error, warning, note
    message     VARCHAR NOT NULL,
    tbl         VARCHAR NOT NULL, -- '' when it is the report as a whole
    left_value  VARCHAR NOT NULL, -- decimal as text; '' not a number
    right_value VARCHAR NOT NULL,
    difference  VARCHAR NOT NULL
);

CREATE TABLE finding_cell (
    finding   INTEGER NOT NULL,
    ord       INTEGER NOT NULL,
    tbl       VARCHAR NOT NULL,
    measure   VARCHAR NOT NULL,
    applicant VARCHAR NOT NULL,
    label     VARCHAR NOT NULL, -- the cell's name in the form's own words
    raw       VARCHAR NOT NULL,
    place     VARCHAR NOT NULL
);

-- What stands inside a statutory table and fills no cell of the form.
CREATE TABLE unmapped (
    report   INTEGER NOT NULL,
    ord      INTEGER NOT NULL,
    tbl      VARCHAR NOT NULL,
    label    VARCHAR NOT NULL,
    measure  VARCHAR NOT NULL, -- key of the known row the figures belong to; '' for a row that is extra or repeated
    contents VARCHAR NOT NULL, -- JSON array of the cells' texts
    place    VARCHAR NOT NULL
);

-- What became of each file a job was given.
CREATE TABLE file_outcome (
    job     INTEGER NOT NULL,
    ord     INTEGER NOT NULL, -- order within the job, from 0
    path    VARCHAR NOT NULL, -- as given, with the path inside an archive after it
    sha256  VARCHAR NOT NULL, -- '' when the file could not be opened
    outcome VARCHAR NOT NULL, -- loaded, unchanged, revised, failed, unplaced
    reason  VARCHAR NOT NULL  -- why it was not loaded; '' otherwise
);

-- One row. content grows with every change a reader of a snapshot could see; cross_digest is of the findings across
-- reports, so that writing the same ones again changes nothing.
CREATE TABLE warehouse_state (
    content      BIGINT  NOT NULL,
    cross_digest VARCHAR NOT NULL
);
INSERT INTO warehouse_state VALUES (0, '');
