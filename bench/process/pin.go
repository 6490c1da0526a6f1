package process

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Pinning to processors lives here.

// Pin keeps this process on the processors of a list such as "0,2-3" and sets
// GOMAXPROCS to their number. "" changes nothing.
func Pin(list string) error {
	if list == "" {
		return nil
	}
	var set unix.CPUSet
	for part := range strings.SplitSeq(list, ",") {
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			last = first
		}
		from, err1 := strconv.Atoi(first)
		to, err2 := strconv.Atoi(last)
		if err1 != nil || err2 != nil || from < 0 || to < from || to >= 1024 {
			return fmt.Errorf("processors %q: want a list such as 0,2-3", list)
		}
		for cpu := from; cpu <= to; cpu++ {
			set.Set(cpu)
		}
	}
	if err := pinThreads(&set); err != nil {
		return fmt.Errorf("processors %q: %w", list, err)
	}
	runtime.GOMAXPROCS(set.Count())
	return nil
}

// pinThreads pins every thread of this process. A thread made meanwhile by one not
// yet pinned is found by looking twice; later ones inherit.
func pinThreads(set *unix.CPUSet) error {
	for range 2 {
		tasks, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return err
		}
		for _, task := range tasks {
			tid, err := strconv.Atoi(task.Name())
			if err != nil {
				return err
			}
			if err := unix.SchedSetaffinity(tid, set); err != nil && err != unix.ESRCH {
				return err
			}
		}
	}
	return nil
}

// Halves splits the machine: servers on the first half of the processors, the client
// on the others. With one processor both are "": not pinned.
func Halves() (servers, client string) {
	n := runtime.NumCPU()
	if n < 2 {
		return "", ""
	}
	return span(0, n/2-1), span(n/2, n-1)
}

func span(from, to int) string {
	if from == to {
		return strconv.Itoa(from)
	}
	return fmt.Sprintf("%d-%d", from, to)
}
