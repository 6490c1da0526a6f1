// Package dialogue tests an application by what goes over the wire. A [Line] is one
// request and the answer to it; [Run] asks the application twice, once on its own server
// and once as an http.Handler of net/http's, and wants the same answer from both.
package dialogue

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/runtime"
)

// A Line is one request and what its answer has to be.
//
// The request is METHOD TARGET; behind it lines of header fields, and behind an empty
// line the body. Host, Content-Length and Connection are added.
//
// The answer is a status, and behind a blank the body without a last line end. Header
// fields that the answer has to have stand behind " | ", as in
// "405 | Allow: GET, HEAD, OPTIONS". A body is not looked at where none is written;
// "~text" is one that has text somewhere.
type Line = [2]string // an array, so that go vet lets tables be short

// Run asks an application each line. make is called once for each way to serve, so that
// both see an application without a past.
func Run(t *testing.T, make func() *runtime.App, lines []Line) {
	t.Helper()
	BothWays(t, make, func(t *testing.T, addr string) {
		for _, line := range lines {
			resp, body := ask(t, addr, line[0])
			if fault := compare(line[1], resp, body); fault != "" {
				t.Errorf("%s:\n%s", line[0], fault)
			}
		}
	})
}

// BothWays serves an application on its own server and then as an http.Handler, each time
// with a test of what it does at an address: for what is not one request and its answer.
func BothWays(t *testing.T, make func() *runtime.App, test func(t *testing.T, addr string)) {
	t.Helper()
	for way, start := range map[string]func(*testing.T, *runtime.App) string{"own server": serve,
		"http.Handler": handle} {
		t.Run(way, func(t *testing.T) { test(t, start(t, make())) })
	}
}

// serve has the application serve itself until the test ends.
func serve(t *testing.T, app *runtime.App) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- app.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return l.Addr().String()
}

// handle has net/http serve it.
func handle(t *testing.T, app *runtime.App) string {
	server := httptest.NewUnstartedServer(app)
	server.Config.DisableGeneralOptionsHandler = true // OPTIONS * is ours to answer
	server.Start()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// ask sends a request on a connection of its own. The bytes are written as they are, so
// that no client cleans the target up.
func ask(t *testing.T, addr, request string) (*http.Response, string) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(request, "\n\n")
	start, fields, _ := strings.Cut(head, "\n")
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s HTTP/1.1\r\nHost: test\r\nConnection: close\r\n", start)
	for field := range strings.Lines(fields) {
		b.WriteString(strings.TrimSuffix(field, "\n") + "\r\n")
	}
	if body != "" {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n" + body)
	if _, err := conn.Write(b.Bytes()); err != nil {
		t.Fatal(err)
	}
	method, _, _ := strings.Cut(start, " ")
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatalf("%s: no answer: %v", request, err)
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%s: the body: %v", request, err)
	}
	return resp, string(text)
}

// compare tells how an answer differs from the one that is wanted, "" if it does not.
func compare(want string, resp *http.Response, body string) string {
	wanted, fields, _ := strings.Cut(want, " | ")
	status, text, hasBody := strings.Cut(wanted, " ")
	var faults []string
	if got := fmt.Sprint(resp.StatusCode); got != status {
		faults = append(faults, fmt.Sprintf("  status %s, want %s; body %q", got, status, body))
	}
	part, isPart := strings.CutPrefix(text, "~")
	switch got := strings.TrimSuffix(body, "\n"); {
	case hasBody && isPart && !strings.Contains(got, part):
		faults = append(faults, fmt.Sprintf("  body %q, want one with %q", got, part))
	case hasBody && !isPart && got != text:
		faults = append(faults, fmt.Sprintf("  body %q, want %q", got, text))
	}
	if fields != "" {
		for _, field := range strings.Split(fields, " | ") {
			name, value, _ := strings.Cut(field, ": ")
			if got := strings.Join(resp.Header.Values(name), ", "); got != value {
				faults = append(faults, fmt.Sprintf("  %s: %q, want %q", name, got, value))
			}
		}
	}
	return strings.Join(faults, "\n")
}
