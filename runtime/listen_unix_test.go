//go:build unix

package runtime

import (
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// A process without descriptors left goes on once it has some again (fasthttp#443: it ends).
func TestAcceptWithoutDescriptors(t *testing.T) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Skip(err)
	}
	h := serveTest(t, manners())
	probe := h.client("tcp")
	probe.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	probe.want("all is well", 200, "root")
	var files []*os.File
	low := limit
	low.Cur = 64
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &low); err != nil {
		t.Skip(err)
	}
	restore := sync.OnceFunc(func() {
		syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
		for _, f := range files {
			f.Close()
		}
	})
	defer restore()
	for {
		f, err := os.Open(os.DevNull)
		if err != nil {
			break
		}
		files = append(files, f)
	}
	files[len(files)-1].Close() // one for the client, none for the server
	waiting := h.client("tcp")
	waiting.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	waitFor(t, "an accept that fails", func() bool { return strings.Contains(h.logs.String(), "accept failed") })
	probe.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	probe.want("who is connected is served", 200, "root")
	restore()
	waiting.want("and who waited, too", 200, "root")
}
