// Command routes measures routing: every router on every set, in turn within one
// process, several rounds. One round asks each case once; the routers of one set and
// order come right after each other, so that what the machine does beside is shared.
//
//	go run ./cmd/routes -count 10 -time 100ms -o out/routes.txt
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime"
	"strings"
	"time"

	"example.com/httpgen/bench/ours"
	"example.com/httpgen/bench/raw"
	"example.com/httpgen/bench/routing"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "routes:", err)
		os.Exit(1)
	}
}

func run() error {
	var (
		count  = flag.Int("count", 10, "rounds; benchstat wants at least 6")
		length = flag.Duration("time", 100*time.Millisecond, "length of one sample")
		sets   = flag.String("sets", strings.Join(routing.SetNames, ","),
			"route sets, comma separated")
		only = flag.String("run", "",
			"measure only cases whose name matches this regular expression")
		dir = flag.String("routesets", "",
			"folder of the sets (default: generated_test/routesets here or above)")
		output = flag.String("o", "", "file for the samples (default: standard output)")
	)
	flag.Parse()
	if *count < 1 || *count > 1000 || *length < time.Millisecond || *length > time.Minute {
		return fmt.Errorf("-count must be 1 to 1000 and -time 1ms to 1m")
	}
	pattern, err := regexp.Compile(*only)
	if err != nil {
		return err
	}
	if *dir == "" {
		if *dir, err = routing.FindSets(); err != nil {
			return err
		}
	}
	cases, loaded, err := routing.Cases(*dir, strings.Split(*sets, ","), contestants)
	if err != nil {
		return err
	}
	w, err := raw.Create(*output)
	if err != nil {
		return err
	}
	raw.Header(w)
	writeNotes(w, loaded)
	measureAll(w, matching(cases, pattern), *count, *length)
	return w.Close()
}

func contestants(set *routing.Set) []routing.Router {
	return append(ours.Routers(set), routing.Rivals()...)
}

func matching(cases []routing.Case, pattern *regexp.Regexp) (kept []routing.Case) {
	for _, c := range cases {
		if pattern.MatchString(c.Name) {
			kept = append(kept, c)
		}
	}
	return kept
}

// writeNotes keeps what a reader must know of a rival's set-up beside its figures.
func writeNotes(w io.Writer, loaded []*routing.Loaded) {
	for _, l := range loaded {
		set := l.Workload.Set.Name
		if l.Workload.Set.Typed {
			set += " typed"
		}
		if l.Refusal != nil {
			raw.Write(w, raw.Fact{Key: "note", Value: fmt.Sprintf("%s, %s: refuses the set: %v",
				set, l.Router.Name(), l.Refusal)})
		}
		for _, note := range l.Notes {
			raw.Write(w,
				raw.Fact{Key: "note", Value: fmt.Sprintf("%s, %s: %s", set, l.Router.Name(), note)})
		}
	}
}

// measureAll runs the rounds. The number of passes of a sample is fixed before the
// first, so that the clock is read twice a sample and rounds do the same work.
func measureAll(w io.Writer, cases []routing.Case, count int, length time.Duration) {
	runtime.LockOSThread() // for raw.ThreadTime
	fmt.Fprintf(os.Stderr, "routes: %d cases, %d rounds of %v: at least %v\n", len(cases), count,
		length, time.Duration(len(cases)*count)*length)
	passes := make([]int, len(cases))
	for i, c := range cases {
		passes[i] = calibrate(c, length)
	}
	for range count {
		for i, c := range cases {
			raw.WriteSample(w, measure(c, passes[i]))
		}
	}
}

func calibrate(c routing.Case, length time.Duration) int {
	c.Pass() // warm caches and pools
	for passes := 1; ; passes *= 2 {
		took := timePasses(c, passes)
		if took >= length/8 || passes >= 1<<24 {
			return max(1, int(float64(passes)*float64(length)/float64(max(took, 1))))
		}
	}
}

func timePasses(c routing.Case, passes int) time.Duration {
	start := time.Now()
	for range passes {
		c.Pass()
	}
	return time.Since(start)
}

func measure(c routing.Case, passes int) raw.Sample {
	runtime.GC() // pay for the garbage of the case before, not for its maker's
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	ran := raw.ThreadTime()
	took := timePasses(c, passes)
	ran = raw.ThreadTime() - ran
	runtime.ReadMemStats(&after)
	n := passes * c.Routes()
	per := func(total uint64) float64 { return float64(total) / float64(n) }
	return raw.Sample{Name: c.Name, N: n, Values: []raw.Value{
		{Figure: float64(ran.Nanoseconds()) / float64(n), Unit: "ns/route"},
		{Figure: float64(took.Nanoseconds()) / float64(n), Unit: "wall-ns/route"},
		{Figure: per(after.TotalAlloc - before.TotalAlloc), Unit: "B/route"},
		{Figure: per(after.Mallocs - before.Mallocs), Unit: "allocs/route"},
	}}
}
