//go:build linux

package interop

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/generated_test/cases/depot"
	"example.com/httpgen/runtime"
)

// Clients of HTTP/2 live here.

// serveTLS starts the service with TLS, or with HTTP/2 without it.
func serveTLS(t *testing.T, opts ...runtime.Option) (addr string, app *runtime.App) {
	t.Helper()
	opts = append(opts, runtime.Logger(slog.New(slog.DiscardHandler)))
	app = depot.New(&depot.Server{}, opts...)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(context.Background(), l) }()
	t.Cleanup(func() {
		app.Stop()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return l.Addr().String(), app
}

// ownCertificate is one that nobody trusts.
func ownCertificate(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now.Add(-time.Hour),
		NotAfter: now.Add(time.Hour), DNSNames: []string{"localhost"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

func TestCurlOverH2(t *testing.T) {
	needs(t, "curl")
	content := text(300_000)
	secure, _ := serveTLS(t, runtime.TLS(ownCertificate(t)))
	plain, _ := serveTLS(t, runtime.H2C())
	write(t, "h2/body", content)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "body"), content, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		sentence, args, path, want string
	}{
		{"a stream", "-w %{http_version},%{size_download}", "/stream/40", "2,40960"},
		{"a file", "-w %{http_version},%{size_download}", "/files/h2/body", "2,300000"},
		{"a range of it", "-r 100-199 -w %{http_code},%{size_download}", "/files/h2/body", "206,100"},
		{"an upload", "-T body -w %{http_code}", "/upload", "200"},
		{"a post too large hears so", "--data-binary @body -w %{http_code}", "/small", "413"},
		{"a missing slash", "-L -w %{num_redirects}", "/pages", "1"},
		{"HEAD", "-I -w %header{content-length}", "/files/h2/body", "300000"},
		{"what is not there", "-w %{http_code}", "/nowhere", "404"},
		{"an expectation that nobody meets", "-H Expect:nonsense -w %{http_code}", "/stream/1", "417"},
	} {
		for _, over := range []struct{ name, args, url string }{
			{"TLS", "-k --http2", "https://" + secure},
			{"prior knowledge", "--http2-prior-knowledge", "http://" + plain},
		} {
			// curl 7.88 has no second request on such a connection
			// (findings/curl-prior-knowledge-second-request.sh).
			if strings.Contains(row.args, "-L") && over.name != "TLS" {
				continue
			}
			t.Run(row.sentence+" over "+over.name, func(t *testing.T) {
				args := strings.Fields("-sS -o nul " + over.args + " " + row.args)
				if got := run(t, dir, true, "curl", append(args, over.url+row.path)...); got != row.want {
					t.Errorf("%q, want %q", got, row.want)
				}
			})
		}
	}
}

func TestNghttp(t *testing.T) {
	needs(t, "nghttp")
	addr, _ := serveTLS(t, runtime.TLS(ownCertificate(t)))
	got := run(t, t.TempDir(), true, "nghttp", "-nsv", "--no-verify-peer", "https://"+addr+"/stream/3")
	for _, want := range []string{":status: 200", "; END_STREAM"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

// TestARestartUnderH2load has one service end while it is asked over eight connections. What
// was begun is answered; what is not is refused in words that allow to ask again (RFC 9113
// §6.8, §8.7).
func TestARestartUnderH2load(t *testing.T) {
	needs(t, "h2load")
	addr, app := serveTLS(t, runtime.TLS(ownCertificate(t)))
	time.AfterFunc(500*time.Millisecond, app.Stop)
	got := run(t, t.TempDir(), true, "h2load", "-n", "200000", "-c", "8", "-m", "20", "https://"+addr+"/stream/1")
	counts := regexp.MustCompile(`(\d+) (\w+)`)
	line := regexp.MustCompile(`(?m)^status codes: .*$`).FindString(got)
	if line == "" {
		t.Fatal(got)
	}
	for _, m := range counts.FindAllStringSubmatch(strings.ReplaceAll(line, " 2xx", " ok"), -1) {
		if n, _ := strconv.Atoi(m[1]); m[2] == "ok" && n < 100 || m[2] != "ok" && n > 0 {
			t.Errorf("%s: %s", m[0], line)
		}
	}
	if _, err := http.Get("https://" + addr); err == nil {
		t.Error("it goes on")
	}
}
