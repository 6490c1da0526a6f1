package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestTour runs the curl commands as a person would: those that the program printed, in
// their order, against the program.
func TestTour(t *testing.T) {
	lines := start(t)
	want := []struct{ command, status, body string }{
		{"/books", "200 OK", `"The Go Programming Language"`},
		{"/books/9780134190440", "200 OK", `"cents":3900`},
		{"/search?q=go&sort=price", "200 OK", `[{"isbn":"9780134190440",`},
		{"/search?page=0&pages=1", "400 Bad Request", `"rule": "unknown"`},
		{"/shelves/cheap", "200 OK", `"9780134190440"`},
		{"/report-2026-02-28.txt", "200 OK", "Saturday, 28 February 2026: 10 copies"},
		{"/notes/a/b/c.md", "200 OK", "# a / b / c"},
		{"/assets/shop.css", "200 OK", "sans-serif"},
		{"/shelf/go", "200 OK", "<title>Shelf</title>"},
		{"/echo?x=1", "200 OK", "POST /echo?x=1\nhello"},
		{"/books", "201 Created", `"isbn":"9781718501263"`},
		{"/books", "422 Unprocessable Entity", `"at": "/cents", "rule": "required"`},
		{"/feedback", "202 Accepted", ""},
		{"/books/9780131103627/reviews", "204 No Content", ""},
		{"/books/9780131103627/reviews", "200 OK", `"reviews":[{"stars":5,"text":"terse"}]`},
		{"/books/9780131103627/orders", "200 OK", "2 ordered"},
		{"/books/9780131103627/orders", "409 Conflict", `"stock":1`},
		{"/events", "200 OK", "data: The Go Programming Language"},
		{"/admin/stats", "401 Unauthorized", "WWW-Authenticate: Bearer realm=\"restricted\"\n"},
		{"/admin/stats", "200 OK", `"books":4`},
		{"/admin/import", "200 OK", "books added: 1"},
		{"/admin/nowhere", "401 Unauthorized", "who are you?"},
		{"/partners/books", "200 OK", "The Go Programming Language"},
		{"/admin/books/stock", "404 Not Found", "no book 9780306406157"},
		{"/admin/books/9780201633610/stock", "400 Bad Request", `"to":"the owner"`},
		{"/admin/reports/stock.txt", "200 OK", "for the owner\n9780201633610 0\n"},
		{"/books", "204 No Content", "Allow: GET, HEAD, OPTIONS, POST"},
		{"/nowhere", "404 Not Found", `"path":"/nowhere"`},
	}
	if len(lines) != len(want) {
		t.Fatalf("%d commands printed, want %d:\n%s", len(lines), len(want), strings.Join(lines, "\n"))
	}
	for i, line := range lines {
		out, err := exec.Command("sh", "-c", line+" -sS --max-time 10").CombinedOutput()
		answer := strings.ReplaceAll(string(out), "\r\n", "\n")
		switch {
		case err != nil:
			t.Errorf("%s: %v\n%s", line, err, answer)
		case !strings.HasSuffix(strings.TrimRight(line, "'"), want[i].command):
			t.Errorf("command %d is %s, want one for %s", i, line, want[i].command)
		case !strings.Contains(answer, "HTTP/1.1 "+want[i].status+"\n") || !strings.Contains(answer, want[i].body):
			t.Errorf("%s: want %s and %s in\n%s", line, want[i].status, want[i].body, answer)
		}
	}
}

// start builds the program, runs it on a free port at the root of the module, as `make
// run` does, and returns the commands that it prints. When the test ends, SIGTERM has to
// end the program well.
func start(t *testing.T) []string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "bookstore")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	cmd := exec.Command(binary, "-addr", "127.0.0.1:0")
	cmd.Dir = filepath.Join("..", "..", "..", "..")
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { end(t, cmd) })
	return readTour(t, stdout)
}

func end(t *testing.T, cmd *exec.Cmd) {
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	kill := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
	defer kill.Stop()
	if err := cmd.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
}

// readTour reads the commands up to the empty line behind them.
func readTour(t *testing.T, r io.Reader) []string {
	t.Helper()
	var lines []string
	for scan := bufio.NewScanner(r); scan.Scan(); {
		line, isCommand := strings.CutPrefix(scan.Text(), "  ")
		switch {
		case isCommand:
			lines = append(lines, line)
		case len(lines) > 0:
			return lines
		}
	}
	t.Fatal("the program ended before it had printed its commands")
	return nil
}
