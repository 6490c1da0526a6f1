package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"
)

// The tests run here, once for each mutant.

// Bounds of one run. What a mutant may compute is counted in the processor's time, so that
// a busy machine kills nobody; the clock is for one that waits.
const (
	memory  = 4 << 20 // KiB of addresses
	forever = 5 * time.Minute
)

func (t target) testDir() string {
	if t.tests != "" {
		return t.tests
	}
	return t.dir
}

// try runs the tests for each mutant that compiles.
func (p *pkg) try(dir string, mutants []*mutant) error {
	seconds, err := p.measure(filepath.Join(dir, "all.test"))
	if err != nil {
		return err
	}
	var wait sync.WaitGroup
	queue := make(chan *mutant)
	for range *parallel {
		wait.Go(func() {
			for m := range queue {
				m.fate = p.fate(dir, m, seconds)
				if *verbose {
					fmt.Println([...]string{"survived", "noticed", "endless",
						"not compiled"}[m.fate]+":", m.key())
				}
			}
		})
	}
	for _, m := range mutants {
		if m.fate != notCompiled {
			queue <- m
		}
	}
	close(queue)
	wait.Wait()
	return nil
}

// measure runs the tests without a mutant and says how many seconds a mutant may take.
func (p *pkg) measure(bin string) (seconds int, err error) {
	took, out, err := p.test(bin, 0, int(forever.Seconds()), "-test.run="+p.run)
	if err != nil {
		return 0, fmt.Errorf("the tests fail without a mutant: %w\n%s", err, out)
	}
	return 2 + 3*int(took.Seconds()+0.5), nil
}

// fate is what becomes of a mutant.
func (p *pkg) fate(dir string, m *mutant, seconds int) fate {
	bin := filepath.Join(dir, "all.test")
	if m.unit.kind == aConstant {
		name := fmt.Sprint("constant", m.number)
		text := string(m.file.text[:m.start]) + m.text + string(m.file.text[m.end:])
		if p.build(dir, name, map[string]string{m.file.path: text}) != nil {
			return notCompiled
		}
		bin = filepath.Join(dir, name+".test")
		defer os.Remove(bin)
	}
	_, out, err := p.test(bin, m.number, seconds, "-test.run="+p.run, "-test.skip="+p.slow)
	if err == nil && p.slow != "" {
		_, out, err = p.test(bin, m.number, seconds, "-test.run="+p.slow)
	}
	var exit *exec.ExitError
	switch {
	case err == nil:
		return survived
	case errors.As(err, &exit) && exit.ExitCode() < 0, bytes.Contains(out, []byte("SIGXCPU")),
		bytes.Contains(out, []byte("out of memory")):
		return endless
	}
	return noticed
}

// test runs some tests with a mutant, and says what they took of the processor; -short,
// since they run often.
func (p *pkg) test(bin string, number, seconds int, which ...string) (
	took time.Duration, out []byte, err error,
) {
	ctx, cancel := context.WithTimeout(context.Background(), forever)
	defer cancel()
	limits := fmt.Sprintf(`ulimit -t %d; ulimit -v %d; exec "$0" "$@"`, seconds, memory)
	args := []string{"-c", limits, bin, "-test.short", "-test.failfast", "-test.timeout=0"}
	cmd := exec.CommandContext(ctx, "sh", append(args, which...)...)
	cmd.Dir, cmd.Env = p.testDir(), append(os.Environ(), fmt.Sprint("MUTANT=", number))
	out, err = cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		return 0, out, err
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), out, err
}
