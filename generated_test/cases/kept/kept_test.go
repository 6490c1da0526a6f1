package kept

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

// Requests come in batches on one connection, each batch into the memory of the one
// before. Where a text was a piece of that memory, it is no longer what it was.
func TestTextsOfThePathStayAsTheyWere(t *testing.T) {
	var s *Server
	dialogue.BothWays(t, func() *runtime.App { s = new(Server); return New(s) }, func(t *testing.T, addr string) {
		nc, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer nc.Close()
		_ = nc.SetDeadline(time.Now().Add(20 * time.Second))
		answers := bufio.NewReader(nc)
		var want []string
		for batch := range 12 {
			var requests strings.Builder
			var said []string
			for k, path := range paths {
				value := fmt.Sprintf("%c%d", 'a'+(batch+k)%26, batch) + strings.Repeat("x", 7*(batch%11)) // to 72 bytes
				fmt.Fprintf(&requests, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", strings.ReplaceAll(path.target, "V", value))
				texts := strings.Split(strings.ReplaceAll(path.texts, "V", value), " ")
				want, said = append(want, texts...), append(said, strings.Join(texts, " "))
			}
			if _, err := io.WriteString(nc, requests.String()); err != nil {
				t.Fatal(err)
			}
			for k, text := range said {
				if got := read(t, answers); got != text {
					t.Fatalf("batch %d, %s: %q, want %q", batch, paths[k].target, got, text)
				}
			}
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if !slices.Equal(s.copies, want) {
			t.Errorf("handlers were given %q, want %q", s.copies, want)
		}
		for i, text := range s.texts {
			if text != s.copies[i] {
				t.Errorf("a text was %q and is %q now", s.copies[i], text)
			}
		}
	})
}

// paths have V for a value: in the target, and in the texts that the handler is given.
var paths = []struct{ target, texts string }{
	{"/str/V", "V"},
	{"/str/V%2fV", "V/V"},
	{"/str/%41V", "AV"},
	{"/two/7/V/V1", "V V1"},
	{"/two/7/%2FV/V%252F", "/V V%2F"},
	{"/bounded/V", "V"},
	{"/mixed/V-4.x", "V"},
	{"/path/V/V", "V/V"},
	{"/path/V%2FV/V", "V/V/V"},
	{"/tag/V", "V"},
	{"/tag/V%2F", "V/"},
	{"/any/hot/V", "hot V"},
	{"/any/n%65w/V%2F", "new V/"},
	{"/shared/V", "V"},
	{"/shared/V%2F", "V/"},
	{"/shared/V/late", "V"},
	{"/shared/V%2F/late", "V/"},
	{"/hooked/V", "V"},
	{"/hooked/%2FV", "/V"},
	{"/said/V", "V"},
	{"/said/V%2F", "V/"},
}

func read(t *testing.T, r *bufio.Reader) string {
	t.Helper()
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s %q, %v", resp.Status, body, err)
	}
	return string(body)
}
