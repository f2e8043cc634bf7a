-- Every snapshot up to this one, the newest first.
SELECT number, published_at, reports
FROM publication
ORDER BY number DESC
