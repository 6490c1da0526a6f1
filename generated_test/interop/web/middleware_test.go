package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5/middleware"
	"github.com/gorilla/handlers"
	"github.com/rs/cors"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/attribute"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"example.com/httpgen/runtime"
)

// Middleware of libraries in front of the App lives here, on every server.

func TestOtelhttp(t *testing.T) {
	for _, kind := range everywhere() {
		t.Run(kind, func(t *testing.T) {
			spans, reader := tracetest.NewSpanRecorder(), sdkmetric.NewManualReader()
			front := otelhttp.NewMiddleware("web",
				otelhttp.WithTracerProvider(trace.NewTracerProvider(trace.WithSpanProcessor(spans))),
				otelhttp.WithMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader))))
			h := serve(t, kind, runtime.Use(front))
			for path, want := range map[string]int{"/items/7": 200, "/items/x": 404, "/metrics": 200, "/files/big.txt": 200} {
				if a, _ := h.ask("GET", path, ""); a.StatusCode != want {
					t.Errorf("%s: %d", path, a.StatusCode)
				}
			}
			h.ask("POST", "/proxy/x", "hello")
			h.stop()
			// The name is told once the App has answered; spans have http.route only where it is
			// known before, which it is behind no router.
			var names []string
			for _, span := range spans.Ended() {
				names = append(names, span.Name()+" "+attributeOf(span.Attributes(), "http.response.status_code"))
			}
			said := strings.Join(names, "\n")
			for _, want := range []string{"GET /items/<int:id> 200", "GET 404", "GET /metrics/ 200",
				"GET /files/ 200", "POST /proxy/ 200"} {
				if !strings.Contains("\n"+said+"\n", "\n"+want+"\n") {
					t.Errorf("no span %q among\n%s", want, said)
				}
			}
			var metrics metricdata.ResourceMetrics
			if err := reader.Collect(context.Background(), &metrics); err != nil {
				t.Fatal(err)
			}
			if n := countOf(metrics, "http.server.request.duration", "/items/<int:id>"); n != 1 {
				t.Errorf("%d requests of the route were measured", n)
			}
		})
	}
}

func attributeOf(list []attribute.KeyValue, key attribute.Key) string {
	set := attribute.NewSet(list...)
	value, _ := set.Value(key)
	return value.Emit()
}

// countOf is how many requests of a route a histogram has.
func countOf(all metricdata.ResourceMetrics, name, route string) (n uint64) {
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			histogram, ok := m.Data.(metricdata.Histogram[float64])
			if m.Name != name || !ok {
				continue
			}
			for _, point := range histogram.DataPoints {
				if value, _ := point.Attributes.Value("http.route"); value.AsString() == route {
					n += point.Count
				}
			}
		}
	}
	return n
}

func TestHandlersOfGorilla(t *testing.T) {
	for _, kind := range everywhere() {
		t.Run(kind, func(t *testing.T) {
			said := new(logs)
			h := serve(t, kind, runtime.Use(func(next http.Handler) http.Handler {
				return handlers.CombinedLoggingHandler(said, next)
			}), runtime.Use(handlers.ProxyHeaders), runtime.Use(handlers.CompressHandler))
			a, body := h.ask("GET", "/files/big.txt", "", "Accept-Encoding", "gzip", "X-Forwarded-For", "192.0.2.7")
			if a.Header.Get("Content-Encoding") != "gzip" {
				t.Fatalf("it is not compressed: %v", a.Header)
			}
			if text := unzip(t, body); len(text) != 200_000 {
				t.Errorf("%d bytes", len(text))
			}
			h.ask("PUT", "/items/7", "")
			h.stop()
			for _, want := range []string{
				`192\.0\.2\.7 - - \[[^]]*\] "GET /files/big\.txt HTTP/[12]\.[01]" 200 \d+ "" "Go-http-client/[12]\.[01]"`,
				`"PUT /items/7 HTTP/[12]\.[01]" 405 \d+ `,
			} {
				if !regexp.MustCompile(want).MatchString(said.String()) {
					t.Errorf("nothing like %s in\n%s", want, said)
				}
			}
		})
	}
}

