package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

// TestOurBugs holds what a person sees when the generator itself is wrong.
func TestOurBugs(t *testing.T) {
	for _, row := range []struct {
		name string
		fail func() error
		want string // on standard error
	}{
		{"a panic", func() error { panic("no such node") }, "httpgen: internal error: no such node"},
		{"a stage that fails on a checked manifest",
			func() error { return &gen.InternalError{Stage: "emit", Err: errors.New("odd")} },
			"httpgen: internal error: emit: odd"},
	} {
		var stdout, stderr bytes.Buffer
		root := &cobra.Command{Use: "httpgen", SilenceErrors: true, SilenceUsage: true,
			RunE: func(*cobra.Command, []string) error { return row.fail() }}
		code := execute(root, nil, &stdout, &stderr)
		said := stderr.String()
		if code != exitInternal || stdout.Len() > 0 || !strings.HasPrefix(said, row.want) || !strings.Contains(said, "This is a bug in httpgen") {
			t.Errorf("%s: exit code %d, stdout %q, stderr %q", row.name, code, stdout.String(), said)
		}
	}
}
