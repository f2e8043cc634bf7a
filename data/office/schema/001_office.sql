-- office.sqlite: what an office says and decides itself. Times are UTC texts, 2026-01-20T01:30:00.000000Z. Text columns are
-- never NULL: what is not known is ''. PRAGMA user_version is the number of the last migration applied.

CREATE TABLE migration (
    number     INTEGER PRIMARY KEY,
    applied_at TEXT    NOT NULL
) STRICT;

-- One row. version grows with every change of what pages show.
CREATE TABLE office_state (
    only    INTEGER PRIMARY KEY CHECK (only = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO office_state (only, version) VALUES (1, CAST(unixepoch('subsec') * 1000000 AS INTEGER));
