package memory

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

// Handlers of net/http are called here without a server.

func TestCustomersAreAlike(t *testing.T) {
	handlers, err := Customers()
	if err != nil {
		t.Fatal(err)
	}
	for name, h := range handlers {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/customers/123456", nil))
		if w.Code != 200 || w.Body.String() != customerText {
			t.Errorf("%s answers %d %s", name, w.Code, w.Body)
		}
	}
}

// plainWriter keeps nothing of an answer's body.
type plainWriter struct{ header http.Header }

func (w plainWriter) Header() http.Header               { return w.header }
func (w plainWriter) WriteHeader(int)                   {}
func (w plainWriter) Write(b []byte) (int, error)       { return len(b), nil }
func (w plainWriter) WriteString(s string) (int, error) { return len(s), nil }

// BenchmarkServeHTTP takes samples of ours and of ogen's in turn, and reports the medians of the
// processor's time and of their ratios: called by a server itself, and by middleware, which is
// told the route.
//
//	go test ./memory -run - -bench ServeHTTP -benchtime 300x
func BenchmarkServeHTTP(b *testing.B) {
	handlers, err := Customers()
	if err != nil {
		b.Fatal(err)
	}
	for _, by := range []string{"server", "middleware"} {
		b.Run(by, func(b *testing.B) {
			took := map[string][]float64{}
			var ratios []float64
			for b.Loop() {
				for name, h := range handlers {
					took[name] = append(took[name], serveMany(h, by == "server"))
				}
				n := len(took["ogen"]) - 1
				ratios = append(ratios, took["httpgen"][n]/took["ogen"][n])
			}
			for name, list := range took {
				slices.Sort(list)
				b.ReportMetric(list[len(list)/2], name+"-cpu-ns/req")
			}
			slices.Sort(ratios)
			b.ReportMetric(ratios[len(ratios)/2], "ratio")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// serveMany says what a request takes, which is one of its own, as a server makes it.
func serveMany(h http.Handler, first bool) float64 {
	const times = 2000
	server := &http.Server{}
	if first {
		server.Handler = h
	}
	ctx := context.WithValue(context.Background(), http.ServerContextKey, server)
	ask := (&http.Request{Method: "GET", URL: customerURL, ProtoMajor: 1, ProtoMinor: 1,
		Host: "localhost"}).WithContext(ctx)
	start := processTime()
	for range times {
		r := new(http.Request)
		*r = *ask
		r.Header = http.Header{}
		h.ServeHTTP(plainWriter{http.Header{}}, r)
	}
	return float64(processTime()-start) / times
}

var customerURL = httptest.NewRequest("GET", "/customers/123456", nil).URL

func processTime() int64 {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
		panic(err) // it fails for bad arguments only
	}
	return t.Nano()
}
