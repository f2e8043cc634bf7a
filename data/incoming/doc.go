// Package incoming keeps the files people have sent until the office has taken them over: the bytes as they came, and what
// reading them found. It is the folder incoming/ of a data directory; who sent what, and what became of it, is in data/office.
//
//	desk, err := incoming.Open(dir)
//	defer desk.Close()
//	batch := desk.Batch()
//	defer batch.Drop()
//	taken, err := batch.Take("一月.zip", body)     // streamed to the disk; of an archive, every file in it
//	err = batch.Keep(func() error { … })          // named by the SHA-256 of their bytes; the function writes down whose they are
//	b, err := desk.Read(taken[0].SHA256)
//	err = desk.KeepReading(submission, incoming.Reading{…})
//	reading, err := desk.Reading(submission)
//
// A name somebody gave a file is never part of a path here. A file has its name only when it is whole and certain to survive a
// power cut. It is kept until the warehouse has its bytes, or nobody needs it any more: then [Desk.Clear] removes it. Clearing away
// and keeping hold a lock against each other, so that nothing is removed between being named and being written down.
//
// Several processes may have one folder open: servers, and people at the command line. Each holds a lock of its own for as long as
// it lives, which the system frees when it dies; [Desk.Sweep] finds the dead, removes what they left half written and tells who
// they were, so that their jobs are done by somebody else.
package incoming
