// Package jobs does the work of the jobs people queue by sending reports: reading and checking what came, and loading what the
// office has accepted.
//
//	worker := &jobs.Worker{Dir: dir, Store: store, Desk: desk, …}
//	err := worker.Run(ctx)                          // until the context ends
//	worker.Wake()                                   // something has been queued here
//
// Any number of processes may work on one data directory. Each job is done by one of them, which the store knows by the name of
// its [incoming.Desk]; when it dies, the others queue its jobs again. Every step can be repeated: a file read twice gives the same
// reading, and one loaded twice changes nothing.
//
//   - A read job takes files from the desk, reads and checks them on all cores, and keeps what it found for the preview. It touches
//     the warehouse not at all.
//   - A load job waits for the warehouse's lock, loads, publishes, and only then says that the files are loaded. When it is killed
//     before that, whoever does it again finds them unchanged and says so.
//   - What the warehouse has, it removes from the desk, as it does, [incoming.Retention] later, what was taken back or corrected, and
//     what reading found in any of these. The previews of loaded files go then too; the report's page has all they had.
package jobs
