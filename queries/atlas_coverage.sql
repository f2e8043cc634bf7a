-- Expected and received reports of each region with all below it, by year and scope.
SELECT region, year, scope, expected, received, unexpected
FROM coverage
