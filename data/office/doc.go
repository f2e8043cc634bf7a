// Package office keeps what an office says and decides itself, beside what the reports say: its explanations of findings
// first of all. It is one SQLite file, office.sqlite, in the data directory next to the warehouse.
//
//	store, err := office.Open(ctx, dir)
//	defer store.Close()
//	kept, err := store.Explain(ctx, office.Answer{Subject: office.SubjectOf(…), Reason: …, Author: …})
//	err = store.Withdraw(ctx, actor, kept.ID, author, reason)
//	all, err := store.Explanations(ctx)
//	book := office.NewBook(all)          // what stands, by finding
//	said := book.About(subject, office.FiguresOf(finding))
//
// Several processes may have the file open: the server and people at the command line. It is in WAL mode with
// synchronous FULL: what a call has reported as done survives the end of the process and of the machine's power; a call
// that did not return has happened whole or not at all. Writers wait for each other.
//
// # What is never lost
//
// Snapshots are immutable and reports are read again, corrected and published again. Nothing here points at the id of a
// report or of a finding, which change with each of these: an explanation belongs to a [Subject], the agency, year, scope,
// check and cells concerned, and carries the two numbers it answers. Rows of explanation and withdrawal are never
// changed or deleted; triggers in the schema refuse it.
//
// # Versions
//
// [Store.Version] grows with every change pages could show. A page that shows anything from here is a function of its
// address, the snapshot and this version: both belong in its ETag and in the key of a cache.
//
// # Adding tables
//
// schema/NNN_name.sql are migrations, applied in order, each in a transaction of its own; a published one is never
// changed, a new one is added with the next number. The Go that asks a table stands in a file of its own beside this
// one. Writing goes through two helpers (write.go): [Store.change] for what pages show, which moves the version, and
// [Store.quietly] for what they do not, such as the last use of a session. Both hold the only writing transaction there
// is from their first statement, so what is read in it is still true when it commits. Times are written with stamp and
// read with parseStamp: UTC, to the microsecond, so that their order as texts is their order in time.
package office
