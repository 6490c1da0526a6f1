// Tell reads what `go test -json` writes and tells it in short, while it happens: the
// closing line of each package in go test's own words, each test that took longer than a
// reader waits for, all that a test wrote that failed, and after some silence which tests
// are running.
//
//	go test -json ./... | go run ./.ci/tell
//
// It fails where a test or a package failed, or where there was nothing to read. With -p it
// reads nothing and says how many packages are to be tested at one time.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"time"
)

const (
	slow    = 5 * time.Second  // a test that takes longer is told
	silence = 20 * time.Second // after which it is told what is running
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "-p" {
		// One more than go test has: the tests of the runtime wait most of the time.
		fmt.Println(runtime.GOMAXPROCS(0) + 1)
		return
	}
	events := make(chan event)
	go read(events)
	t := newTeller(os.Stdout)
	tick := time.NewTicker(time.Second)
	for {
		select {
		case e, more := <-events:
			if more {
				t.hear(e, time.Now())
				continue
			}
			if t.failed || t.packages == 0 {
				os.Exit(1)
			}
			return
		case now := <-tick.C:
			t.sayRunning(now)
		}
	}
}

// read sends all events. A line that is none is what the go command says for itself.
func read(events chan<- event) {
	defer close(events)
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) != nil {
				e = event{Action: "build-output", Output: string(line)}
			}
			events <- e
		}
		if err != nil {
			return
		}
	}
}

// An event is a line of `go test -json` (go doc test2json).
type event struct {
	Action  string
	Package string
	Test    string
	Elapsed float64 // seconds
	Output  string
}

func (e event) took() time.Duration { return time.Duration(e.Elapsed * float64(time.Second)) }

func (e event) String() string {
	return fmt.Sprintf("%s %s (%.1fs)", e.Package, e.Test, e.Elapsed)
}
