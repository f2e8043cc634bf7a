// Command tongjian (通鉴) loads yearly reports on the disclosure of government information into a DuckDB warehouse, checks
// them, and serves pages that compare agencies and districts across years. Package data's documentation is the tour.
package main

import (
	"context"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	if len(os.Args) > 1 && slices.Contains(longWork(), os.Args[1]) {
		giveWay()
	}
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}

// longWork are the commands that keep every processor busy for minutes while a server may be answering beside them.
func longWork() []string {
	return []string{"ingest", "publish", "backup", "restore", "verify", "measure", "simulate"}
}
