package dashboard

import (
	"os"
	"runtime/debug"
)

const (
	// heapGrowth is by how many per cent the heap may grow before it is collected. A page leaves behind several times its size and the
	// next one needs it again; collecting at the runtime's own 100 took a third of the time of making a page.
	heapGrowth = 400
	// heapBound is the size at which the heap is collected however little it has grown. What is kept stays well below it.
	heapBound = 512 << 20
)

// EaseHeap lets this process collect its heap less often than other programs, since a server that makes pages has little that lasts
// and leaves much behind. Who has set GOGC or GOMEMLIMIT has decided otherwise.
func EaseHeap() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(heapGrowth)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(heapBound)
	}
}
