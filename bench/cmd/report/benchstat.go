package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"example.com/httpgen/bench/raw"
)

// benchstat's own view lives here. It compares by configuration, so the contestant
// moves from the name into a configuration line.

func (m *measurements) writeBenchstat(b *bytes.Buffer, unit string) error {
	f, err := os.CreateTemp("", "benchstat-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	for _, s := range m.samples {
		slash := strings.LastIndexByte(s.Name, '/')
		fmt.Fprintf(f, "contestant: %s\n", s.Name[slash+1:])
		s.Name = s.Name[:slash]
		raw.WriteSample(f, s)
	}
	if err := f.Close(); err != nil {
		return err
	}
	// The first column is what the others are compared with: ours where there is one.
	columns := "contestant@(" + strings.Join(m.contestants, " ") + ")"
	tidied := strings.Replace(unit, "ns/", "sec/", 1) // as benchstat names it
	cmd := exec.Command("go", "tool", "benchstat", "-col", columns, "-filter", ".unit:("+unit+
		" OR "+tidied+")", f.Name())
	var problems bytes.Buffer
	cmd.Stderr = &problems
	text, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("benchstat: %w: %s", err, problems.String())
	}
	if len(text) == 0 {
		return fmt.Errorf("benchstat found nothing: %s", problems.String())
	}
	fmt.Fprintf(b, "<details><summary>benchstat, by %s</summary>\n\n```\n%s```\n\n</details>\n\n",
		unit, text)
	return nil
}
