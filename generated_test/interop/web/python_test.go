package web

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// Python's websockets lives here, with compression (RFC 7692) and without.

// python is Debian's, which has Debian's modules.
const python = "/usr/bin/python3"

// patience is how long a program may take before it is taken to hang.
const patience = 90 * time.Second

// talker is a run of the client.
func talker(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	if slices.Contains(strings.Fields(os.Getenv("HTTPGEN_INTEROP_ABSENT")), "websockets") {
		t.Skip("the module is not here, and apt has none")
	}
	if os.Getenv("HTTPGEN_INTEROP") == "" && exec.Command(python, "-c", "import websockets").Run() != nil {
		t.Skip("the module is not here")
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, python, append([]string{"-B", "testdata/websockets_client.py"}, args...)...)
	cmd.WaitDelay = time.Second
	return cmd
}

func TestWebSocketsOfPython(t *testing.T) {
	onEachLibrary(t, func(t *testing.T, h *hosted, path string) {
		if out, err := talker(t, h.url("ws", path), "talk").CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	})
}

func TestTheServersEndIsSaidToPython(t *testing.T) {
	for _, path := range libraries {
		onEach(t, overHTTP1(), func(t *testing.T, h *hosted) {
			cmd := talker(t, h.url("ws", path), "leave")
			var errs bytes.Buffer
			cmd.Stderr = &errs
			out, err := cmd.StdoutPipe()
			if err == nil {
				err = cmd.Start()
			}
			if err != nil {
				t.Fatal(err)
			}
			said := bufio.NewScanner(out)
			if !said.Scan() {
				t.Fatal(errs.String())
			}
			h.stop()
			if said.Scan(); said.Text() != "1001 the server ends" {
				t.Errorf("%s: it hears %q\n%s", path, said.Text(), &errs)
			}
			if err := cmd.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
}
