package raw

import (
	"time"

	"golang.org/x/sys/unix"
)

// ThreadTime is the time that this thread ran; its goroutine is locked to it. On a quiet machine
// it passes like the clock's; on a shared one it leaves out what others took.
func ThreadTime() time.Duration {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &now); err != nil {
		panic(err) // every Linux has this clock
	}
	return time.Duration(now.Nano())
}
