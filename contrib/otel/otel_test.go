package otel_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	oteltrace "go.opentelemetry.io/otel/trace"

	"example.com/httpgen/contrib/otel"
	"example.com/httpgen/runtime"
)

// watched is a service, and what was told of it.
type watched struct {
	*runtime.App
	spans  *tracetest.InMemoryExporter
	reader *metric.ManualReader
}

func watch(sampler trace.Sampler) watched {
	w := watched{spans: tracetest.NewInMemoryExporter(), reader: metric.NewManualReader()}
	w.App = service(otel.Observe(otel.Config{
		TracerProvider: trace.NewTracerProvider(trace.WithSampler(sampler), trace.WithSyncer(w.spans)),
		MeterProvider:  metric.NewMeterProvider(metric.WithReader(w.reader)),
		Propagator:     propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{}),
	}))
	return w
}

func service(opts ...runtime.Option) *runtime.App {
	dispatch := func(x *runtime.Exchange, path string) (runtime.Response, error) {
		if x.Entered = 1; !strings.HasPrefix(path, "/books/") {
			x.Entered = 0
			return runtime.Response{}, nil
		}
		if x.Asked {
			return runtime.Response{}, nil
		}
		req := x.Request()
		switch req.Param("id") {
		case "fail":
			return runtime.Response{}, errors.New("out of luck")
		case "torn":
			return runtime.Stream("text/plain", func(w *runtime.StreamWriter) error {
				_, _ = w.WriteString("some")
				_ = w.Flush()
				return errors.New("torn")
			}), nil
		}
		return runtime.Text(oteltrace.SpanContextFromContext(req.Context()).TraceID().String()), nil
	}
	table := runtime.NewTable([]runtime.Route{{Name: "Book", Methods: []string{"GET", "BREW"}, Pattern: "/books/<id>"}}, nil, dispatch, nil)
	opts = append(opts, runtime.Logger(nil))
	return runtime.NewApp(runtime.Service{Table: table, Dispatch: dispatch}, opts...)
}

func (w watched) ask(method, path string, fields ...string) string {
	r := httptest.NewRequest(method, "http://shop.example:8080"+path, nil)
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		r.Header.Add(name, value)
	}
	answer := httptest.NewRecorder()
	defer func() { _ = recover() }() // http.ErrAbortHandler
	w.ServeHTTP(answer, r)
	return answer.Body.String()
}

// span is the one span that was ended since the last call.
func (w watched) span(t *testing.T) tracetest.SpanStub {
	t.Helper()
	list := w.spans.GetSpans()
	w.spans.Reset()
	if len(list) != 1 {
		t.Fatalf("%d spans", len(list))
	}
	return list[0]
}

func written(list []attribute.KeyValue) string {
	set := attribute.NewSet(list...)
	var words []string
	for i := set.Iter(); i.Next(); {
		words = append(words, string(i.Attribute().Key)+"="+i.Attribute().Value.String())
	}
	return strings.Join(words, " ")
}

func TestSpans(t *testing.T) {
	w := watch(trace.AlwaysSample())
	const seen = "client.address=192.0.2.1 "
	const at = " network.peer.address=192.0.2.1 network.peer.port=1234 network.protocol.version=1.1 server.address=shop.example server.port=8080 "
	for _, row := range []struct {
		sentence, method, path, name, attributes string
		status                                   codes.Code
	}{
		{"a route", "GET", "/books/7?secret", "GET /books/<id>",
			seen + "http.request.method=GET http.response.status_code=200 http.route=/books/<id>" + at + "url.path=/books/7 url.scheme=http user_agent.original=agent", codes.Unset},
		{"no route", "GET", "/nothing", "GET",
			seen + "http.request.method=GET http.response.status_code=404" + at + "url.path=/nothing url.scheme=http user_agent.original=agent", codes.Unset},
		{"an error", "GET", "/books/fail", "GET /books/<id>",
			seen + "error.type=500 http.request.method=GET http.response.status_code=500 http.route=/books/<id>" + at + "url.path=/books/fail url.scheme=http user_agent.original=agent", codes.Error},
		{"a stream that is torn", "GET", "/books/torn", "GET /books/<id>",
			seen + "error.type=*errors.errorString http.request.method=GET http.response.status_code=200 http.route=/books/<id>" + at + "url.path=/books/torn url.scheme=http user_agent.original=agent", codes.Error},
		{"a method that nobody knows", "BREW", "/nothing", "HTTP",
			seen + "error.type=501 http.request.method=_OTHER http.request.method_original=BREW http.response.status_code=501" + at + "url.path=/nothing url.scheme=http user_agent.original=agent", codes.Error},
	} {
		w.ask(row.method, row.path, "User-Agent: agent")
		s := w.span(t)
		if s.Name != row.name || s.SpanKind != oteltrace.SpanKindServer || s.Status.Code != row.status {
			t.Errorf("%s: %s, %v, %v", row.sentence, s.Name, s.SpanKind, s.Status)
		}
		if got := written(s.Attributes); got != row.attributes {
			t.Errorf("%s:\ngot  %s\nwant %s", row.sentence, got, row.attributes)
		}
	}
}

