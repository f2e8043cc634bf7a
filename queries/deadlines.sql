-- The days offices have set for reports to be in, in place of the law's.
SELECT year, scope, region, day FROM deadline
