// Package keep makes backups of a data directory, puts them back, and verifies that nothing in it has changed since it was
// written.
//
//	manifest, err := keep.Backup(ctx, dir, "tongjian-2026-02-01.zip", keep.Options{…})   // while servers serve
//	manifest, err := keep.Restore(ctx, "tongjian-2026-02-01.zip", newDir, keep.Options{…})
//	result, err := keep.Verify(ctx, dir, keep.Options{…})
//
// # A backup
//
// A backup is one ZIP file with everything of a data directory but locks and what is half written, under the same paths, so that
// the original reports can be taken out of it with any program; last comes tongjian-manifest.json, which lists every file with its
// SHA-256 and says what state it is: the newest snapshot, its counts, the head of the audit log. It is written under a temporary
// name, read back and compared with the manifest, made certain to survive a power cut, and only then given its name.
//
// It is one state. Jobs are kept out while what changes is copied: the office's store (by SQLite itself,
// as of one moment), then the warehouse with its log and what has been sent in. Snapshots and files under files/ never change once they have their names;
// the snapshots are opened under the lock, so one that is removed meanwhile is still in it, and files are never removed. So
// jobs wait for as long as copying the warehouse takes, and servers do not wait at all.
//
// # Putting back
//
// A backup goes into a new or empty directory only. It is unpacked beside it under a temporary name, every byte is compared with
// the manifest, the whole is verified as [Verify] does, and then it is renamed. A restore that is broken off leaves the target
// as it was; the next one removes what it left. Names that lead out of the directory, links, more bytes than the manifest says,
// and entries it does not list are refused.
package keep
