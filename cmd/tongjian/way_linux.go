package main

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// background is how far down the order of the system's processes long work goes: where others want the processors too, they
// get most of them.
const background = 10

// giveWay lets everything else on the machine go first: a job that reads for minutes should not be felt by those who look at
// pages. It is the thread, not the process, that Linux orders; a new one starts where the one that made it stands, so this is
// called while there are few. Where the system refuses, the work is as fast as anybody else's.
func giveWay() {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return
	}
	for _, t := range threads {
		id, err := strconv.Atoi(t.Name())
		if err != nil {
			continue
		}
		// The system call tells 20 less the place.
		if place, err := unix.Getpriority(unix.PRIO_PROCESS, id); err == nil && 20-place < background {
			_ = unix.Setpriority(unix.PRIO_PROCESS, id, background)
		}
	}
}
