//go:build linux

package interop

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"example.com/httpgen/examples/bookstore"
	"example.com/httpgen/runtime"
)

// Documents that httpgen writes are judged and used by others here: validators and linters look at
// all of them, and generators make clients of the bookstore's, which call each of its operations.

// A shop is a running bookstore that remembers what it was asked.
type shop struct {
	url string

	mu    sync.Mutex
	calls []string
}

// serveShop starts the bookstore until the test ends.
func serveShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{}
	app := bookstore.New(bookstore.NewShop("secret"), runtime.Use(s.remember),
		runtime.Logger(slog.New(slog.DiscardHandler)))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + l.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return s
}

// remember notes each request with its values, and with what it was answered.
func (s *shop) remember(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		call := strings.TrimSpace(r.Method + " " + r.URL.Path + " " + values(r.URL.RawQuery) + " " +
			normal(body))
		if lang := r.Header.Get("Accept-Language"); r.URL.Path == "/search" {
			call += " in " + lang
		}
		next.ServeHTTP(w, r)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.calls = append(s.calls, call)
	})
}

// values are those of a query in one order.
func values(query string) string {
	all, _ := url.ParseQuery(query)
	return all.Encode()
}

// normal is a body of JSON with its members in one order, and any other as it is.
func normal(body []byte) string {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return string(body)
	}
	text, _ := json.Marshal(v)
	return string(text)
}

// operations are what each client sends: all operations of the bookstore, each once.
var operations = []string{
	"DELETE /admin/books/9780134190440",
	"GET /", "GET /admin/books", "GET /admin/reports/stock.txt", "GET /admin/stats",
	"GET /book/9780134190440", "GET /books", "GET /books/9780134190440",
	"GET /books/9780134190440/cover.svg", "GET /books/9780134190440/reviews", "GET /echo",
	"GET /events", "GET /notes/read me.md", "GET /partners/books", "GET /report-2026-02-28.txt",
	"GET /search page=1&q=go+%26%C3%A9&sort=price&tag=go in en", "GET /shelves/cheap",
	"GET /status",
	`POST /admin/import  {"isbn":"9780262510875","title":"SICP"}`,
	`POST /books  {"cents":3000,"isbn":"9781718501263","tags":["a","b"],"title":"Rust \u0026 \"more\" é"}`,
	"POST /books/9780134190440/orders  copies=2",
	`POST /books/9780134190440/reviews  {"stars":5,"text":"terse"}`,
	"POST /echo",
	`POST /feedback  {"kind":"praise","text":"fine"}`,
	"POST /shutdown",
	"PUT /admin/books/9780134190440/stock  4",
	`PUT /admin/books/stock  [{"isbn":"9780134190440","stock":9}]`,
}

// wasAsked compares what a client has called with all that there is.
func (s *shop) wasAsked(t *testing.T) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	slices.Sort(s.calls)
	if !slices.Equal(s.calls, operations) {
		t.Errorf("called:\n%s\nwanted:\n%s", strings.Join(s.calls, "\n"),
			strings.Join(operations, "\n"))
	}
}

// documents are all that are committed, and where the bookstore's is.
func documents(t *testing.T) (all []string, shop string) {
	t.Helper()
	top := filepath.Join(testdata, "..", "..", "..")
	shop = filepath.Join(top, "examples", "bookstore", "openapi.yaml")
	all, err := filepath.Glob(filepath.Join(top, "generated_test", "cases", "*", "openapi.yaml"))
	if err != nil || len(all) < 20 {
		t.Fatalf("%d documents (%v)", len(all), err)
	}
	return append(all, shop), shop
}

// broken is a document that no judge may let pass.
const broken = `openapi: 3.1.0
info: {title: broken, version: "1"}
servers: [{url: /}]
security: []
paths:
  /a/{id}:
    get: {operationId: A, summary: A, responses: {"200": {$ref: "#/components/responses/None"}}}
`