func TestSpansAreChildren(t *testing.T) {
	w := watch(trace.ParentBased(trace.AlwaysSample()))
	const id = "4bf92f3577b34da6a3ce929d0e0e4736"
	if body := w.ask("GET", "/books/7", "traceparent: 00-"+id+"-00f067aa0ba902b7-01"); body != id {
		t.Errorf("the handler is in trace %s", body)
	}
	if s := w.span(t); s.Parent.SpanID().String() != "00f067aa0ba902b7" || s.SpanContext.TraceID().String() != id {
		t.Errorf("the parent is %v", s.Parent)
	}
	w.ask("GET", "/books/7", "traceparent: 00-"+id+"-00f067aa0ba902b7-00")
	if n := len(w.spans.GetSpans()); n != 0 {
		t.Errorf("%d spans of a trace that is not sampled", n)
	}
	for _, hostile := range []string{"00-" + strings.Repeat("0", 32) + "-00f067aa0ba902b7-01", strings.Repeat("-", 10_000), "ff-" + id + "-00f067aa0ba902b7-01"} {
		if body := w.ask("GET", "/books/7", "traceparent: "+hostile); body == id || body == strings.Repeat("0", 32) {
			t.Errorf("a hostile parent leads to trace %s", body)
		}
		w.spans.Reset()
	}
}

func TestDurations(t *testing.T) {
	w := watch(trace.NeverSample())
	for range 3 {
		w.ask("GET", "/books/7")
	}
	w.ask("GET", "/books/fail")
	w.ask("BREW", "/nothing")
	var all metricdata.ResourceMetrics
	if err := w.reader.Collect(context.Background(), &all); err != nil {
		t.Fatal(err)
	}
	if len(all.ScopeMetrics) != 1 || len(all.ScopeMetrics[0].Metrics) != 1 {
		t.Fatalf("%+v", all)
	}
	m := all.ScopeMetrics[0].Metrics[0]
	histogram, ok := m.Data.(metricdata.Histogram[float64])
	if m.Name != "http.server.request.duration" || m.Unit != "s" || !ok {
		t.Fatalf("%s in %s: %T", m.Name, m.Unit, m.Data)
	}
	counts := map[string]uint64{}
	for _, p := range histogram.DataPoints {
		counts[written(p.Attributes.ToSlice())] = p.Count
		if len(p.Bounds) != 14 || p.Bounds[0] != 0.005 || p.Bounds[13] != 10 {
			t.Errorf("the bounds are %v", p.Bounds)
		}
	}
	for attributes, want := range map[string]uint64{
		"http.request.method=GET http.response.status_code=200 http.route=/books/<id> network.protocol.version=1.1 url.scheme=http":                3,
		"error.type=500 http.request.method=GET http.response.status_code=500 http.route=/books/<id> network.protocol.version=1.1 url.scheme=http": 1,
		"error.type=501 http.request.method=_OTHER http.response.status_code=501 network.protocol.version=1.1 url.scheme=http":                     1,
	} {
		if counts[attributes] != want {
			t.Errorf("%d of %s in %v", counts[attributes], attributes, counts)
		}
	}
}

// On its own server, over TLS and HTTP/2.
func TestSpansOfTheOwnServer(t *testing.T) {
	w := watch(trace.AlwaysSample())
	ended := make(chan error, 1)
	go func() { ended <- w.Run("127.0.0.1:0") }()
	for deadline := time.Now().Add(20 * time.Second); w.Addr() == nil; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the server has not started")
		}
	}
	resp, err := http.Get("http://" + w.Addr().String() + "/books/7")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	w.Stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if got := written(w.span(t).Attributes); !strings.Contains(got, "server.address=127.0.0.1 server.port=") || !strings.Contains(got, "http.route=/books/<id>") {
		t.Errorf("got %s", got)
	}
}

func BenchmarkSampledOut(b *testing.B) {
	for name, opts := range map[string][]runtime.Option{
		"off": nil,
		"on": {otel.Observe(otel.Config{TracerProvider: trace.NewTracerProvider(trace.WithSampler(trace.NeverSample())),
			MeterProvider: metric.NewMeterProvider(), Propagator: propagation.TraceContext{}})},
	} {
		app := service(opts...)
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequest("GET", "/books/7", nil)
			w := httptest.NewRecorder()
			b.ReportAllocs()
			for b.Loop() {
				w.Body.Reset()
				app.ServeHTTP(w, r)
			}
		})
	}
}
