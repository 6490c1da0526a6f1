package prometheus_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	client "github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"example.com/httpgen/contrib/prometheus"
	"example.com/httpgen/runtime"
)

var routes = []runtime.Route{
	{Name: "Book", Methods: []string{"GET"}, Pattern: "/books/<id>"},
	{Name: "Fail", Methods: []string{"GET", "POST"}, Pattern: "/fail"},
}

// service has two routes, of which one fails.
func service(opts ...runtime.Option) *runtime.App {
	dispatch := func(x *runtime.Exchange, path string) (runtime.Response, error) {
		switch {
		case strings.HasPrefix(path, "/books/"):
			if x.Entered = 1; x.Asked {
				return runtime.Response{}, nil
			}
			return runtime.Text("a book"), nil
		case path == "/fail":
			if x.Entered = 2; x.Asked {
				return runtime.Response{}, nil
			}
			return runtime.Response{}, errors.New("out of luck")
		}
		return runtime.Response{}, nil
	}
	list := append([]runtime.Route(nil), routes...)
	return runtime.NewApp(runtime.Service{Table: runtime.NewTable(list, nil, dispatch, nil), Dispatch: dispatch}, opts...)
}

// scraped is what Prometheus reads, without what changes from run to run.
func scraped(t *testing.T, m *prometheus.Metrics) string {
	t.Helper()
	registry := client.NewPedanticRegistry()
	registry.MustRegister(m)
	w := httptest.NewRecorder()
	promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorHandling: promhttp.HTTPErrorOnError}).
		ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if w.Code != 200 {
		t.Fatal(w.Body)
	}
	return w.Body.String()
}

func TestRequestsAreCounted(t *testing.T) {
	m := prometheus.New()
	app := service(m.Option())
	m.Watch(app)
	var clients sync.WaitGroup
	for range 4 {
		clients.Go(func() {
			for _, path := range []string{"/books/1", "/books/2", "/fail", "/nothing"} {
				app.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
			}
		})
	}
	clients.Wait()
	text := scraped(t, m)
	for _, want := range []string{
		`http_server_request_duration_seconds_count{http_request_method="GET",http_response_status_class="2xx",http_route="/books/<id>"} 8`,
		`http_server_request_duration_seconds_bucket{http_request_method="GET",http_response_status_class="2xx",http_route="/books/<id>",le="10"} 8`,
		`http_server_request_duration_seconds_bucket{http_request_method="GET",http_response_status_class="2xx",http_route="/books/<id>",le="+Inf"} 8`,
		`http_server_request_duration_seconds_count{http_request_method="GET,POST",http_response_status_class="5xx",http_route="/fail"} 4`,
		`http_server_request_duration_seconds_count{http_request_method="",http_response_status_class="4xx",http_route=""} 4`,
		`http_server_response_body_size_bytes_sum{http_request_method="GET",http_response_status_class="2xx",http_route="/books/<id>"} 48`,
		"http_server_active_requests 0",
		"http_server_open_connections 0",
	} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("there is no %s in\n%s", want, text)
		}
	}
	if problems, err := testutil.CollectAndLint(m); err != nil || len(problems) > 0 {
		t.Errorf("promlint: %v, %v", problems, err)
	}
}

func TestBucketsAreThoseOfTheConventions(t *testing.T) {
	m := prometheus.New()
	for _, d := range []time.Duration{0, 5 * time.Millisecond, 5*time.Millisecond + 1, 10 * time.Second, 11 * time.Second} {
		m.Begin()
		m.End(runtime.Figures{Status: 200, Duration: d})
	}
	m.Begin()
	text := scraped(t, m)
	var bounds []string
	for _, found := range regexp.MustCompile(`le="([^"]*)"} (\d+)`).FindAllStringSubmatch(text, -1) {
		bounds = append(bounds, found[1]+":"+found[2])
	}
	want := "0.005:2 0.01:3 0.025:3 0.05:3 0.075:3 0.1:3 0.25:3 0.5:3 0.75:3 1:3 2.5:3 5:3 7.5:3 10:4 +Inf:5"
	if got := strings.Join(bounds, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if !strings.Contains(text, "http_server_active_requests 1\n") {
		t.Errorf("one is being answered:\n%s", text)
	}
}

func TestOddStatuses(t *testing.T) {
	m := prometheus.New()
	for _, status := range []int{0, 99, 101, 999, 1000, -1} {
		m.Begin()
		m.End(runtime.Figures{Status: status})
	}
	if text := scraped(t, m); !strings.Contains(text, `_count{http_request_method="",http_response_status_class="",http_route=""} 4`) {
		t.Errorf("got\n%s", text)
	}
}

func TestACountTakesNoMemory(t *testing.T) {
	m := prometheus.New()
	list := append([]runtime.Route(nil), routes...)
	runtime.NewTable(list, nil, nil, nil)
	f := runtime.Figures{Route: &list[1], Status: 200, Bytes: 100, Duration: 30 * time.Millisecond}
	if n := testing.AllocsPerRun(1000, func() { m.Begin(); m.End(f) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// The dashboard asks for metrics that there are, by labels that they have.
func TestDashboard(t *testing.T) {
	var board struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(prometheus.Dashboard, &board); err != nil || len(board.Panels) == 0 {
		t.Fatalf("%d panels, %v", len(board.Panels), err)
	}
	m := prometheus.New()
	app := service(m.Option())
	m.Watch(app)
	app.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/books/1", nil))
	text := scraped(t, m)
	for _, p := range board.Panels {
		for _, target := range p.Targets {
			for _, name := range regexp.MustCompile(`http_\w+`).FindAllString(target.Expr, -1) {
				if !strings.Contains(text, name) {
					t.Errorf("%s asks for %s, which there is not", p.Title, name)
				}
			}
		}
	}
}

// A server of its own has connections.
func TestConnectionsAreCounted(t *testing.T) {
	m := prometheus.New()
	app := service(m.Option())
	m.Watch(app)
	ended := make(chan error, 1)
	go func() { ended <- app.Run("127.0.0.1:0") }()
	for deadline := time.Now().Add(20 * time.Second); !app.Ready() || app.Addr() == nil; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the server has not started")
		}
	}
	resp, err := http.Get("http://" + app.Addr().String() + "/books/1")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	if text := scraped(t, m); !strings.Contains(text, "http_server_open_connections 1\n") {
		t.Errorf("got\n%s", text)
	}
	http.DefaultClient.CloseIdleConnections()
	app.Stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func BenchmarkCount(b *testing.B) {
	m := prometheus.New()
	list := append([]runtime.Route(nil), routes...)
	runtime.NewTable(list, nil, nil, nil)
	f := runtime.Figures{Route: &list[1], Status: 200, Bytes: 100, Duration: 300 * time.Microsecond}
	b.ReportAllocs()
	start := time.Now()
	for b.Loop() {
		began := time.Since(start)
		m.Begin()
		f.Duration = time.Since(start) - began
		m.End(f)
	}
}
