// Package process runs a server in a process of its own and reads from the kernel
// what it costs. Linux only.
package process

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// A Child is a server's process. It announces its address on standard output and
// ends when its standard input is closed, so that none outlives its parent.
type Child struct {
	Addr string

	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
	stderr bytes.Buffer
}

// startLimit and stopLimit bound how long a child may take.
const (
	startLimit = 10 * time.Second
	stopLimit  = 5 * time.Second
)

// Start runs this program again with args and waits for its address.
func Start(ctx context.Context, args ...string) (*Child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := &Child{cmd: exec.CommandContext(ctx, self, args...)}
	c.cmd.Stderr = &c.stderr
	if c.stdin, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	stdout, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.stdout = bufio.NewReader(stdout)
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	timer := time.AfterFunc(startLimit, func() { c.cmd.Process.Kill() })
	line, err := c.stdout.ReadString('\n')
	timer.Stop()
	addr, ok := strings.CutPrefix(strings.TrimSpace(line), "serving ")
	if err != nil || !ok {
		stopped := c.Stop()
		return nil, fmt.Errorf("server did not start: %q, %w", line, errors.Join(err, stopped))
	}
	c.Addr = addr
	return c, nil
}

// Collect makes the child collect garbage and give memory back, so that what is
// resident afterwards is held.
func (c *Child) Collect() error {
	if _, err := io.WriteString(c.stdin, "collect\n"); err != nil {
		return err
	}
	_, err := c.stdout.ReadString('\n')
	return err
}

// Stop ends the child. What it wrote to standard error is in the error, if it ended
// with one.
func (c *Child) Stop() error {
	c.stdin.Close()
	timer := time.AfterFunc(stopLimit, func() { c.cmd.Process.Kill() })
	defer timer.Stop()
	if err := c.cmd.Wait(); err != nil {
		return fmt.Errorf("server: %w: %.2000s", err, c.stderr.String())
	}
	return nil
}

// Usage is what a process has used so far.
type Usage struct{ User, System time.Duration }

// ticksPerSecond is USER_HZ, the unit of /proc/PID/stat: 100 on every Linux Go runs on.
const ticksPerSecond = 100

// Usage reads the child's user and system time, in steps of 10 ms.
func (c *Child) Usage() (Usage, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.cmd.Process.Pid))
	if err != nil {
		return Usage{}, err
	}
	return parseStat(string(text))
}

// parseStat reads proc_pid_stat(5): the name, field 2, may hold spaces and
// parentheses; utime and stime are fields 14 and 15.
func parseStat(stat string) (Usage, error) {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) < 13 {
		return Usage{}, fmt.Errorf("%d fields in stat %q", len(fields), stat)
	}
	user, err1 := strconv.ParseInt(fields[14-3], 10, 64)
	system, err2 := strconv.ParseInt(fields[15-3], 10, 64)
	const tick = time.Second / ticksPerSecond
	return Usage{time.Duration(user) * tick, time.Duration(system) * tick}, errors.Join(err1, err2)
}

// Resident reads the child's resident memory in bytes.
func (c *Child) Resident() (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", c.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0, fmt.Errorf("statm %q", text)
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize()), err
}
