//go:build linux

package interop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The table of proxies in docs/differences.md is written from the rows that are tested.

func TestPageOfProxies(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(testdata, "../../../docs/differences.md"))
	if err != nil {
		t.Fatal(err)
	}
	if want := table(); !strings.Contains(string(page), want) {
		t.Errorf("docs/differences.md has another table than\n%s", want)
	}
}

// table has a row for each target and a column for each proxy. What a proxy changes is
// shown in full, what it leaves alone as "=".
func table() string {
	var b strings.Builder
	b.WriteString("| what | sent |")
	for _, p := range proxies {
		b.WriteString(" " + p.name + " |")
	}
	b.WriteString("\n|---|---|" + strings.Repeat("---|", len(proxies)) + "\n")
	for _, row := range targets {
		sent := row.target
		if len(sent) > 100 {
			sent = sent[:4] + "…"
		}
		b.WriteString("| " + row.shape + " | `" + sent + "` |")
		for _, p := range proxies {
			switch got := changed[p.name][row.shape]; {
			case got == "":
				b.WriteString(" = |")
			case strings.Contains(got, "/"):
				b.WriteString(" `" + got + "` |")
			default:
				b.WriteString(" " + got + " |")
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}
