package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"example.com/httpgen/bench/count"
)

// The baseline, and what is said about it, live here.

// A baseline is what was counted once, and under which conditions.
type baseline struct {
	file       string
	conditions []condition
	rows       map[string]float64
}

// readBaseline reads lines of "key: value" and of "name figure"; those that begin with # are for
// people.
func readBaseline(file string) (baseline, error) {
	b := baseline{file: file, rows: map[string]float64{}}
	text, err := os.ReadFile(file)
	if err != nil {
		return b, err
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		key, value, isCondition := strings.Cut(line, ": ")
		fields := strings.Fields(line)
		switch {
		case line == "" || line[0] == '#':
		case isCondition:
			b.conditions = append(b.conditions, condition{key, value})
		case len(fields) == 2:
			if b.rows[fields[0]], err = strconv.ParseFloat(fields[1], 64); err != nil {
				return b, fmt.Errorf("%s: %w", file, err)
			}
		default:
			return b, fmt.Errorf("%s: want a name and a figure: %s", file, line)
		}
	}
	return b, nil
}

// comparable says why counts of here cannot be compared with the baseline's.
func (b baseline) comparable(here []condition) error {
	var differ []error
	for i, want := range b.conditions {
		if i >= len(here) || here[i] != want {
			var is condition
			if i < len(here) {
				is = here[i]
			}
			differ = append(differ, fmt.Errorf("%s has %s %s, here is %s %s", b.file, want.key,
				want.value, is.key, is.value))
		}
	}
	if len(b.conditions) != len(here) {
		differ = append(differ, fmt.Errorf("%s has %d conditions, want %d", b.file,
			len(b.conditions), len(here)))
	}
	return errors.Join(differ...)
}

// bound is by how much a row may be above the baseline, in percent.
const bound = 3

// judge says what a count is beside the baseline's, and whether that is a fault.
func judge(counted, base float64) (words string, fault bool) {
	percent := 100 * (counted - base) / base
	switch {
	case percent > bound:
		return fmt.Sprintf("%+.1f %%: ABOVE the bound of %d %%", percent, bound), true
	case percent < -bound:
		return fmt.Sprintf("%+.1f %%: better; -update keeps it", percent), false
	}
	return fmt.Sprintf("%+.1f %%", percent), false
}

// compare counts the rows and tells each as soon as it is known.
func compare(ctx context.Context, b baseline, only *regexp.Regexp) error {
	var faults, compared int
	cases := count.Cases()
	for _, c := range cases {
		if !only.MatchString(c.Name) {
			continue
		}
		base, ok := b.rows[c.Name]
		if !ok {
			return fmt.Errorf("%s has no row %s: -update writes it", b.file, c.Name)
		}
		per, err := perOperation(ctx, c)
		if err != nil {
			return err
		}
		words, fault := judge(per, base)
		if compared++; fault {
			faults++
		}
		fmt.Printf("%-28s %8.1f instructions, %8.1f in the baseline: %s\n", c.Name, per, base, words)
	}
	switch {
	case faults > 0:
		return fmt.Errorf("%d of %d rows are above %s by more than %d %%", faults, compared, b.file,
			bound)
	case compared == 0:
		return errors.New("no row has such a name")
	case only.String() == "" && len(b.rows) != len(cases):
		return fmt.Errorf("%s has rows that nobody counts: -update takes them out", b.file)
	}
	fmt.Printf("count: %d rows are at most %d %% above the baseline\n", compared, bound)
	return nil
}

// writeBaseline counts all rows.
func writeBaseline(ctx context.Context, file string, here []condition) error {
	text := []byte("# Instructions per request or document, in which `make bench-count` looks for " +
		"steps back.\n# Written by: go run ./cmd/count -update\n")
	for _, c := range here {
		text = fmt.Appendf(text, "%s: %s\n", c.key, c.value)
	}
	for _, c := range count.Cases() {
		per, err := perOperation(ctx, c)
		if err != nil {
			return err
		}
		fmt.Printf("%-28s %8.1f instructions\n", c.Name, per)
		text = fmt.Appendf(text, "%s %.1f\n", c.Name, per)
	}
	return os.WriteFile(file, text, 0o644)
}
