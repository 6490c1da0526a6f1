//go:build !unix

package main

import "os/exec"

func ownGroup(*exec.Cmd) {}

// Errors are of processes that have ended already.
func askToEnd(cmd *exec.Cmd) { _ = cmd.Process.Kill() }
func kill(cmd *exec.Cmd)     { _ = cmd.Process.Kill() }
