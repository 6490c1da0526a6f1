// Command contracts measures contracts beside ogen's generated server: decoding typed
// parameters, and what documents cost to generate and to compile.
//
//	go run ./cmd/contracts -count 20 -time 100ms -o out/contracts.txt
//
// It is run in the folder of this module and works in generated/, as cmd/generate does.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"example.com/httpgen/bench/contracts"
	"example.com/httpgen/bench/contracts/params"
	"example.com/httpgen/bench/raw"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "contracts:", err)
		os.Exit(1)
	}
}

// rivals decode with ogen's generated code; cmd/ogen makes that, and rivals_gen.go, which enters
// them. Without it ours decodes alone.
var rivals []contracts.Case

func run(ctx context.Context) error {
	count := flag.Int("count", 20, "rounds of decoding")
	length := flag.Duration("time", 100*time.Millisecond, "length of one sample of decoding")
	costs := flag.Int("costs", 3, "rounds of generating and compiling")
	output := flag.String("o", "", "file for the samples (default: standard output)")
	flag.Parse()
	if *count < 1 || *count > 1000 || *length < time.Millisecond || *length > time.Minute {
		return fmt.Errorf("-count must be 1 to 1000 and -time 1ms to 1m")
	}
	if *costs < 0 || *costs > 100 {
		return fmt.Errorf("-costs must be 0 to 100")
	}
	w, err := raw.Create(*output)
	if err != nil {
		return err
	}
	raw.Header(w)
	if err := decodeAll(w, append(params.Cases, rivals...), *count, *length); err != nil {
		return err
	}
	if err := costAll(ctx, w, *costs); err != nil {
		return err
	}
	return w.Close()
}

// decodeAll runs the rounds. How many times a sample decodes is fixed before the first, so that
// rounds do the same work.
func decodeAll(w io.Writer, cases []contracts.Case, count int, length time.Duration) error {
	times := make([]int, len(cases))
	for i, c := range cases {
		var err error
		if times[i], err = calibrate(c, length); err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	for range count {
		for i, c := range cases {
			sample, err := c.Measure(times[i])
			if err != nil {
				return fmt.Errorf("%s: %w", c.Name, err)
			}
			raw.WriteSample(w, sample)
		}
	}
	return nil
}

// calibrate finds how many times take about so long, and holds what was decoded to what was sent.
func calibrate(c contracts.Case, length time.Duration) (int, error) {
	if err := c.Check(); err != nil {
		return 0, err
	}
	for times := len(contracts.Requests); ; times *= 2 {
		var took time.Duration
		_, err := c.Decode(times, func(decode func()) {
			start := time.Now()
			decode()
			took = time.Since(start)
		})
		if err != nil {
			return 0, err
		}
		if took >= length/4 || times >= 1<<26 {
			return max(1, int(float64(times)*float64(length)/float64(max(took, 1)))), nil
		}
	}
}
