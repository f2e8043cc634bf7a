SELECT year, scope, region, day
FROM snapshot.deadline
