-- After matching.sql: findings and reports by check and severity; the row without a check counts the reports of check $9
-- ('' for all) with an error or warning.
SELECT coalesce(check_id, ''), coalesce(severity, ''), count(*),
       CASE WHEN check_id IS NULL
            THEN count(DISTINCT CASE WHEN severity <> 'note' AND ($9 = '' OR check_id = $9) THEN nullif(report, 0) END)
            ELSE count(DISTINCT nullif(report, 0)) END
FROM matching
GROUP BY GROUPING SETS ((check_id, severity), ())
