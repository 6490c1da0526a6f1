package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

// A row is a request of a table, what is expected to answer it, and what does.
type row struct {
	Line   int    `json:"line"`
	Method string `json:"method"`
	Path   string `json:"path"`
	Expect string `json:"expect,omitempty"`
	Answer string `json:"answer"`
	OK     bool   `json:"ok"` // Answer is what is expected, or nothing is
}

// matchTable asks all requests of a file. It prints what answers each, or what is not as
// expected where something is.
func matchTable(cmd *cobra.Command, table string, args []string, asJSON bool) error {
	file, err := manifestOf(args, 0)
	if err != nil {
		return err
	}
	if table == "-" && file == "-" {
		return &usageError{"the table and the manifest cannot both be standard input"}
	}
	rows, err := readTable(table)
	if err != nil {
		return err
	}
	m, err := gen.NewMatcher(file)
	if err != nil {
		return err
	}
	wrong := 0
	for i := range rows {
		r := &rows[i]
		r.Answer = m.Match(r.Method, r.Path).Name()
		if r.OK = r.Expect == "" || r.Expect == r.Answer; !r.OK {
			wrong++
		}
	}
	if asJSON {
		err = printJSON(cmd.OutOrStdout(), rows)
	} else {
		err = printRows(cmd.OutOrStdout(), table, rows)
	}
	switch {
	case err != nil:
		return err
	case wrong > 0:
		say(cmd.ErrOrStderr(), "%d of %d requests are not answered as expected", wrong, len(rows))
		return &noRouteError{}
	}
	return nil
}

// mostTable bounds a table: what is longer was not meant to be one.
const mostTable = 64 << 20

// readTable reads requests, a line each.
func readTable(name string) (rows []row, err error) {
	in := io.Reader(os.Stdin)
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	s := bufio.NewScanner(io.LimitReader(in, mostTable))
	s.Buffer(nil, 1<<20)
	for line := 1; s.Scan(); line++ {
		text := strings.TrimSpace(s.Text())
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		words := strings.Fields(text)
		if len(words) < 2 || len(words) > 3 {
			return nil, fmt.Errorf("%s:%d: want METHOD PATH and perhaps what answers, not %q", name,
				line, text)
		}
		if err := checkRequest(words[0], words[1]); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, line, err)
		}
		r := row{Line: line, Method: words[0], Path: words[1]}
		if len(words) == 3 {
			r.Expect = words[2]
		}
		rows = append(rows, r)
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows, nil
}

// printRows prints the rows that expect nothing with their answer, and those that are not
// answered as expected.
func printRows(w io.Writer, table string, rows []row) error {
	var text strings.Builder
	for _, r := range rows {
		request := gen.Printable(r.Method + " " + r.Path)
		switch {
		case !r.OK:
			fmt.Fprintf(&text, "%s:%d: %s is answered by %s, not by %s\n", gen.Printable(table),
				r.Line, request, r.Answer, gen.Printable(r.Expect))
		case r.Expect == "":
			fmt.Fprintf(&text, "%s %s\n", request, r.Answer)
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}
