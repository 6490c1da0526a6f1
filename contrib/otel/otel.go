// Package otel traces and measures the requests of a service of httpgen with OpenTelemetry, by the
// stable semantic conventions of HTTP servers:
//
//	app := New(server, otel.Observe(otel.Config{}))
//
// Each request is a span "GET /books/<isbn:id>" of kind server, a child of the span that the
// client names; hooks and handlers find it in Request.Context. Its duration is recorded in the
// histogram http.server.request.duration.
package otel

import (
	"context"
	"errors"
	"maps"
	"net"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"example.com/httpgen/runtime"
)

// name is that of the instrumentation scope.
const name = "example.com/httpgen/contrib/otel"

// Config says where traces and measurements go. What is nil is the global one.
type Config struct {
	TracerProvider trace.TracerProvider
	MeterProvider  metric.MeterProvider
	// Propagator reads what the client says of its span and baggage. Those of strangers are
	// believed: a service on the open internet may want one that reads nothing
	// (propagation.NewCompositeTextMapPropagator()), and links, or a sampler that decides itself.
	Propagator propagation.TextMapPropagator
}

// Observe has an App tell OpenTelemetry of every request.
func Observe(c Config) runtime.Option { return runtime.Observe(newObserver(c)) }

// observer is a runtime.Observer.
type observer struct {
	tracer     trace.Tracer
	durations  metric.Float64Histogram
	propagator propagation.TextMapPropagator
	// sets are the attributes of measurements. There are no more than there are routes, methods
	// that are known, statuses and versions of HTTP. The map is replaced as a whole.
	sets atomic.Pointer[map[kind][]metric.RecordOption]
	mu   sync.Mutex // of who replaces it
	// titles are the names of spans of routes with one method: *runtime.Route → string
	titles sync.Map
}

// server are the options of every span.
var server = []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindServer)}

func newObserver(c Config) *observer {
	if c.TracerProvider == nil {
		c.TracerProvider = otel.GetTracerProvider()
	}
	if c.MeterProvider == nil {
		c.MeterProvider = otel.GetMeterProvider()
	}
	if c.Propagator == nil {
		c.Propagator = otel.GetTextMapPropagator()
	}
	durations, err := c.MeterProvider.Meter(name).Float64Histogram("http.server.request.duration",
		metric.WithUnit("s"), metric.WithDescription("Duration of HTTP server requests."),
		metric.WithExplicitBucketBoundaries(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1,
			2.5, 5, 7.5, 10))
	if err != nil {
		otel.Handle(err) // and durations is one that records nothing
	}
	return &observer{tracer: c.TracerProvider.Tracer(name), durations: durations, propagator: c.Propagator}
}

// schemeKey is what the scheme of a request is kept under in its context, for the end.
type schemeKey struct{}

// Start implements runtime.Observer.
func (o *observer) Start(ctx context.Context, req runtime.Request, route *runtime.Route) context.Context {
	ctx = o.propagator.Extract(ctx, carrier{req})
	method, original := knownMethod(req.Method())
	scheme := "http"
	if req.TLS() != nil {
		scheme = "https"
		ctx = context.WithValue(ctx, schemeKey{}, scheme)
	}
	ctx, span := o.tracer.Start(ctx, o.title(method, route), server...)
	if span.IsRecording() {
		span.SetAttributes(startAttributes(req, route, method, original, scheme)...)
	}
	return ctx
}

// title is the name of a span: method and route.
func (o *observer) title(method string, route *runtime.Route) string {
	if method == other {
		method = "HTTP"
	}
	if route == nil {
		return method
	}
	if len(route.Methods) == 1 && route.Methods[0] == method {
		if known, ok := o.titles.Load(route); ok { // a pointer: no allocation
			return known.(string)
		}
		known, _ := o.titles.LoadOrStore(route, method+" "+route.Pattern)
		return known.(string)
	}
	return method + " " + route.Pattern
}

// startAttributes are those of the request. The query is left out: it may hold secrets.
func startAttributes(req runtime.Request, route *runtime.Route, method, original, scheme string) []attribute.KeyValue {
	list := make([]attribute.KeyValue, 0, 12)
	list = append(list, attribute.String("http.request.method", method),
		attribute.String("url.path", req.RawPath()), attribute.String("url.scheme", scheme))
	if original != "" {
		list = append(list, attribute.String("http.request.method_original", original))
	}
	if route != nil {
		list = append(list, attribute.String("http.route", route.Pattern))
	}
	if host := req.Header("Host"); host != "" {
		list = appendHost(list, host)
	}
	if agent := req.Header("User-Agent"); agent != "" {
		list = append(list, attribute.String("user_agent.original", agent))
	}
	if ip := req.ClientIP(); ip.IsValid() {
		list = append(list, attribute.String("client.address", ip.String()))
	}
	if peer, err := netip.ParseAddrPort(req.RemoteAddr().String()); err == nil {
		list = append(list, attribute.String("network.peer.address", peer.Addr().Unmap().String()),
			attribute.Int("network.peer.port", int(peer.Port())))
	}
	return list
}

