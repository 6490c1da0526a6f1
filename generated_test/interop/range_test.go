//go:build linux

package interop

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
)

// Ranges through proxies live here.

// ownRanges are the proxies that fetch the whole and cut it themselves: one range, while
// several at once are 416.
var ownRanges = map[string]bool{"varnish": true}

func TestRangesThroughProxies(t *testing.T) {
	content := string(text(70_000))
	throughAll(t, func(t *testing.T, p proxy, s *service, addr string) {
		write(t, "ranges/through.bin", []byte(content))
		c, url := browse(t), "http://"+addr+"/files/ranges/through.bin"

		resp, body := do(t, c, "GET", url, nil, "Range: bytes=100-199")
		of := resp.Header.Get("Content-Range")
		if resp.StatusCode != 206 || body != content[100:200] || of != "bytes 100-199/70000" {
			t.Errorf("one range: %d, %d bytes, %q", resp.StatusCode, len(body), of)
		}
		resp, body = do(t, c, "GET", url, nil, "Range: bytes=-5", "If-Range: "+resp.Header.Get("ETag"))
		if resp.StatusCode != 206 || body != content[69_995:] {
			t.Errorf("the end, if it is of the same file: %d, %q", resp.StatusCode, body)
		}
		resp, _ = do(t, c, "GET", url, nil, "Range: bytes=70000-")
		if resp.StatusCode != 416 {
			t.Errorf("what is outside: %d", resp.StatusCode)
		}
		var want []string
		for i := range 39 { // as many as a reader of maps was seen to ask for
			want = append(want, fmt.Sprintf("%d-%d", i*1000, i*1000+9))
		}
		resp, body = do(t, c, "GET", url, nil, "Range: bytes="+strings.Join(want, ","))
		if ownRanges[p.name] {
			if resp.StatusCode != 416 {
				t.Errorf("39 ranges: %d, %d bytes, want 416", resp.StatusCode, len(body))
			}
			return
		}
		if got := parts(t, resp, body); len(got) != 39 || got[38] != content[38_000:38_010] {
			t.Errorf("39 ranges: %d, %d parts", resp.StatusCode, len(got))
		}
	})
}

// parts takes a multipart/byteranges body apart.
func parts(t *testing.T, resp *http.Response, body string) (all []string) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/byteranges" {
		t.Errorf("the type is %q (%v)", kind, err)
		return nil
	}
	for r := multipart.NewReader(strings.NewReader(body), params["boundary"]); ; {
		part, err := r.NextPart()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Error(err)
			return all
		}
		b, err := io.ReadAll(part)
		if err != nil {
			t.Error(err)
		}
		all = append(all, string(b))
	}
}
