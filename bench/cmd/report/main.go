// Command report turns samples into RESULTS.md: tables of medians, ratios of ours to
// the others, the figures to reach, and benchstat's own view.
//
//	go run ./cmd/report -o RESULTS.md out/routes.txt out/servers.txt out/memory.txt out/cost.txt
//
// A file replaces the section of what it holds; sections without a file stay as
// they are in RESULTS.md.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(1)
	}
}

func run() error {
	output := flag.String("o", "RESULTS.md", "the report, whose other sections are kept")
	benchstat := flag.Bool("benchstat", true, "append benchstat's tables (go tool benchstat)")
	flag.Parse()
	if flag.NArg() == 0 {
		return errors.New("no files of samples given")
	}
	report, err := os.ReadFile(*output)
	if errors.Is(err, fs.ErrNotExist) {
		report, err = []byte(preamble), nil
	}
	if err != nil {
		return err
	}
	for _, name := range flag.Args() {
		m, err := readMeasurements(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		section, err := m.section(*benchstat)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if report, err = replace(report, m.kind, section); err != nil {
			return fmt.Errorf("%s: %w", *output, err)
		}
	}
	return os.WriteFile(*output, report, 0o644)
}

const preamble = `# Results

Written by cmd/report; how to run and how to read: README.md.
`

// replace puts a section between its marks, or at the end if it is not there yet.
func replace(report []byte, kind string, section []byte) ([]byte, error) {
	begin, end := fmt.Appendf(nil, "<!-- %s -->\n", kind),
		fmt.Appendf(nil, "<!-- end of %s -->\n", kind)
	section = bytes.Join([][]byte{begin, section, end}, nil)
	before, rest, ok := bytes.Cut(report, begin)
	if !ok {
		return append(append(bytes.TrimRight(report, "\n"), "\n\n"...), section...), nil
	}
	_, after, ok := bytes.Cut(rest, end)
	if !ok {
		return nil, fmt.Errorf("%q is not followed by %q", begin, end)
	}
	return bytes.Join([][]byte{before, section, after}, nil), nil
}
