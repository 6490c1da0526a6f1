// Command memory measures servers without the kernel, in turn within one process,
// several rounds: time, processor time and allocations per request.
//
//	go run ./cmd/memory -count 10 -time 300ms -o out/memory.txt
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime"
	"time"

	"example.com/httpgen/bench/memory"
	"example.com/httpgen/bench/ours"
	"example.com/httpgen/bench/raw"
)

// heapFactor makes the samples with a live heap longer, so that each holds several
// collections: the next one begins when as much as is live has been allocated.
const heapFactor = 8

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "memory:", err)
		os.Exit(1)
	}
}

func run() error {
	count := flag.Int("count", 10, "rounds")
	length := flag.Duration("time", 300*time.Millisecond, "length of one sample")
	only := flag.String("run", "", "measure only cases whose name matches this regular expression")
	output := flag.String("o", "", "file for the samples (default: standard output)")
	flag.Parse()
	if *count < 1 || *count > 1000 || *length < time.Millisecond || *length > time.Minute {
		return fmt.Errorf("-count must be 1 to 1000 and -time 1ms to 1m")
	}
	pattern, err := regexp.Compile(*only)
	if err != nil {
		return err
	}
	w, err := raw.Create(*output)
	if err != nil {
		return err
	}
	raw.Header(w)
	plain, heap := split(memory.Cases(append(ours.Servers(), memory.Rivals()...)), pattern)
	measureAll(w, plain, *count, *length)
	live := memory.Heap()
	measureAll(w, heap, *count, heapFactor**length)
	runtime.KeepAlive(live)
	return w.Close()
}

func split(cases []memory.Case, pattern *regexp.Regexp) (plain, heap []memory.Case) {
	for _, c := range cases {
		switch {
		case !pattern.MatchString(c.Name):
		case c.Heap:
			heap = append(heap, c)
		default:
			plain = append(plain, c)
		}
	}
	return plain, heap
}

// measureAll runs the rounds. A server that fails a case is noted and left out of it.
func measureAll(w io.Writer, cases []memory.Case, count int, length time.Duration) {
	requests := make([]int, len(cases))
	for i, c := range cases {
		var err error
		if requests[i], err = c.Calibrate(length); err != nil {
			requests[i] = 0
			note(w, err)
		}
	}
	for range count {
		for i, c := range cases {
			if requests[i] == 0 {
				continue
			}
			sample, err := c.Measure(requests[i])
			if err != nil {
				requests[i] = 0
				note(w, err)
				continue
			}
			raw.WriteSample(w, sample)
		}
	}
}

func note(w io.Writer, err error) {
	fmt.Fprintln(os.Stderr, "memory:", err)
	raw.Write(w, raw.Fact{Key: "note", Value: err.Error()})
}
