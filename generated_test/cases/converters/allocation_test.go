//go:build !race && !httpgen_poison

package converters

import (
	"bytes"
	"net"
	"testing"
	"time"

	"example.com/httpgen/runtime"
)

// fixed answers typed routes with a response that is there already.
type fixed struct{ Server }

var answer = runtime.Text("fixed")

func (fixed) Any(runtime.Request, Sort) (runtime.Response, error)          { return answer, nil }
func (fixed) Bool(runtime.Request, bool) (runtime.Response, error)         { return answer, nil }
func (fixed) UUID(runtime.Request, runtime.UUID) (runtime.Response, error) { return answer, nil }
func (fixed) Date(runtime.Request, time.Time) (runtime.Response, error)    { return answer, nil }
func (fixed) Uint8(runtime.Request, uint8) (runtime.Response, error)       { return answer, nil }
func (fixed) Int64(runtime.Request, int64) (runtime.Response, error)       { return answer, nil }
func (fixed) Float(runtime.Request, float64) (runtime.Response, error)     { return answer, nil }

// A request over TCP with a typed parameter and a fixed answer allocates nothing. (The client
// is in the same process, but only writes and reads.)
func TestTypedRequestsAllocateNothing(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go New(fixed{}).Serve(t.Context(), l)
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	buf := make([]byte, 4096)
	for _, path := range []string{
		"/any/hot", "/bool/true", "/uuid/123e4567-e89b-12d3-a456-426614174000", "/date/2024-02-29",
		"/uint8/255", "/int64/-9223372036854775808", "/float/1.5",
	} {
		request := []byte("GET " + path + " HTTP/1.1\r\nHost: a\r\nUser-Agent: tester\r\n\r\n")
		if n := testing.AllocsPerRun(500, func() {
			if _, err := c.Write(request); err != nil {
				t.Fatal(err)
			}
			if n, err := c.Read(buf); err != nil || !bytes.HasSuffix(buf[:n], []byte("fixed")) {
				t.Fatalf("%s: %q, %v", path, buf[:n], err)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations a request", path, n)
		}
	}
}
