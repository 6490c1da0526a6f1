//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// ownGroup makes the command the first of a process group, so that what it starts ends
// with it: `go run` starts the program that it built.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// Errors are of processes that have ended already.
func askToEnd(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
func kill(cmd *exec.Cmd)     { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
