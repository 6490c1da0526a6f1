//go:build !race && !httpgen_poison

package contracts

import (
	"bytes"
	"net"
	"testing"

	"example.com/httpgen/runtime"
)

// fixed answers Search with a text that is there already, and keeps what it was given.
type fixed struct {
	Server
	query   SearchQuery
	headers SearchHeaders
	cookies SearchCookies
}

func (f *fixed) Search(_ runtime.Request, query SearchQuery, headers SearchHeaders,
	cookies SearchCookies) (string, error) {
	f.query, f.headers, f.cookies = query, headers, cookies
	return "fixed", nil
}

// Typed parameters allocate the strings and slices that their values are, each once, and nothing
// beside them. (The client is in the same process, but only writes and reads.)
func TestParametersAllocateTheirValuesAlone(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &fixed{}
	go New(f).Serve(t.Context(), l)
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	buf := make([]byte, 4096)
	for _, row := range []struct {
		query, fields string
		values        float64
	}{
		{"n=5&page=7&b=true&x=0.7&level=2", "X-Page: 3\r\nCookie: n=4\r\n", 0},
		{"at=2024-01-02T03%3A04%3A05Z&id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6&sort=very+hot", "", 0},
		{"s=text", "X-Name: text\r\nCookie: sid=text\r\n", 3},
		{"s=two+words", "", 1},
		{"tag=a&tag=b&tag=c+d", "X-Tags: a, b,c\r\n", 3 + 1 + 3 + 1},
		{"tag[]=a&tag[]=b", "", 2 + 1},
		{"nums=1&nums=2,3,4&nums=5", "", 1},
		{"csv=a,b,c", "", 3 + 1},
		{"f[R]=1&f[G]=2", "", 0},
		{"unknown=1&other[]=2&=3&&%41=4", "", 1}, // a name with escapes
	} {
		request := []byte("GET /search?" + row.query + " HTTP/1.1\r\nHost: a\r\n" + row.fields + "\r\n")
		if n := testing.AllocsPerRun(500, func() {
			if _, err := c.Write(request); err != nil {
				t.Fatal(err)
			}
			if n, err := c.Read(buf); err != nil || !bytes.HasSuffix(buf[:n], []byte("fixed")) {
				t.Fatalf("%s: %q, %v", row.query, buf[:n], err)
			}
		}); n != row.values {
			t.Errorf("%s %q: %v allocations a request, want %v", row.query, row.fields, n, row.values)
		}
	}
}
