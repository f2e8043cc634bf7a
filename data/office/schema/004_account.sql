-- Accounts (账号) and what they sign in with. Secrets are kept as digests only: a copy of this file opens no door.

CREATE TABLE account (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    login       TEXT    NOT NULL UNIQUE CHECK (login <> ''),
    name        TEXT    NOT NULL,
    role        TEXT    NOT NULL CHECK (role IN ('administrator', 'office', 'agency', 'viewer')),
    region      TEXT    NOT NULL, -- code of the region it reaches, with everything below; 000000 all
    agency      INTEGER NOT NULL, -- of a role agency: the agency whose reports it sends; else 0
    password    TEXT    NOT NULL, -- argon2id, $argon2id$v=19$…; '' signs in by identity only
    must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)), -- somebody else knows the password
    identity    TEXT    NOT NULL, -- what the provider of single sign-on calls it; ''
    disabled    INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    created_at  TEXT    NOT NULL,
    CHECK ((role = 'agency') = (agency <> 0))
) STRICT;
CREATE UNIQUE INDEX account_identity ON account (identity) WHERE identity <> '';

CREATE TABLE session (
    digest     TEXT    PRIMARY KEY, -- SHA-256 of the secret in the cookie
    account    INTEGER NOT NULL REFERENCES account (id),
    address    TEXT    NOT NULL,
    created_at TEXT    NOT NULL,
    seen_at    TEXT    NOT NULL,
    expires_at TEXT    NOT NULL
) STRICT;
CREATE INDEX session_account ON session (account);

CREATE TABLE token (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    digest     TEXT    NOT NULL UNIQUE, -- SHA-256 of the secret
    account    INTEGER NOT NULL REFERENCES account (id),
    name       TEXT    NOT NULL, -- what it is for
    rights     TEXT    NOT NULL, -- of office.Right, separated by blanks: never more than the account's own
    created_at TEXT    NOT NULL,
    expires_at TEXT    NOT NULL,
    revoked_at TEXT    NOT NULL, -- '' while it is good
    used_at    TEXT    NOT NULL  -- to the hour; '' never
) STRICT;

-- Attempts to sign in that failed, or are under way, by login and by address.
CREATE TABLE throttle (
    subject  TEXT    PRIMARY KEY, -- login:li, address:10.1.2.3
    failures INTEGER NOT NULL,
    last_at  TEXT    NOT NULL,
    until    TEXT    NOT NULL -- refused until then; ''
) STRICT;
