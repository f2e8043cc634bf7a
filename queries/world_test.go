package queries

import (
	"database/sql"
	"testing"
	"time"

	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/data/warehouse/warehousetest"
)

// testTime is when everything in the tests happens.
var testTime = time.Date(2026, 1, 20, 9, 0, 0, 0, time.UTC)

// publish loads reports through a real job into a data directory of their own and gives the snapshot published.
func publish(t testing.TB, roster []regions.Agency, files []warehouse.Incoming) *sql.DB {
	t.Helper()
	return warehousetest.Newest(t, warehousetest.Publish(t, testTime, roster, files)).DB()
}