func unzip(t *testing.T, body string) string {
	t.Helper()
	r, err := gzip.NewReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCorsOfRs(t *testing.T) {
	front := cors.New(cors.Options{AllowedOrigins: []string{"https://app.example"}, AllowedMethods: []string{"GET", "PUT"},
		AllowedHeaders: []string{"X-Who"}, AllowCredentials: true}).Handler
	onEach(t, everywhere(), func(t *testing.T, h *hosted) {
		a, body := h.ask("OPTIONS", "/items/7", "", "Origin", "https://app.example",
			"Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "x-who")
		if a.StatusCode != 204 || body != "" || a.Header.Get("Access-Control-Allow-Methods") != "PUT" ||
			a.Header.Get("Access-Control-Allow-Origin") != "https://app.example" {
			t.Errorf("a preflight: %d %q %v", a.StatusCode, body, a.Header)
		}
		a, body = h.ask("GET", "/items/7", "", "Origin", "https://app.example")
		if body != "item 7" || a.Header.Get("Access-Control-Allow-Origin") != "https://app.example" || a.Header.Get("Vary") != "Origin" {
			t.Errorf("the request: %q %v", body, a.Header)
		}
		a, _ = h.ask("GET", "/none", "", "Origin", "https://app.example")
		if a.StatusCode != 404 || a.Header.Get("Access-Control-Allow-Credentials") != "true" {
			t.Errorf("an error: %d %v", a.StatusCode, a.Header)
		}
		a, _ = h.ask("GET", "/items/7", "", "Origin", "https://elsewhere.example")
		if a.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("another origin: %v", a.Header)
		}
		a, _ = h.ask("OPTIONS", "/items/7", "")
		if a.StatusCode != 204 || a.Header.Get("Allow") != "GET, HEAD, OPTIONS" {
			t.Errorf("no preflight: %d %v", a.StatusCode, a.Header)
		}
	}, runtime.Use(front))
}

func TestMiddlewareOfChi(t *testing.T) {
	for _, kind := range everywhere() {
		t.Run(kind, func(t *testing.T) {
			said := new(logs)
			ids := make(chan string, 100)
			h := serve(t, kind, runtime.Use(middleware.RequestID), runtime.Use(func(next http.Handler) http.Handler {
				return middleware.RequestLogger(&middleware.DefaultLogFormatter{Logger: plainLogger{said}, NoColor: true})(next)
			}), runtime.Use(middleware.Recoverer), runtime.Use(middleware.Throttle(10)), runtime.Use(middleware.Timeout(time.Minute)),
				runtime.Use(middleware.Heartbeat("/ping")), runtime.Use(middleware.SetHeader("X-Chi", "1")),
				runtime.Use(middleware.Compress(5, "text/plain")), runtime.Use(func(next http.Handler) http.Handler {
					return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
						ids <- middleware.GetReqID(r.Context())
						next.ServeHTTP(w, r)
					})
				}))
			if a, body := h.ask("GET", "/ping", ""); a.StatusCode != 200 || body != "." || len(ids) > 0 {
				t.Errorf("the heartbeat: %d %q", a.StatusCode, body)
			}
			a, body := h.ask("GET", "/files/big.txt", "", "Accept-Encoding", "gzip", "X-Request-Id", "mine")
			if a.Header.Get("X-Chi") != "1" || a.Header.Get("Content-Encoding") != "gzip" || len(unzip(t, body)) != 200_000 {
				t.Errorf("a file: %v", a.Header)
			}
			if id := <-ids; id != "mine" {
				t.Errorf("the id is %q", id)
			}
			h.stop()
			if want := fmt.Sprintf("%s/files/big.txt HTTP/", h.addr); !strings.Contains(said.String(), want) ||
				!strings.Contains(said.String(), " - 200 ") {
				t.Errorf("the log: %s", said)
			}
		})
	}
}

// plainLogger is what chi logs to.
type plainLogger struct{ to io.Writer }

// Print implements middleware.LoggerInterface.
func (l plainLogger) Print(v ...any) { fmt.Fprintln(l.to, v...) }

// What is in front hands the connection on where it can be taken over.
func TestAWebSocketBehindMiddleware(t *testing.T) {
	discard := plainLogger{new(bytes.Buffer)}
	opts := []runtime.Option{
		runtime.Use(otelhttp.NewMiddleware("web")),
		runtime.Use(func(next http.Handler) http.Handler { return handlers.CombinedLoggingHandler(io.Discard, next) }),
		runtime.Use(cors.Default().Handler),
		runtime.Use(middleware.RequestLogger(&middleware.DefaultLogFormatter{Logger: discard})),
	}
	onEach(t, overHTTP1(), func(t *testing.T, h *hosted) {
		for _, path := range libraries {
			c := h.dial()
			c.write(handshake(path))
			c.wantSwitch(path)
			c.write(frame(last|textFrame, "hello"))
			c.wantEcho("an echo", textFrame, "hello")
			c.write(frame(last|closeFrame, closing(1000, "")))
			c.wantClose("the end", 1000)
		}
		c := h.dial()
		c.write(handshake("/rooms/lobby", "Sec-WebSocket-Protocol: v1.chat, v3.chat"))
		if a := c.wantSwitch("a protocol"); a.Header.Get("Sec-Websocket-Protocol") != "v1.chat" || a.Header.Get("X-Room") != "lobby" {
			t.Errorf("the answer has %v", a.Header)
		}
		c.wantEcho("a value of the path", textFrame, "lobby by v1.chat")
		c.write(frame(last|closeFrame, closing(1000, "")))
		c.wantClose("the end", 1000)
	}, opts...)
}
