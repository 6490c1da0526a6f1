package main

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spf13/cobra"
)

func TestLongWorkSaysThatItGoesOn(t *testing.T) {
	for name, row := range map[string]struct {
		takes time.Duration
		want  string
	}{
		"check": {1500 * time.Millisecond, "httpgen: check is still at work\n"},
		"quick": {900 * time.Millisecond, ""},
		"watch": {time.Hour, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			var stderr strings.Builder
			root := &cobra.Command{Use: "httpgen"}
			root.AddCommand(&cobra.Command{Use: name, Run: func(*cobra.Command, []string) {
				time.Sleep(row.takes)
			}})
			root.SetArgs([]string{name})
			done := whileWaitingFor(root, &stderr, longWork)
			if err := root.Execute(); err != nil {
				t.Fatal(err)
			}
			done()
			time.Sleep(time.Hour)
			if got := stderr.String(); got != row.want {
				t.Errorf("%s that takes %v says %q, want %q", name, row.takes, got, row.want)
			}
		})
	}
}
