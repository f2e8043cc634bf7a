-- Explanations (说明) of findings. A row says once and for all what somebody wrote about what; nothing is changed or deleted.

CREATE TABLE explanation (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    -- What is explained: the subject of office.SubjectOf. Reports and findings get new ids when they are read again,
    -- corrected or published again; these columns stay.
    agency      INTEGER NOT NULL,
    year        INTEGER NOT NULL,
    scope       TEXT    NOT NULL, -- own, consolidated
    check_id    TEXT    NOT NULL, -- T3-BALANCE
    cells       TEXT    NOT NULL, -- the cells concerned, sorted: office.CellsOf
    -- What it answers: the two numbers of the finding, and what stood in its cells.
    left_value  TEXT    NOT NULL,
    right_value TEXT    NOT NULL,
    raw         TEXT    NOT NULL,
    -- As it was said then, so that a row can be read by itself.
    agency_name TEXT    NOT NULL,
    message     TEXT    NOT NULL,
    -- The answer.
    reason      TEXT    NOT NULL CHECK (reason <> ''),
    author      TEXT    NOT NULL CHECK (author <> ''),
    written_at  TEXT    NOT NULL
) STRICT;

CREATE INDEX explanation_subject ON explanation (agency, year, scope, check_id, cells);

CREATE TABLE withdrawal (
    explanation INTEGER PRIMARY KEY REFERENCES explanation (id),
    reason      TEXT NOT NULL,
    author      TEXT NOT NULL CHECK (author <> ''),
    written_at  TEXT NOT NULL
) STRICT;

CREATE TRIGGER explanation_stays BEFORE UPDATE ON explanation BEGIN SELECT raise(ABORT, 'an explanation is never changed'); END;
CREATE TRIGGER explanation_kept BEFORE DELETE ON explanation BEGIN SELECT raise(ABORT, 'an explanation is never deleted'); END;
CREATE TRIGGER withdrawal_stays BEFORE UPDATE ON withdrawal BEGIN SELECT raise(ABORT, 'a withdrawal is never changed'); END;
CREATE TRIGGER withdrawal_kept BEFORE DELETE ON withdrawal BEGIN SELECT raise(ABORT, 'a withdrawal is never deleted'); END;
