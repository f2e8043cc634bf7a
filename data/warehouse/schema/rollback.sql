-- Only in snapshots that show an older state again (rollback.go): which snapshot it is a copy of, and when that was published.
-- Everything else in it is as it was there, but snapshot_info.number and published_at, and publication, which goes on.
CREATE TABLE rollback (
    of           INTEGER   NOT NULL,
    published_at TIMESTAMP NOT NULL, -- UTC: of the older snapshot
    reason       VARCHAR   NOT NULL  -- as given; ''
);
