-- After matching.sql: findings and reports by check and severity; the row without a check counts the reports of check $6
-- ('' for all) with an error or warning.
SELECT coalesce(check_id, ''), coalesce(severity, ''), count(*),
       CASE WHEN check_id IS NULL
            THEN count(DISTINCT CASE WHEN severity <> 'note' AND ($6 = '' OR check_id = $6) THEN report END)
            ELSE count(DISTINCT report) END
FROM matching
GROUP BY GROUPING SETS ((check_id, severity), ())
