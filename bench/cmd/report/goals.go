package main

import (
	"bytes"
	"fmt"
	"math"
)

// The figures to reach live here.

// A goal bounds the ratio of our figure to another: that of the fastest of some
// rivals for the same case, or our own figure of another case.
type goal struct {
	kind, what string
	name, unit string   // our case
	rivals     []string // whose case of the same name is the measure; the fastest counts
	own        string   // or another case of ours
	cases      []string // or several of our cases: the worst counts, by rounds
	limit      float64
	absolute   bool // the limit bounds our figure itself
}

var (
	trees     = []string{"gin", "bunrouter"}
	allRivals = []string{"gin", "bunrouter", "httprouter", "echo", "chi", "fiber",
		"fasthttp-router", "ServeMux"}
	mux  = []string{"ServeMux"}
	fast = []string{"fasthttp"}
	bare = []string{"fasthttp", "fasthttp-bare"}
	std  = []string{"net-http"}
	ogen = []string{"ogen"}
)

func goals() []goal {
	const route, cpu, wall = "ns/route", "cpu-ns/req", "ns/req"
	return []goal{
		{kind: "Route", what: "GitHub 203 in order, against the faster of gin and bunrouter",
			name: "bench_github/in-order", unit: route, rivals: trees, limit: 0.22},
		{kind: "Route", what: "GitHub 203 at random, against the faster of gin and bunrouter",
			name: "bench_github/random", unit: route, rivals: trees, limit: 0.33},
		{kind: "Route", what: "GitHub 203 in order, against ServeMux",
			name: "bench_github/in-order", unit: route, rivals: mux, limit: 0.06},
		{kind: "Route", what: "GitHub 203 at random, against ServeMux", name: "bench_github/random",
			unit: route, rivals: mux, limit: 0.09},
		{kind: "Route", what: "static set in order, against the fastest rival",
			name: "bench_static/in-order", unit: route, rivals: allRivals, limit: 0.20},
		{kind: "Route", what: "static set at random, against the fastest rival",
			name: "bench_static/random", unit: route, rivals: allRivals, limit: 0.30},
		{kind: "Route", what: "GitHub 203, misses against our hits at random",
			name: "bench_github/miss", unit: route, own: "bench_github/random", limit: 1},
		{kind: "Route", what: "GitHub 203, 405 against our hits at random",
			name: "bench_github/wrong-method", unit: route, own: "bench_github/random", limit: 1},
		{kind: "Route", what: "GitHub 203 in order, typed against our untyped",
			name: "bench_github/typed-in-order", unit: route, own: "bench_github/in-order",
			limit: 1.15},
		{kind: "Route", what: "GitHub 203 at random, typed against our untyped",
			name: "bench_github/typed-random", unit: route, own: "bench_github/random",
			limit: 1.15},
		{kind: "Route", what: "allocations per dispatch, typed", name: "bench_github/typed-random",
			unit: "allocs/route", absolute: true},
		{kind: "Route", what: "allocations per miss", name: "bench_github/miss",
			unit: "allocs/route", absolute: true},
		{kind: "Route", what: "allocations per 405", name: "bench_github/wrong-method",
			unit: "allocs/route", absolute: true},

		{kind: "Cost", what: "seconds to compile 1,000 routes", name: "routes-1000",
			unit: "compile-s", absolute: true, limit: 4},
		{kind: "Cost", what: "seconds to compile 5,632 routes", name: "routes-5632",
			unit: "compile-s", absolute: true, limit: 20},

		{kind: "Contract", what: "3 path, 5 query, 2 header parameters from an *http.Request",
			name: "decode-request", unit: "ns/request", rivals: ogen, limit: 0.25},
		{kind: "Contract", what: "the same from our own connection", name: "decode-connection",
			unit: "ns/request", rivals: ogen, limit: 0.30},
		{kind: "Contract", what: "allocations beyond the values, from an *http.Request",
			name: "decode-request", unit: "allocs-beyond-values", absolute: true},
		{kind: "Contract", what: "allocations beyond the values, from our own connection",
			name: "decode-connection", unit: "allocs-beyond-values", absolute: true},
		{kind: "Contract", what: "generated lines per operation", name: "document-100",
			unit: "lines/operation", rivals: ogen, limit: 0.5},
		{kind: "Contract", what: "processor time to compile", name: "document-100",
			unit: "compile-cpu-s", rivals: ogen, limit: 0.6},
		{kind: "Contract", what: "seconds to generate 1,000 operations", name: "document-1000",
			unit: "generate-s", absolute: true, limit: 1},
		{kind: "Contract", what: "seconds to compile 1,000 operations", name: "document-1000",
			unit: "compile-s", absolute: true, limit: 12},

		{kind: "Memory", what: "small, path and two headers kept, against fasthttp",
			name: "small/strings", unit: wall, rivals: bare, limit: 0.50},
		{kind: "Memory", what: "small, path and two headers kept, against net/http",
			name: "small/strings", unit: wall, rivals: std, limit: 0.08},
		{kind: "Memory", what: "browser-size, path and two headers kept, against fasthttp",
			name: "browser/strings", unit: wall, rivals: bare, limit: 0.48},
		{kind: "Memory", what: "browser-size, path and two headers kept, against net/http",
			name: "browser/strings", unit: wall, rivals: std, limit: 0.10},
		{kind: "Memory", what: "CPU with 64 MB live heap, browser-size, against fasthttp",
			name: "browser-heap64/strings", unit: cpu, rivals: bare, limit: 0.55},
		{kind: "Memory", what: "allocations, typed parameters, fixed answer", name: "small/route",
			unit: "allocs/req", absolute: true},

		{kind: "Server", what: "CPU per request, 64 connections, against fasthttp",
			name: "plaintext-64", unit: cpu, rivals: fast, limit: 0.97},
		{kind: "Server", what: "CPU per request, 64 connections, against net/http",
			name: "plaintext-64", unit: cpu, rivals: std, limit: 0.65},
		{kind: "Server", what: "CPU per request, 512 connections, against fasthttp",
			name: "plaintext-512", unit: cpu, rivals: fast, limit: 0.88},
		{kind: "Server", what: "CPU per request, 512 connections, against net/http",
			name: "plaintext-512", unit: cpu, rivals: std, limit: 0.60},
		{kind: "Server", what: "16 pipelined, against fasthttp", name: "pipelined-64", unit: cpu,
			rivals: fast, limit: 0.65},
		{kind: "Server", what: "16 pipelined, against net/http", name: "pipelined-64", unit: cpu,
			rivals: std, limit: 0.08},
		{kind: "Server", what: "idle connection, against fasthttp", name: "idle-10000",
			unit: "KB/conn", rivals: fast, limit: 0.30},
		{kind: "Server", what: "idle connection, against net/http", name: "idle-10000",
			unit: "KB/conn", rivals: std, limit: 0.25},
		{kind: "Server", what: "idle connection, KB", name: "idle-10000", unit: "KB/conn",
			absolute: true, limit: 5},
		{kind: "Web", what: "a handler of net/http on our connections", name: "handler-64", unit: cpu,
			rivals: std, limit: 0.85},
		{kind: "Web", what: "HTTP/2 over TLS, 8 connections with 100 streams, the same handler",
			name: "h2-8x100", unit: cpu, rivals: std, limit: 1.15},
		{kind: "Web", what: "the same, a handler of our own", name: "h2-8x100-route", unit: cpu,
			rivals: std, limit: 1.15},
		{kind: "Web", what: "a connection that was taken over, KB, without buffers of a library",
			name: "upgraded-4000", unit: "KB/conn", absolute: true, limit: 8},
		{kind: "Server", what: "CPU per request, 4,096 connections, against fasthttp",
			name: "plaintext-4096", unit: cpu, rivals: fast, limit: 0.85},
		{kind: "Server", what: "CPU per request, 16,384 connections, against fasthttp",
			name: "plaintext-16384", unit: cpu, rivals: fast, limit: 0.85},
		{kind: "Server", what: "POST of 100 KiB, lent, against fasthttp", name: "post-100k-lent",
			unit: cpu, rivals: fast, limit: 0.95},
		{kind: "Server", what: "the same, p99.9", name: "post-100k-lent", unit: "p99.9-ns",
			rivals: fast, limit: 1.1},
		{kind: "Server", what: "POST in chunks, lent, against fasthttp",
			name: "post-chunked-lent", unit: cpu, rivals: fast, limit: 0.95},
		{kind: "Server", what: "a file of 1 KiB, against fasthttp", name: "file-1k", unit: cpu,
			rivals: fast, limit: 0.90},
		{kind: "Server", what: "a file of 1 MiB, against fasthttp", name: "file-1m", unit: cpu,
			rivals: fast, limit: 1},
		{kind: "Server", what: "a new connection, against fasthttp and net/http",
			name: "new-connection", unit: cpu, rivals: []string{"fasthttp", "net-http"},
			limit: 0.85},
		{kind: "Server", what: "a new connection, against hertz", name: "new-connection",
			unit: cpu, rivals: []string{"hertz"}, limit: 1.05},
		{kind: "Server", what: "p99.9 at 512 connections, against fasthttp", name: "plaintext-512",
			unit: "p99.9-ns", rivals: fast, limit: 1},
	}
}

