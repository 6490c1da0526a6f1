// Command count counts the instructions that hot paths take, by valgrind, and compares them with
// those of a baseline: they are the same whatever else the machine does.
//
//	go build -o out/count ./cmd/count
//	./out/count                    compare with count/baseline.txt: a row above it by more than 3 % is a fault
//	./out/count -run memory/small  some rows alone
//	./out/count -update            write the baseline anew
//
// A row is run twice, for a short and for a long time, each in a process of its own: what both
// have in common, as starting, drops out of the difference. Nothing is collected meanwhile, so
// that what is allocated costs the allocation alone.
//
// Counts depend on what compiled the program and on what valgrind shows it of the processor. Where
// these are not the baseline's nothing can be judged: that is a fault, too, or is said to be
// skipped with -skip.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"

	"example.com/httpgen/bench/count"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "count:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	only := flag.String("run", "", "count only rows whose name matches this regular expression")
	update := flag.Bool("update", false, "write the baseline anew")
	skip := flag.Bool("skip", false, "say that nothing can be compared here, and do not fail")
	name := flag.String("baseline", "count/baseline.txt", "the baseline")
	child := flag.String("case", "", "run this case, as what is counted")
	n := flag.Int("n", 0, "how many times to run -case")
	flag.Parse()
	if *child != "" {
		return runCase(*child, *n)
	}
	pattern, err := regexp.Compile(*only)
	if err != nil {
		return err
	}
	here, err := conditions(ctx)
	if err == nil && !*update {
		var base baseline
		if base, err = readBaseline(*name); err != nil {
			return err
		}
		if err = base.comparable(here); err == nil {
			return compare(ctx, base, pattern)
		}
	}
	if err != nil && *skip {
		fmt.Println("count: SKIPPED, nothing was counted:", err)
		return nil
	}
	if err != nil {
		return err
	}
	if *only != "" {
		return errors.New("a baseline has all rows: -update takes no -run")
	}
	return writeBaseline(ctx, *name, here)
}

// runCase is what the counted process does.
func runCase(name string, n int) error {
	for _, c := range count.Cases() {
		if c.Name != name {
			continue
		}
		run, err := c.Prepare()
		if err != nil {
			return err
		}
		return run(n)
	}
	return fmt.Errorf("no case %s", name)
}
