-- Sending (报送): files sent, what became of each, and the jobs that read and load them.

-- A job (任务) is work a server or somebody at the command line does on files.
CREATE TABLE job (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    kind      TEXT    NOT NULL CHECK (kind IN ('read', 'load')),
    channel   TEXT    NOT NULL CHECK (channel IN ('page', 'inbox', 'command')), -- where the files came from
    state     TEXT    NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    account   INTEGER NOT NULL, -- who asked for it; 0 somebody at the machine
    name      TEXT    NOT NULL,
    worker    TEXT    NOT NULL, -- the process at work, as incoming.Desk names it; ''
    cancelled INTEGER NOT NULL CHECK (cancelled IN (0, 1)), -- asked to stop
    reason    TEXT    NOT NULL, -- why it failed
    snapshot  INTEGER NOT NULL, -- what it published; 0
    queued_at  TEXT   NOT NULL,
    started_at TEXT   NOT NULL, -- ''
    ended_at   TEXT   NOT NULL  -- ''
) STRICT;
CREATE INDEX job_state ON job (state, id);

CREATE TABLE job_file (
    job        INTEGER NOT NULL REFERENCES job (id),
    ord        INTEGER NOT NULL,
    submission INTEGER NOT NULL, -- 0 where the file was given at the command line
    name       TEXT    NOT NULL,
    begun      INTEGER NOT NULL, -- how often work on it has begun: a file that ends the program is not tried for ever
    outcome    TEXT    NOT NULL, -- '' while it is to be done
    reason     TEXT    NOT NULL, -- why it failed
    PRIMARY KEY (job, ord)
) STRICT, WITHOUT ROWID;

-- A submission (报送件) is one file somebody sent.
CREATE TABLE submission (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    job         INTEGER NOT NULL REFERENCES job (id), -- it came with, and was first read by
    sent_at     TEXT    NOT NULL,
    account     INTEGER NOT NULL, -- who sent it; 0 somebody at the machine
    sender      TEXT    NOT NULL, -- name of the sender
    channel     TEXT    NOT NULL,
    name        TEXT    NOT NULL, -- of the file as the sender has it, with folders; never a path here
    sha256      TEXT    NOT NULL,
    bytes       INTEGER NOT NULL,
    -- The agency that sends it where that is known before it is read.
    from_agency INTEGER NOT NULL, -- 0
    from_name   TEXT    NOT NULL,
    from_region TEXT    NOT NULL,
    -- What somebody said the file is, where it does not say so itself.
    hint_agency TEXT    NOT NULL,
    hint_region TEXT    NOT NULL,
    hint_year   INTEGER NOT NULL, -- 0
    hint_scope  TEXT    NOT NULL,
    status      TEXT    NOT NULL, -- of its last event
    reason      TEXT    NOT NULL, -- why it could not be read, placed or loaded; ''
    replaced_by INTEGER NOT NULL, -- the submission sent in its place; 0
    due         TEXT    NOT NULL  -- day a returned one is to be corrected by, 2026-02-15; ''
) STRICT;
CREATE INDEX submission_status ON submission (status, id);
CREATE INDEX submission_agency ON submission (from_agency, id);
CREATE INDEX submission_account ON submission (account, id);

-- The reports read from a submission's file.
CREATE TABLE submission_report (
    submission  INTEGER NOT NULL REFERENCES submission (id),
    ord         INTEGER NOT NULL,
    agency      INTEGER NOT NULL, -- in the warehouse; 0 one it does not know yet
    agency_name TEXT    NOT NULL,
    region      TEXT    NOT NULL,
    year        INTEGER NOT NULL,
    scope       TEXT    NOT NULL,
    errors      INTEGER NOT NULL,
    warnings    INTEGER NOT NULL,
    notes       INTEGER NOT NULL,
    report      INTEGER NOT NULL, -- in the warehouse, once it is loaded; 0
    PRIMARY KEY (submission, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX submission_report_agency ON submission_report (agency, year);

-- What has happened to a submission. Nothing is changed or deleted.
CREATE TABLE submission_event (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    submission INTEGER NOT NULL REFERENCES submission (id),
    at         TEXT    NOT NULL,
    status     TEXT    NOT NULL, -- office.Status it has from then on
    account    INTEGER NOT NULL, -- who did it; 0 somebody at the machine, or the program itself
    name       TEXT    NOT NULL,
    note       TEXT    NOT NULL, -- in words
    due        TEXT    NOT NULL
) STRICT;
CREATE INDEX submission_event_of ON submission_event (submission, id);

CREATE TRIGGER submission_event_stays BEFORE UPDATE ON submission_event BEGIN SELECT raise(ABORT, 'an event is never changed'); END;
CREATE TRIGGER submission_event_kept BEFORE DELETE ON submission_event BEGIN SELECT raise(ABORT, 'an event is never deleted'); END;
CREATE TRIGGER submission_kept BEFORE DELETE ON submission BEGIN SELECT raise(ABORT, 'a submission is never deleted'); END;
