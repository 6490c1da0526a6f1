package runtime

import (
	"fmt"
	goruntime "runtime"
	"strings"
	"testing"
)

// What bodies of lines may take, and what becomes of those that break off.

// A body that is cut off has no last line, and no answer as if it were whole; nor has one with a
// line that is too long.
func TestLinesThatBreakOff(t *testing.T) {
	onEachServer(t, readLines, nil, func(t *testing.T, s *hosted) {
		for _, path := range []string{"/tell", "/strict", "/large"} {
			c := s.dial()
			c.write("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nContent-Length: 99\r\n\r\n" + `{"n":1}` + "\n" + `{"n":2}`)
			_ = c.nc.(interface{ CloseWrite() error }).CloseWrite()
			if a, _ := c.read("POST"); a.Response != nil && a.StatusCode != 400 {
				t.Errorf("%s: a body that is cut off: %d %q", path, a.StatusCode, a.body)
			}
		}
		line := strings.Repeat(" ", 2<<20) + "\n"
		request := fmt.Sprintf("POST /large HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nContent-Length: %d\r\n\r\n%s", len(line), line)
		if got := strings.TrimSuffix(s.tell(request), " close"); got != `413 "{\"error\": \"line 1 has more than 1048576 bytes\"}"` {
			t.Errorf("a line of 2 MiB: %s", got)
		}
	})
}

// An error of the body that a handler passes over is not answered with a success.
func TestLongLinesAreNotPassedOver(t *testing.T) {
	passing := func() Service {
		return handwritten(leaf{"POST", "/", func(x *Exchange) (Response, error) {
			x.LimitBody(-1)
			body, err := DecodeLines(x.Request(), decodeReading)
			if err == nil {
				for range body {
				}
			}
			return Text("fine"), err
		}})
	}
	onEachServer(t, passing, nil, func(t *testing.T, s *hosted) {
		line := strings.Repeat(" ", maxLine+1)
		request := fmt.Sprintf("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nContent-Length: %d\r\n\r\n%s", len(line), line)
		if got := s.tell(request); !strings.HasPrefix(got, `413 "{\"error\": \"line 1 has more than 1048576 bytes\"}"`) {
			t.Errorf("a handler that does not care: %s", got)
		}
	})
}

// Of 100,000 lines no more is in memory than one, and a buffer.
func TestLinesAreNotHeld(t *testing.T) {
	const lines, most = 100_000, 8 << 20 // of 20 MiB that come
	c := serveTest(t, readLines()).client("tcp")
	line := `{"n":1}` + strings.Repeat(" ", 200) + "\n"
	c.write(fmt.Sprintf("POST /large HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nContent-Length: %d\r\n\r\n", lines*len(line)))
	piece := []byte(strings.Repeat(line, 1000))
	var before, after goruntime.MemStats
	goruntime.ReadMemStats(&before)
	for range lines / 1000 {
		if _, err := c.nc.Write(piece); err != nil {
			t.Fatal(err)
		}
	}
	c.want("all lines came", 200, "100000")
	goruntime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; taken > most {
		t.Errorf("%d lines of %d bytes took %d bytes of memory in all, want at most %d", lines, len(line), taken, most)
	}
}
