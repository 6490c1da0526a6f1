//go:build linux

package interop

import (
	"context"
	"crypto/sha256"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/httpgen/generated_test/cases/depot"
	"example.com/httpgen/runtime"
)

// What curl does beside resuming lives here: uploads, redirects, streams.

func TestCurl(t *testing.T) {
	needs(t, "curl")
	content := text(300_000)
	whole := sha256.Sum256(content)
	got := depot.Sum(int64(len(content)), whole[:])
	for _, row := range []struct {
		sentence string
		args     string // what begins with a slash is a path of the service
		want     string // on stdout
		heard    string // by the service, as a regular expression
	}{
		{"an upload with a length",
			"-T body /upload",
			got, `(?m)^Content-Length: 300000\r$`},
		{"an upload in chunks",
			"-H Transfer-Encoding:chunked -T body /upload",
			got, `(?m)^Transfer-Encoding: ?chunked\r$`},
		{"a large post waits for the 100",
			"--data-binary @body --expect100-timeout 50 -H Expect:100-continue /upload",
			got, `(?m)^Expect: ?100-continue\r$`},
		{"a post too large is told so before it is sent",
			"--data-binary @body --expect100-timeout 50 -H Expect:100-continue -o nul " +
				"-w %{http_code},%{size_upload} /small",
			"413,0", `^POST /small `},
		{"a post too large is told so while it is sent",
			"--data-binary @body -H Expect: -o nul -w %{http_code} /small",
			"413", `^POST /small `},
		{"a missing slash is followed",
			"-L -w %{num_redirects} -o nul /pages",
			"1", `(?m)^GET /pages/ `},
		{"a post is followed as a post",
			"-L -H Content-Type:text/plain -d hello /pages",
			"noted hello\n", `POST /pages/ `},
		{"HEAD tells the length alone",
			"-I -w %header{content-length} -o nul /files/curl/body",
			"300000", `^HEAD `},
		// It cannot follow that: it resolves against a path whose dot it has kept, and asks for
		// the same again (7.88; findings/curl-path-as-is-loop.sh).
		{"a dot that it is told to keep is taken out by a relative reference",
			"--path-as-is -o nul -w %{http_code},%header{location} /files/./curl/body",
			"301,body", `^GET /files/\./curl/body `},
		{"a dot that it takes out itself",
			"-o nul -w %{http_code} /files/./curl/body",
			"200", `^GET /files/curl/body `},
		{"a stream is read to its end",
			"-o nul -w %{size_download} /stream/40",
			"40960", `^GET /stream/40 `},
		{"what is not there",
			"-o nul -w %{http_code} /nowhere",
			"404", `^GET /nowhere `},
		{"two on one connection",
			"-o nul /stream/1 -o nul -w %{num_connects} /stream/2",
			"10", `(?m)^GET /stream/2 `},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			s, dir := serve(t), t.TempDir()
			write(t, "curl/body", content)
			if err := os.WriteFile(filepath.Join(dir, "body"), content, 0o644); err != nil {
				t.Fatal(err)
			}
			args := []string{"-q", "-sS"}
			for a := range strings.FieldsSeq(row.args) {
				if strings.HasPrefix(a, "/") {
					a = s.url(a)
				}
				args = append(args, a)
			}
			if out := run(t, dir, true, "curl", args...); out != row.want {
				t.Errorf("curl says %q, want %q", out, row.want)
			}
			saw(t, "asked", s.tap.asked, row.heard)
		})
	}
}

func TestCurlReadsEventsAsTheyCome(t *testing.T) {
	needs(t, "curl")
	s := serve(t)
	readsEvents(t, s, "http://"+s.addr, "curl")
}

// An error that is decided does not wait for a body whose sender has stopped in its middle.
func TestCurlIsAnsweredWhileItsUploadStalls(t *testing.T) {
	needs(t, "curl")
	for path, status := range map[string]string{"/nowhere": "404", "/events/x": "405"} {
		s := serve(t, runtime.ReadTimeout(2*patience))
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		// "-T -" would wait for its input alone, "-T ." hears the answer meanwhile.
		cmd := exec.CommandContext(ctx, "curl", "-q", "-sS", "--noproxy", "*", "-o", "/dev/null",
			"-w", "%{http_code}", "-H", "Expect:", "-T", ".", s.url(path))
		body, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		defer body.Close() // only then: until curl has ended, more is to come
		if _, err := io.WriteString(body, "a beginning"); err != nil {
			t.Fatal(err)
		}
		if out, err := cmd.Output(); ctx.Err() != nil || string(out) != status {
			t.Errorf("%s: %q (%v), want %s", path, out, err, status)
		}
	}
}
