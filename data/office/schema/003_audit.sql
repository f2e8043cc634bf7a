-- The audit log (审计日志): who did what. Entries are numbered without gaps and chained: each holds the hash of the one before it
-- in its own, so that an entry changed, removed or slipped in shows (office.VerifyAudit).

CREATE TABLE audit (
    id       INTEGER PRIMARY KEY, -- 1, 2, 3, …
    at       TEXT    NOT NULL,
    account  INTEGER NOT NULL,    -- who; 0 for somebody at the command line, and for who is not known
    name     TEXT    NOT NULL,    -- the account's login, or the name given at the command line
    address  TEXT    NOT NULL,    -- network address the request came from; '' at the command line
    request  TEXT    NOT NULL,    -- id of the request in the server's log; ''
    action   TEXT    NOT NULL,    -- office.Action
    subject  TEXT    NOT NULL,    -- what it was done to: account:li, report:12, …
    detail   TEXT    NOT NULL,    -- in words; never a secret
    hash     TEXT    NOT NULL
) STRICT;

CREATE INDEX audit_action ON audit (action, id);
CREATE INDEX audit_name ON audit (name, id);

CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'an audit entry is never changed'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'an audit entry is never deleted'); END;
