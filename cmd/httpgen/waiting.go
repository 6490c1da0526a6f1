package main

import (
	"io"
	"sync"
	"time"

	"github.com/spf13/cobra"
)

// longWork is how long people wait before they ask themselves whether anything happens.
const longWork = time.Second

// whileWaiting tells a person at a terminal that work which takes longer goes on, once, and returns
// what ends it. A program that reads the words would have to know them.
func whileWaiting(root *cobra.Command, stderr io.Writer) (done func()) {
	if !isTerminal(stderr) {
		return func() {}
	}
	return whileWaitingFor(root, stderr, longWork)
}

func whileWaitingFor(root *cobra.Command, stderr io.Writer, long time.Duration) (done func()) {
	var (
		mu    sync.Mutex // the timer's goroutine speaks, or the command has ended
		timer *time.Timer
	)
	root.PersistentPreRun = func(cmd *cobra.Command, _ []string) {
		if cmd.Name() == "watch" {
			return // it says what it does, and does not end
		}
		mu.Lock()
		defer mu.Unlock()
		timer = time.AfterFunc(long, func() {
			mu.Lock()
			defer mu.Unlock()
			if timer != nil {
				say(stderr, "%s is still at work", cmd.Name())
			}
		})
	}
	return func() {
		mu.Lock()
		defer mu.Unlock()
		if timer != nil {
			timer.Stop()
			timer = nil
		}
	}
}
