package runtime

import (
	"fmt"
	"os"
	goruntime "runtime"
)

// How memory is measured in tests lives here.

// memory is what lives on heap and stacks, in bytes.
func memory() int {
	goruntime.GC()
	goruntime.GC()
	var m goruntime.MemStats
	goruntime.ReadMemStats(&m)
	return int(m.HeapAlloc + m.StackInuse)
}

// residentMemory is what this process has in memory, in bytes; 0 where the system does
// not tell.
func residentMemory() int {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var size, resident int
	if _, err := fmt.Sscan(string(b), &size, &resident); err != nil {
		return 0
	}
	return resident * os.Getpagesize()
}
