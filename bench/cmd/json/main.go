// Command json measures what reads and writes JSON, in turn within one process, several rounds:
// time and allocations per document.
//
//	go run ./cmd/json -count 20 -time 5ms -o out/json.txt
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"example.com/httpgen/bench/codec"
	"example.com/httpgen/bench/memory"
	"example.com/httpgen/bench/raw"
)

// liveHeap makes collections as rare as they are in a service: with an empty heap half of the
// time would be theirs.
const liveHeap = 64 << 20

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "json:", err)
		os.Exit(1)
	}
}

func run() error {
	count := flag.Int("count", 20, "rounds")
	length := flag.Duration("time", 5*time.Millisecond, "length of one sample")
	cost := flag.Int("cost", 0, "rounds of generating and compiling")
	only := flag.String("run", "", "measure only cases that match this regular expression: "+
		"what/size/variant/contestant")
	output := flag.String("o", "", "file for the samples (default: standard output)")
	flag.Parse()
	if *count < 1 || *count > 1000 || *length < time.Microsecond || *length > time.Minute {
		return fmt.Errorf("-count must be 1 to 1000 and -time 1us to 1m")
	}
	pattern, err := regexp.Compile(*only)
	if err != nil {
		return err
	}
	all, err := codec.Cases()
	if err != nil {
		return err
	}
	var cases []codec.Case
	for _, c := range all {
		if pattern.MatchString(c.Name + "/" + c.Contestant) {
			cases = append(cases, c)
		}
	}
	w, err := raw.Create(*output)
	if err != nil {
		return err
	}
	raw.Header(w)
	live := make([]byte, liveHeap)
	defer runtime.KeepAlive(live)
	if err := measureAll(w, cases, *count, *length); err != nil {
		return err
	}
	if pattern.MatchString("post/1KB/order") {
		if err := measurePosts(w, *count, *length); err != nil {
			return err
		}
	}
	if *cost > 0 {
		if err := measureCosts(w, *cost); err != nil {
			return err
		}
	}
	return w.Close()
}

func measureCosts(w io.Writer, rounds int) error {
	for range rounds {
		samples, err := measureCost(context.Background())
		if err != nil {
			return err
		}
		for _, s := range samples {
			raw.WriteSample(w, s)
		}
	}
	return nil
}

// postFactor makes samples of servers longer: they begin with a connection.
const postFactor = 4

// measurePosts runs the rounds of whole servers.
func measurePosts(w io.Writer, count int, length time.Duration) error {
	cases := memory.Post()
	requests := make([]int, len(cases))
	for i, c := range cases {
		var err error
		if requests[i], err = c.Calibrate(postFactor * length); err != nil {
			return err
		}
	}
	for range count {
		for i, c := range cases {
			sample, err := c.Measure(requests[i])
			if err != nil {
				return err
			}
			raw.WriteSample(w, sample)
		}
	}
	return nil
}

// measureAll runs the rounds, which begin with all of the contestants in their order.
func measureAll(w io.Writer, cases []codec.Case, count int, length time.Duration) error {
	times := make([]int, len(cases))
	for i, c := range cases {
		if err := c.Run(); err != nil { // what is compiled at first use is compiled
			return fmt.Errorf("%s/%s: %w", c.Name, c.Contestant, err)
		}
		for times[i] = 1; ; times[i] *= 2 {
			sample, err := measure(c, times[i])
			if err != nil {
				return err
			}
			if took := time.Duration(sample.Values[0].Figure * float64(sample.N)); took >= length/4 {
				times[i] = max(1, int(float64(times[i])*float64(length)/float64(took)))
				break
			}
		}
	}
	for round := range count {
		for _, i := range order(cases, round) {
			sample, err := measure(cases[i], times[i])
			if err != nil {
				return err
			}
			raw.WriteSample(w, sample)
		}
	}
	return nil
}

// order are the numbers of the cases in the order of a round: another contestant begins each
// time, so that none always pays for the garbage and the caches of the case before.
func order(cases []codec.Case, round int) (list []int) {
	for begin := 0; begin < len(cases); {
		end := begin
		for end < len(cases) && cases[end].Name == cases[begin].Name {
			end++
		}
		for i := range end - begin {
			list = append(list, begin+(i+round)%(end-begin))
		}
		begin = end
	}
	return list
}

// measure takes one sample.
func measure(c codec.Case, times int) (raw.Sample, error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start, cpu := time.Now(), cpuTime()
	for range times {
		if err := c.Run(); err != nil {
			return raw.Sample{}, fmt.Errorf("%s/%s: %w", c.Name, c.Contestant, err)
		}
	}
	cpu = cpuTime() - cpu
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	per := func(total float64) float64 { return total / float64(times) }
	return raw.Sample{Name: "JSON/" + c.Name + "/" + c.Contestant, N: times,
		Values: []raw.Value{
			{Figure: per(float64(cpu.Nanoseconds())), Unit: "cpu-ns/op"},
			{Figure: per(float64(took.Nanoseconds())), Unit: "ns/op"},
			{Figure: per(float64(after.TotalAlloc - before.TotalAlloc)), Unit: "B/op"},
			{Figure: per(float64(after.Mallocs - before.Mallocs)), Unit: "allocs/op"},
		}}, nil
}

// cpuTime is what this process, its collector included, has used: others share the cores.
func cpuTime() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
		panic(err) // it fails for bad arguments only
	}
	return time.Duration(t.Nano())
}
