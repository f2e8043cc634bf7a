-- Which snapshot this is.
SELECT number, published_at, reports, agencies, sample,
       (SELECT string_agg(CAST(year AS VARCHAR), ',' ORDER BY year) FROM (SELECT DISTINCT year FROM report WHERE live) AS years)
FROM snapshot_info
