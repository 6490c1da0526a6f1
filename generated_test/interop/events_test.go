//go:build linux

package interop

import (
	"bufio"
	"context"
	"io"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// Streams that must not wait for their end live here.

// readsEvents reads two server-sent events by a program at a URL. The service sends the
// second one only after the first has arrived, so that whoever holds it back never ends.
func readsEvents(t *testing.T, s *service, base, name string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "curl", "-q", "-sS", "-N", "--noproxy", "*", base+"/events/"+name)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cancel()
	r := bufio.NewReader(out)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatalf("the first event is held back until the second, which waits for it: %v", err)
		}
		if line == "data: first\n" {
			break
		}
	}
	close(s.Gate(name))
	rest, err := io.ReadAll(r)
	if err != nil || !strings.Contains(string(rest), "data: second\n") {
		t.Errorf("then came %q, %v", rest, err)
	}
}
