package main

// The command that watch restarts lives here.

import (
	"io"
	"os"
	"os/exec"
	"time"
)

// patience is how long a process has to end after it was asked to.
const patience = 5 * time.Second

// A process is a running command, with those that it started.
type process struct {
	cmd  *exec.Cmd
	done chan error // what Wait returned, once
}

func startProcess(command []string, stdout, stderr io.Writer) (*process, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, stdout, stderr
	cmd.WaitDelay = time.Second // a grandchild may keep the pipes open
	ownGroup(cmd)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, done: make(chan error, 1)}
	go func() { p.done <- cmd.Wait() }()
	return p, nil
}

// ended yields when the process has ended by itself; never, if there is none.
func (p *process) ended() <-chan error {
	if p == nil {
		return nil
	}
	return p.done
}

// stop ends the process and waits for its end.
func (p *process) stop() {
	askToEnd(p.cmd)
	select {
	case <-p.done:
	case <-time.After(patience):
		kill(p.cmd)
		<-p.done
	}
}
