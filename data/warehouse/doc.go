// Package warehouse stores reports in DuckDB and publishes them for reading.
//
// A data directory holds
//
//	warehouse.duckdb          what has been loaded; only jobs open it
//	snapshots/NNNNNN.duckdb   published states, immutable, the highest number the newest
//	files/<sha256>            the bytes of everything received, and the documents read from them
//	lock, lock.json           held by the job at work, and who that is
//	office.sqlite             what the office itself says and decides: data/office, not this package
//
// Writing is a [Job], one at a time in a directory:
//
//	job, err := warehouse.Begin(ctx, dir, warehouse.Options{Command: "tongjian ingest"})
//	defer job.Close()
//	imported, err := job.ImportAgencies(ctx, roster)
//	result, err := job.Load(ctx, warehouse.Incoming{…})   // one transaction a file
//	err = job.Failed(ctx, path, contents, reason)         // a file that could not be read
//	err = job.ReplaceCrossFindings(ctx, findings)         // checks across reports: ingest/check.Across calls it
//	snapshot, err := job.Publish(ctx)
//
// Hashing, compressing and storing a file's bytes is most of the work of loading it and needs no transaction: workers that
// read files in parallel call [Job.Prepare], which is safe for concurrent use, and hand the result to the one goroutine
// that calls [Job.LoadBatch] with as many files as are ready: they share a transaction, and a file costs a fifth of what it
// costs alone.
//
// Reading never meets writing. A server opens a directory with [OpenSnapshots] and takes a [Lease] for each request; the
// lease is of the newest snapshot, read-only and locked down, and stays valid whatever is published meanwhile:
//
//	snapshots, err := warehouse.OpenSnapshots(dir)
//	lease, err := snapshots.Acquire(ctx)
//	defer lease.Release()
//	rows, err := lease.DB().QueryContext(context.WithoutCancel(ctx), …)
//
// A statement on a snapshot is let come to its end: broken off, it can keep DuckDB's instance beyond closing, and the file cannot be
// opened again in this process (duckdb/duckdb#25965).
//
// A snapshot that another version of the program published gives a [FormError]: its tables may not be those queries ask.
// Publishing makes one that can be read.
//
// Whoever looks after a directory rather than loading into it takes a [Hold], which keeps jobs out: [Hold.Rollback] shows an older
// snapshot again, as a copy under the next number, [Hold.Verify] checks all that is stored. [Job.Prune] removes the oldest snapshots
// nobody is reading: readers hold a shared lock on the file. Package data/keep makes backups.
//
// The tables are declared, with every column explained, in the numbered files of schema/ and in schema/snapshot.sql.
// [Job.SetDeadline] keeps the days offices have set for reports to be in (data/filing).
//
// # Revisions
//
// Nothing is overwritten. A report of (agency, year, scope) that comes in another file is a new revision; the one loaded
// last is live. The same bytes loaded again change nothing, with three exceptions, all of the live report only:
//
//   - a newer reader finds other facts in them: a revision;
//   - it finds the same facts and other claims or findings: these are replaced, the revision stays;
//   - they are now placed at another agency, year or scope: the report they had been placed as is withdrawn, and what it
//     had superseded is live again.
package warehouse