// writeGoals writes how near we are, where our figures are in the run.
func (m *measurements) writeGoals(b *bytes.Buffer) {
	t := newTable("figure to reach", "at most", "measured", "reached")
	for _, g := range append(goals(), jsonGoals()...) {
		if g.kind != m.kind {
			continue
		}
		if measured, value, ok := m.reach(g); ok {
			verdict := "no"
			if value <= g.limit {
				verdict = "yes"
			}
			t.add(g.what, short(g.limit), measured, verdict)
		}
	}
	if len(t.rows) > 1 {
		t.write(b)
	}
}

// allocationNoise is what a collection's own allocations may add to a count per operation.
const allocationNoise = 0.005

func (m *measurements) reach(g goal) (measured string, value float64, ok bool) {
	mine := key{g.name, ours, g.unit}
	if g.absolute {
		f := m.figure(g.name, ours, g.unit)
		if g.limit == 0 && f.Center < allocationNoise {
			f.Center = 0
		}
		return short(f.Center), f.Center, f.ok
	}
	if g.cases != nil {
		return m.reachAll(g)
	}
	if g.own != "" {
		r := m.ratio(mine, key{g.own, ours, g.unit})
		return r.String(), r.median, r.ok
	}
	fastest, best := "", math.Inf(1)
	for _, rival := range g.rivals {
		if f := m.figure(g.name, rival, g.unit); f.ok && f.Center < best {
			fastest, best = rival, f.Center
		}
	}
	r := m.ratio(mine, key{g.name, fastest, g.unit})
	return fmt.Sprintf("%s of %s", r, fastest), r.median, r.ok
}
