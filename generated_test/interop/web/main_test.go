package web

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"example.com/httpgen/generated_test/interop/web/service"
	"example.com/httpgen/runtime"
)

// The service on each kind of server lives here.

// The kinds of servers.
const (
	ownLoop = "own loop"
	ownTLS  = "own loop with TLS"
	netHTTP = "net/http"
	overH2  = "HTTP/2"
)

// hosted is a running service.
type hosted struct {
	t      *testing.T
	kind   string
	app    *runtime.App
	addr   string
	client *http.Client
	stop   func() // ends it as a signal would, and waits
	logs   *logs
}

// url is that of a path, by ws for WebSocket where that is asked for.
func (h *hosted) url(scheme, path string) string {
	if h.kind == ownTLS || h.kind == overH2 {
		scheme += "s"
	}
	return scheme + "://" + h.addr + path
}

// onEach runs a test on some kinds of servers.
func onEach(t *testing.T, kinds []string, do func(t *testing.T, h *hosted), opts ...runtime.Option) {
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) { do(t, serve(t, kind, opts...)) })
	}
}

func everywhere() []string { return []string{ownLoop, ownTLS, netHTTP, overH2} }

// newService is one whose upstream tells what came to it.
func newService(t *testing.T) service.Service {
	upstream := httptest.NewServer(http.HandlerFunc(tellRequest))
	t.Cleanup(upstream.Close)
	to, err := url.Parse(upstream.URL)
	if err != nil {
		t.Fatal(err)
	}
	counts := prometheus.NewRegistry()
	counts.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "interop_things_total"},
		func() float64 { return 42 }))
	return service.Service{Upstream: to, Counts: counts, Dir: fstest.MapFS{
		"index.html": {Data: []byte("<p>an index")},
		"big.txt":    {Data: []byte(strings.Repeat("0123456789", 20_000)), ModTime: time.Unix(1e9, 0)},
	}}
}

// serve starts the service until the test ends.
func serve(t *testing.T, kind string, opts ...runtime.Option) *hosted {
	t.Helper()
	return serveThis(t, kind, newService(t), opts...)
}

// serveThis starts one that has been set up.
func serveThis(t *testing.T, kind string, s service.Service, opts ...runtime.Option) *hosted {
	t.Helper()
	h := &hosted{t: t, kind: kind, logs: new(logs)}
	opts = append(opts, runtime.Logger(slog.New(slog.NewTextHandler(h.logs, nil))))
	if kind == ownTLS || kind == overH2 {
		opts = append(opts, runtime.TLS(ownCertificate(t)))
	}
	h.app = service.New(s, opts...)
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableCompression: true,
		ForceAttemptHTTP2: kind == overH2}
	h.client = &http.Client{Transport: transport, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if kind == netHTTP {
		server := httptest.NewServer(h.app)
		h.addr = server.Listener.Addr().String()
		h.stop = sync.OnceFunc(func() {
			if err := h.app.Shutdown(context.Background()); err != nil {
				t.Errorf("Shutdown: %v", err)
			}
			transport.CloseIdleConnections()
			server.Close()
		})
	} else {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		h.addr = l.Addr().String()
		ended := make(chan error, 1)
		go func() { ended <- h.app.Serve(context.Background(), l) }()
		h.stop = sync.OnceFunc(func() {
			h.app.Stop()
			transport.CloseIdleConnections()
			if err := <-ended; err != nil {
				t.Errorf("Serve: %v", err)
			}
		})
	}
	t.Cleanup(h.stop)
	return h
}

// tellRequest writes what a server sees of a request.
func tellRequest(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	w.Header().Set("X-Forwarded", r.Header.Get("X-Forwarded-For")+" "+r.Header.Get("X-Forwarded-Proto"))
	_, _ = io.WriteString(w, r.Method+" "+r.URL.RequestURI()+" "+string(b))
}

// ask sends a request and returns the answer with its body.
func (h *hosted) ask(method, path, body string, fields ...string) (*http.Response, string) {
	h.t.Helper()
	r, err := http.NewRequest(method, h.url("http", path), strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	for pair := range slices.Chunk(fields, 2) {
		r.Header.Set(pair[0], pair[1])
	}
	a, err := h.client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer a.Body.Close()
	b, err := io.ReadAll(a.Body)
	if err != nil {
		h.t.Errorf("%s %s: %v", method, path, err)
	}
	if want := map[bool]int{true: 2, false: 1}[h.kind == overH2]; a.ProtoMajor != want {
		h.t.Errorf("%s %s: it is HTTP/%d", method, path, a.ProtoMajor)
	}
	return a, string(b)
}

// logs are what a service said.
type logs struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
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
		NotAfter: now.Add(time.Hour), DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

// needs passes the test over where a program could not be installed, which .ci/interop has said;
// run by itself, the test is passed over where the program is merely not there.
func needs(t *testing.T, program string) {
	t.Helper()
	if slices.Contains(strings.Fields(os.Getenv("HTTPGEN_INTEROP_MISSING")), program) {
		t.Skipf("%s is not here, and apt has none", program)
	}
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("HTTPGEN_INTEROP") == "" {
			t.Skip(err)
		}
		t.Fatal(err)
	}
}