// appendHost appends what the client calls us.
func appendHost(list []attribute.KeyValue, host string) []attribute.KeyValue {
	if name, port, err := net.SplitHostPort(host); err == nil {
		host = name
		if n, err := strconv.Atoi(port); err == nil {
			list = append(list, attribute.Int("server.port", n))
		}
	}
	return append(list, attribute.String("server.address", strings.Trim(host, "[]")))
}

// End implements runtime.Observer.
func (o *observer) End(ctx context.Context, seen runtime.Observation) {
	span := trace.SpanFromContext(ctx)
	if span.IsRecording() {
		list := []attribute.KeyValue{attribute.String("network.protocol.version", version(seen.Proto))}
		if seen.Status != 0 {
			list = append(list, attribute.Int("http.response.status_code", seen.Status))
		}
		if kind := errorType(&seen); kind != "" {
			list = append(list, attribute.String("error.type", kind))
			span.SetStatus(codes.Error, "")
		}
		span.SetAttributes(list...)
	}
	o.durations.Record(ctx, seen.Duration.Seconds(), o.attributes(ctx, &seen)...)
	span.End()
}

// kind is what tells the attributes of measurements apart.
type kind struct {
	route                          *runtime.Route
	method, scheme, version, wrong string
	status                         int
}

// attributes are those of the measurement, made once for each kind.
func (o *observer) attributes(ctx context.Context, seen *runtime.Observation) []metric.RecordOption {
	method, _ := knownMethod(seen.Method)
	scheme, ok := ctx.Value(schemeKey{}).(string)
	if !ok {
		scheme = "http"
	}
	k := kind{seen.Route, method, scheme, version(seen.Proto), errorType(seen), seen.Status}
	if all := o.sets.Load(); all != nil {
		if known, ok := (*all)[k]; ok {
			return known
		}
	}
	return o.add(k)
}

// add makes the attributes of a kind that has not been met before.
func (o *observer) add(k kind) []metric.RecordOption {
	list := []attribute.KeyValue{attribute.String("http.request.method", k.method),
		attribute.String("url.scheme", k.scheme), attribute.String("network.protocol.version", k.version)}
	if k.route != nil {
		list = append(list, attribute.String("http.route", k.route.Pattern))
	}
	if k.status != 0 {
		list = append(list, attribute.Int("http.response.status_code", k.status))
	}
	if k.wrong != "" {
		list = append(list, attribute.String("error.type", k.wrong))
	}
	set := []metric.RecordOption{metric.WithAttributeSet(attribute.NewSet(list...))}
	o.mu.Lock()
	defer o.mu.Unlock()
	all := map[kind][]metric.RecordOption{k: set}
	if before := o.sets.Load(); before != nil {
		maps.Copy(all, *before)
	}
	o.sets.Store(&all)
	return set
}

// other is the method of what is none of those that are known.
const other = "_OTHER"

// knownMethod is a method as the conventions have it, and as it was sent where that differs.
func knownMethod(sent string) (method, original string) {
	switch sent {
	case "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE", "QUERY":
		return sent, ""
	}
	return other, sent
}

// version is what stands behind the slash of a protocol: "1.1", "2".
func version(proto string) string {
	if _, v, _ := strings.Cut(proto, "/"); v != "2.0" {
		return v
	}
	return "2"
}

// errorType says what has failed on our side: the status from 500 on, or the type of the error that
// has broken an answer off, or left nothing to be answered; "" is nothing.
func errorType(seen *runtime.Observation) string {
	switch {
	case seen.Status >= 500:
		return strconv.Itoa(seen.Status)
	case seen.Status >= 400, seen.Status != 0 && seen.Err == nil:
		return ""
	case seen.Err == nil || errors.Is(seen.Err, context.Canceled):
		return other
	}
	return reflect.TypeOf(seen.Err).String()
}

// carrier is the header of a request.
type carrier struct{ req runtime.Request }

func (c carrier) Get(key string) string { return c.req.Header(key) }

// Set does nothing: what came is not to be changed.
func (c carrier) Set(string, string) {}

func (c carrier) Keys() (keys []string) {
	for name := range c.req.Headers() {
		keys = append(keys, name)
	}
	return keys
}

// Values implements propagation.ValuesGetter: baggage may stand in several fields.
func (c carrier) Values(key string) (values []string) {
	for name, value := range c.req.Headers() {
		if strings.EqualFold(name, key) {
			values = append(values, value)
		}
	}
	return values
}
