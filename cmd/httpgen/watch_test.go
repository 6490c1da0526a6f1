//go:build unix

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/httpgen/gen"
)

// heard is a writer that a test asks while others write.
type heard struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(p)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

// A watched is a folder with a watch on it.
type watched struct {
	t         *testing.T
	dir       string
	talk, out *heard
}

func (w watched) write(name, text string) {
	w.t.Helper()
	// As editors do: another file, put in its place.
	temp := filepath.Join(w.dir, "."+name+".swp")
	if err := os.WriteFile(temp, []byte(text), 0o666); err != nil {
		w.t.Fatal(err)
	}
	if err := os.Rename(temp, filepath.Join(w.dir, name)); err != nil {
		w.t.Fatal(err)
	}
}

// want waits until something has been said, or written by the command, so many times.
func (w watched) want(what string, from *heard, text string, times int) {
	w.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if strings.Count(from.String(), text) == times {
			return
		}
	}
	w.t.Fatalf("%s: %q was not heard %d times:\n%s\n%s", what, text, times, w.talk, w.out)
}

func watch(t *testing.T, command ...string) watched {
	w := watched{t, t.TempDir(), &heard{}, &heard{}}
	w.write("routes.yaml", "package: shop\nroutes:\n  - GET /a A\n")
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	run := watching{
		options: gen.Options{Manifest: filepath.Join(w.dir, "routes.yaml")}, command: command,
		out: w.out, talk: w.talk, style: style{format: gen.Concise},
	}
	go func() { ended <- run.run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return w
}

// TestWatch is one long look at a folder.
func TestWatch(t *testing.T) {
	w := watch(t, "sh", "-c", `trap 'echo ended; exit 0' TERM; echo started; while :; do sleep 0.05; done`)
	w.want("the command is started", w.out, "started", 1)
	generated := func() string {
		text, err := os.ReadFile(filepath.Join(w.dir, "handlers_gen.go"))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if !strings.Contains(generated(), "A(req runtime.Request)") {
		t.Error("the package was not generated before the command was started")
	}

	w.write("routes.yaml", "package: shop\nroutes:\n  - GET /a A\n  - GET /b B\n")
	w.want("a change of the manifest ends the command", w.out, "ended", 1)
	w.want("and starts it again", w.out, "started", 2)
	if !strings.Contains(generated(), "B(req runtime.Request)") {
		t.Error("the package was not generated anew")
	}

	w.write("routes.yaml", "package: shop\nroutes:\n  - GET /b\n")
	w.want("a fault is told", w.talk, "HG0201", 1)
	w.want("and what follows from it", w.talk, "the last good package stays", 1)
	if !strings.Contains(generated(), "B(req runtime.Request)") {
		t.Error("the last good package is gone")
	}

	w.write("routes.yaml", "package: shop\nroutes:\n  - GET /a A\n  - GET /b B\n")
	w.want("a change back changes no file", w.talk, ": 0 files changed", 1)

	w.write("handlers.go", "package shop\n")
	w.want("a change of the handlers starts the command again", w.out, "started", 3)
	w.write("notes.txt", "nothing\n")
	w.write("handlers_test.go", "package shop\n")
	w.write("routes.yaml", "package: shop\nroutes:\n  - GET /c C\n")
	w.want("other files do not", w.out, "started", 4)
}

// TestWatchIncluded looks at the files that a manifest includes, in other folders and not there yet.
func TestWatchIncluded(t *testing.T) {
	w := watch(t)
	w.want("first", w.talk, ": 3 files changed", 1)
	if err := os.Mkdir(filepath.Join(w.dir, "orders"), 0o777); err != nil {
		t.Fatal(err)
	}
	w.write("routes.yaml", "package: shop\ninclude: [orders/orders.yaml]\nroutes:\n  - GET /a A\n")
	w.want("a file that is not there is told", w.talk, "HG0040", 1)
	orders := w
	orders.dir = filepath.Join(w.dir, "orders")
	orders.write("orders.yaml", "routes:\n  - GET /orders Orders\n")
	w.want("until it is", w.talk, ": 3 files changed", 2)
	orders.write("orders.yaml", "routes:\n  - GET /orders\n")
	w.want("a fault in it is told at its place", w.talk, "orders.yaml:2:5: error HG0201", 1)
	orders.write("orders.yaml", "routes:\n  - GET /orders/<id> Orders\n")
	w.want("and what is mended is generated", w.talk, ": 3 files changed", 3)
}

// TestWatchEndedCommand looks at a command that ends by itself.
func TestWatchEndedCommand(t *testing.T) {
	w := watch(t, "sh", "-c", "echo started; exit 3")
	w.want("its end is told", w.talk, "sh ended (exit status 3); waiting for a change", 1)
	w.write("handlers.go", "package shop\n")
	w.want("a change starts it again", w.out, "started", 2)
}

// TestWatchWithoutCommand generates, and that is all.
func TestWatchWithoutCommand(t *testing.T) {
	w := watch(t)
	w.want("first", w.talk, ": 3 files changed", 1)
	w.write("routes.yaml", "package: other\nroutes:\n  - GET /a A\n")
	w.want("then", w.talk, "package other in", 1)
}

// TestWatchBadCommand goes on without a command that is not there.
func TestWatchBadCommand(t *testing.T) {
	w := watch(t, "no-such-command-at-all")
	w.want("it is told", w.talk, "no-such-command-at-all", 1)
	w.write("handlers.go", "package shop\n")
	w.want("each time", w.talk, "executable file not found", 2)
}
