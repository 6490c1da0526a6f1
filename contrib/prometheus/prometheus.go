// Package prometheus counts the requests of a service of httpgen for Prometheus:
//
//	metrics := prometheus.New()
//	app := New(server, metrics.Option())
//	metrics.Watch(app)
//	registry.MustRegister(metrics)
//
// The metrics, of OpenTelemetry's semantic conventions in the spelling of Prometheus:
//
//	http_server_request_duration_seconds   a histogram of answers, with the conventions' buckets
//	http_server_response_body_size_bytes   a summary of the bytes of bodies: their sum and number
//	http_server_active_requests            how many are being answered
//	http_server_open_connections           how many connections are open
//
// The first two have the labels http_route (the pattern, "" where no route answered),
// http_request_method (the methods of the route as the manifest has them, with commas) and
// http_response_status_class ("2xx", …; "" where nothing was answered). dashboard.json, for
// Grafana, shows them.
//
// A request costs a few additions to memory that is its route's; what Prometheus reads is put
// together when it asks.
package prometheus

import (
	_ "embed"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"example.com/httpgen/runtime"
)

// Dashboard is a dashboard of Grafana that shows the metrics, as JSON to be imported.
//
//go:embed dashboard.json
var Dashboard []byte

// buckets are the upper bounds that the semantic conventions advise, in nanoseconds.
var buckets = [...]int64{5e6, 10e6, 25e6, 50e6, 75e6, 100e6, 250e6, 500e6, 750e6, 1e9, 2.5e9, 5e9, 7.5e9, 10e9}

// classes are those of statuses, and one for requests without an answer.
var classes = [...]string{"", "1xx", "2xx", "3xx", "4xx", "5xx", "6xx", "7xx", "8xx", "9xx"}

// Metrics are those of one App: a runtime.Tally and a prometheus.Collector. It is made by New.
type Metrics struct {
	begun    atomic.Int64
	unrouted series
	routes   atomic.Pointer[[]*series] // by Route.Index
	mu       sync.Mutex                // of who makes routes longer
	app      atomic.Pointer[runtime.App]
}

// series are the figures of one route.
type series struct {
	pattern, methods string
	classes          [len(classes)]figures
}

// figures are those of one class of statuses.
type figures struct {
	buckets     [len(buckets) + 1]atomic.Uint64 // not yet added up; the last is of what is longer
	nanoseconds atomic.Int64
	bytes       atomic.Int64
}

// New returns metrics that nothing was counted in.
func New() *Metrics { return new(Metrics) }

// Option has an App count its requests.
func (m *Metrics) Option() runtime.Option { return runtime.Count(m) }

// Watch has the metrics tell of the connections of an App, which is the one with the Option.
func (m *Metrics) Watch(app *runtime.App) { m.app.Store(app) }

// Begin implements runtime.Tally.
func (m *Metrics) Begin() { m.begun.Add(1) }

// End implements runtime.Tally.
func (m *Metrics) End(f runtime.Figures) {
	s := &m.unrouted
	if f.Route != nil {
		s = m.of(f.Route)
	}
	class := &s.classes[0]
	if c := f.Status / 100; c > 0 && c < len(classes) {
		class = &s.classes[c]
	}
	took := int64(f.Duration)
	b := 0
	for b < len(buckets) && took > buckets[b] {
		b++
	}
	class.buckets[b].Add(1)
	class.nanoseconds.Add(took)
	if f.Bytes > 0 {
		class.bytes.Add(f.Bytes)
	}
}

// of are the figures of a route.
func (m *Metrics) of(r *runtime.Route) *series {
	if all := m.routes.Load(); all != nil && r.Index() < len(*all) {
		if s := (*all)[r.Index()]; s != nil {
			return s
		}
	}
	return m.add(r)
}

// add makes them when a route answers for the first time.
func (m *Metrics) add(r *runtime.Route) *series {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []*series
	if before := m.routes.Load(); before != nil {
		all = append(all, *before...)
	}
	for len(all) <= r.Index() {
		all = append(all, nil)
	}
	if all[r.Index()] == nil {
		all[r.Index()] = &series{pattern: r.Pattern, methods: strings.Join(r.Methods, ",")}
	}
	m.routes.Store(&all)
	return all[r.Index()]
}

var labels = []string{"http_route", "http_request_method", "http_response_status_class"}

var (
	durations = prometheus.NewDesc("http_server_request_duration_seconds",
		"Duration of HTTP server requests.", labels, nil)
	sizes = prometheus.NewDesc("http_server_response_body_size_bytes",
		"Size of HTTP server response bodies, as sent.", labels, nil)
	active = prometheus.NewDesc("http_server_active_requests",
		"Number of active HTTP server requests.", nil, nil)
	connections = prometheus.NewDesc("http_server_open_connections",
		"Number of open connections.", nil, nil)
)

// Describe implements prometheus.Collector.
func (m *Metrics) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{durations, sizes, active, connections} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (m *Metrics) Collect(to chan<- prometheus.Metric) {
	ended := m.unrouted.collect(to)
	if all := m.routes.Load(); all != nil {
		for _, s := range *all {
			if s != nil {
				ended += s.collect(to)
			}
		}
	}
	// begun is read last: a request that ends meanwhile is at least not counted twice
	to <- prometheus.MustNewConstMetric(active, prometheus.GaugeValue, float64(m.begun.Load()-int64(ended)))
	if app := m.app.Load(); app != nil {
		to <- prometheus.MustNewConstMetric(connections, prometheus.GaugeValue, float64(app.Connections()))
	}
}

// collect tells of a route, and returns how many of its requests have ended. Classes that never
// occurred are left out.
func (s *series) collect(to chan<- prometheus.Metric) (ended uint64) {
	for i := range s.classes {
		c := &s.classes[i]
		var count uint64
		cumulative := make(map[float64]uint64, len(buckets))
		for b := range c.buckets {
			count += c.buckets[b].Load()
			if b < len(buckets) {
				cumulative[float64(buckets[b])/1e9] = count
			}
		}
		if count == 0 {
			continue
		}
		ended += count
		values := []string{s.pattern, s.methods, classes[i]}
		to <- prometheus.MustNewConstHistogram(durations, count, float64(c.nanoseconds.Load())/1e9, cumulative, values...)
		to <- prometheus.MustNewConstSummary(sizes, count, float64(c.bytes.Load()), nil, values...)
	}
	return ended
}
