-- Files that were read and could not be placed: those whose latest outcome says so, oldest first.
SELECT f.sha256, f.path, f.reason
FROM file_outcome f
WHERE f.outcome = 'unplaced'
  AND NOT EXISTS (
      SELECT 1 FROM file_outcome later
      WHERE later.sha256 = f.sha256 AND (later.job > f.job OR (later.job = f.job AND later.ord > f.ord)))
ORDER BY f.job, f.ord