func TestJudgesOfDocuments(t *testing.T) {
	generating(t)
	dir := packages(t, "HTTPGEN_INTEROP_NPM_GENERATORS", "ts")
	bin := filepath.Join(dir, "node_modules", ".bin")
	all, shop := documents(t)
	files := map[string]string{
		"broken.yaml": broken,
		// Some manifests are about slashes at the end, which are a matter of taste.
		"redocly.yaml":   "extends: [recommended]\nrules: {no-path-trailing-slash: off}\n",
		"strict.yaml":    "extends: [recommended]\n",
		".spectral.yaml": "extends: ['spectral:oas']\n",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	goDir := goClients(t)
	prepare(t, goDir, "go", "build", "-o", "bin/", "./judge")
	for _, row := range []struct {
		judge string
		args  []string
	}{
		{filepath.Join(goDir, "bin", "judge"), nil},
		{filepath.Join(bin, "redocly"), []string{"lint", "--config", "redocly.yaml"}},
		{filepath.Join(bin, "spectral"), []string{"lint", "-q", "-F", "error"}},
	} {
		t.Run(filepath.Base(row.judge), func(t *testing.T) {
			prepare(t, dir, row.judge, append(row.args, all...)...)
			run(t, dir, false, row.judge, append(row.args, "broken.yaml")...)
		})
	}
	prepare(t, dir, filepath.Join(bin, "redocly"), "lint", "--config", "strict.yaml", shop)
}

func TestClientsOfTheBookstore(t *testing.T) {
	generating(t)
	dir := packages(t, "HTTPGEN_INTEROP_NPM_GENERATORS", "ts")
	bin := filepath.Join(dir, "node_modules", ".bin")
	_, document := documents(t)
	copyFiles(t, dir, filepath.Dir(document), "openapi.yaml")
	copyFiles(t, dir, filepath.Join(testdata, "clients", "ts"), "*.ts")
	copyFiles(t, dir, filepath.Join(testdata, "clients", "ts"), "tsconfig.json")
	for generator, args := range map[string][]string{
		"openapi-typescript": {"openapi.yaml", "-o", "schema.d.ts"},
		"openapi-ts":         {"-f", "hey.config.mjs"},
		"orval":              {"--config", "orval.config.mjs"},
		"kubb":               {"generate", "--config", "kubb.config.mjs"},
	} {
		prepare(t, dir, filepath.Join(bin, generator), args...)
	}
	prepare(t, dir, filepath.Join(bin, "tsc"), "-p", ".") // all of them, strictly
	for _, client := range []string{"fetch", "hey", "orval", "kubb"} {
		t.Run(client, func(t *testing.T) {
			prepare(t, dir, filepath.Join(bin, "esbuild"), "book-"+client+".ts", "--bundle",
				"--platform=node", "--format=esm", "--outfile=out/"+client+".mjs",
				"--log-level=error", "--banner:js="+banner)
			s := serveShop(t)
			run(t, dir, true, "node", "out/"+client+".mjs", s.url)
			s.wasAsked(t)
		})
	}
}

func TestGoClientsOfTheBookstore(t *testing.T) {
	generating(t)
	needs(t)
	dir := goClients(t)
	_, document := documents(t)
	for client, tool := range map[string][]string{
		"bookogen": {"ogen", "--target", "bookogen/api", "--package", "api", "--config", "ogen.yaml",
			document},
		"bookoapi": {"oapi-codegen", "-generate", "types,client", "-package", "api", "-o",
			"bookoapi/api/api.go", document},
	} {
		t.Run(client, func(t *testing.T) {
			if err := os.MkdirAll(filepath.Join(dir, client, "api"), 0o755); err != nil {
				t.Fatal(err)
			}
			prepare(t, dir, "go", append([]string{"tool"}, tool...)...)
			prepare(t, dir, "go", "build", "-o", "bin/", "./"+client)
			s := serveShop(t)
			run(t, dir, true, filepath.Join(dir, "bin", client), s.url)
			s.wasAsked(t)
		})
	}
}

// goClients is a copy of the module with the generators of Go.
func goClients(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(testdata, "clients", "go"))); err != nil {
		t.Fatal(err)
	}
	return dir
}
