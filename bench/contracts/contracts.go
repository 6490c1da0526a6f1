// Package contracts measures what typed parameters cost: requests with three path, five query
// and two header parameters, decoded by our generated code and by ogen's.
package contracts

import (
	"fmt"
	"reflect"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"example.com/httpgen/bench/raw"
)

// The measuring lives here.

// A Case is one contestant that decodes the requests from one source.
type Case struct {
	Name string // Contract/decode-<source>/<contestant>
	// Decode calls measure on the goroutine that decodes, with a function that decodes so many
	// times, one request after the other. It returns what each of Requests was decoded to.
	Decode func(times int, measure func(decode func())) ([]Item, error)
}

// Check holds what is decoded to what was sent.
func (c Case) Check() error {
	got, err := c.Decode(len(Requests), func(decode func()) { decode() })
	if err != nil {
		return err
	}
	for i, r := range Requests {
		if i >= len(got) || !reflect.DeepEqual(got[i], r.Item) {
			return fmt.Errorf("%s: request %d is not decoded to %+v", c.Name, i, r.Item)
		}
	}
	return nil
}

// Measure takes one sample.
func (c Case) Measure(times int) (raw.Sample, error) {
	runtime.GC() // the garbage of the case before is not this one's
	var before, after runtime.MemStats
	var ran time.Duration
	_, err := c.Decode(times, func(decode func()) {
		runtime.LockOSThread() // for threadTime
		defer runtime.UnlockOSThread()
		runtime.ReadMemStats(&before)
		ran = threadTime()
		decode()
		ran = threadTime() - ran
		runtime.ReadMemStats(&after)
	})
	if err != nil {
		return raw.Sample{}, err
	}
	per := func(total float64) float64 { return total / float64(times) }
	allocs := per(float64(after.Mallocs - before.Mallocs))
	return raw.Sample{Name: c.Name, N: times, Values: []raw.Value{
		{Figure: per(float64(ran.Nanoseconds())), Unit: "ns/request"},
		{Figure: per(float64(after.TotalAlloc - before.TotalAlloc)), Unit: "B/request"},
		{Figure: allocs, Unit: "allocs/request"},
		{Figure: max(0, allocs-Own()), Unit: "allocs-beyond-values"},
	}}, nil
}

// threadTime is the time that this thread ran: what others take of a shared machine is not in
// it, nor is the collector's work on other threads.
func threadTime() time.Duration {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &now); err != nil {
		panic(err) // every Linux has this clock
	}
	return time.Duration(now.Nano())
}
