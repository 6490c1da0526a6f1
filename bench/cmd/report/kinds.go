package main

import (
	"bytes"
	"fmt"
	"strings"
)

// The tables of each kind live here.

// writeRoutes writes a table per order: sets down, routers across.
func (m *measurements) writeRoutes(b *bytes.Buffer) {
	titles := []struct{ order, title string }{
		{"in-order", "Hits, in the order of the set"}, {"random", "Hits, random order"},
		{"miss", "Misses, random order"}, {"wrong-method", "Wrong method, random order"},
		{"typed-in-order", "Typed: hits, in the order of the set"},
		{"typed-random", "Typed: hits, random order"},
	}
	label := func(name string) string { set, _, _ := strings.Cut(name, "/"); return set }
	for _, t := range titles {
		var cases []string
		for _, name := range m.cases {
			if strings.HasSuffix(name, "/"+t.order) {
				cases = append(cases, name)
			}
		}
		if len(cases) == 0 {
			continue
		}
		fmt.Fprintf(b, "### %s\n\n", t.title)
		m.writeFigures(b, "ns per route", cases, label, "ns/route", 1)
		m.writeRatios(b, "set", cases, label, "ns/route")
	}
	b.WriteString("Figures are the time that the measuring thread ran; elapsed time is in the " +
		"samples as wall-ns/route.\n\n### Allocations per route\n\n")
	m.writeCounts(b, "set/order", m.cases, "allocs/route")
}

// writeFigures writes medians and their intervals: cases down, contestants across.
func (m *measurements) writeFigures(b *bytes.Buffer, what string, cases []string,
	label func(string) string, unit string, scale float64) {
	t := newTable(append([]string{what}, m.contestants...)...)
	for _, name := range cases {
		row := []string{label(name)}
		for _, c := range m.contestants {
			f := m.figure(name, c, unit)
			f.Center, f.Lo, f.Hi = f.Center*scale, f.Lo*scale, f.Hi*scale
			row = append(row, f.String())
		}
		t.add(row...)
	}
	t.write(b)
}

// writeCounts writes medians alone, to one decimal.
func (m *measurements) writeCounts(b *bytes.Buffer, what string, cases []string, unit string) {
	t := newTable(append([]string{what}, m.contestants...)...)
	for _, name := range cases {
		row := []string{name}
		for _, c := range m.contestants {
			if f := m.figure(name, c, unit); f.ok {
				row = append(row, strings.TrimSuffix(fmt.Sprintf("%.1f", f.Center), ".0"))
			} else {
				row = append(row, "—")
			}
		}
		t.add(row...)
	}
	t.write(b)
}

// writeServers writes a table per profile: servers down, figures across.
func (m *measurements) writeServers(b *bytes.Buffer) {
	columns := []struct {
		title, unit string
		scale       float64
	}{
		{"CPU µs/req", "cpu-ns/req", 1e-3}, {"user", "user-ns/req", 1e-3},
		{"system", "sys-ns/req", 1e-3}, {"req/s", "req/s", 1},
		{"p50 µs", "p50-ns", 1e-3}, {"p99 µs", "p99-ns", 1e-3}, {"p99.9 µs", "p99.9-ns", 1e-3},
		{"RSS MB", "rss-MB", 1},
		{"KB per connection", "KB/conn", 1},
	}
	for _, profile := range m.cases {
		fmt.Fprintf(b, "### %s\n\n", profileTitle(profile))
		header := []string{"server"}
		var used []int
		for i, c := range columns {
			if m.has(profile, c.unit) {
				header = append(header, c.title)
				used = append(used, i)
			}
		}
		t := newTable(header...)
		for _, server := range m.contestants {
			row := []string{server}
			for _, i := range used {
				f := m.figure(profile, server, columns[i].unit)
				f.Center, f.Lo, f.Hi = f.Center*columns[i].scale, f.Lo*columns[i].scale,
					f.Hi*columns[i].scale
				row = append(row, f.String())
			}
			t.add(row...)
		}
		t.write(b)
	}
	same := func(name string) string { return name }
	m.writeRatios(b, "profile", m.cases, same, "cpu-ns/req", "req/s", "p99.9-ns", "rss-MB",
		"KB/conn")
}

func (m *measurements) has(name, unit string) bool {
	for _, c := range m.contestants {
		if len(m.values[key{name, c, unit}]) > 0 {
			return true
		}
	}
	return false
}

// writeMemory writes a table per figure: requests down, servers across.
func (m *measurements) writeMemory(b *bytes.Buffer) {
	same := func(name string) string { return name }
	b.WriteString("### Time, ns per request\n\n")
	m.writeFigures(b, "request", m.cases, same, "ns/req", 1)
	b.WriteString("### Processor time, ns per request, the collector's included\n\n")
	m.writeFigures(b, "request", m.cases, same, "cpu-ns/req", 1)
	b.WriteString("### Allocations per request\n\n")
	m.writeCounts(b, "request", m.cases, "allocs/req")
	b.WriteString("### Bytes allocated per request\n\n")
	m.writeCounts(b, "request", m.cases, "B/req")
	m.writeRatios(b, "request", m.cases, same, "ns/req", "cpu-ns/req")
}

// writeCost writes sizes of manifests down, figures across.
func (m *measurements) writeCost(b *bytes.Buffer) {
	units := []string{"generate-s", "compile-s", "compile-cpu-s", "source-B/route", "text-B/route"}
	t := newTable(append([]string{"manifest"}, units...)...)
	for _, name := range m.cases {
		row := []string{name}
		for _, unit := range units {
			row = append(row, m.figure(name, ours, unit).String())
		}
		t.add(row...)
	}
	t.write(b)
}

// writeContracts writes what decoding takes, then what documents cost: cases down, contestants
// across.
func (m *measurements) writeContracts(b *bytes.Buffer) {
	var decode, documents []string
	for _, name := range m.cases {
		if strings.HasPrefix(name, "decode-") {
			decode = append(decode, name)
		} else {
			documents = append(documents, name)
		}
	}
	same := func(name string) string { return name }
	m.writeFigures(b, "ns per request", decode, same, "ns/request", 1)
	m.writeRatios(b, "parameters", decode, same, "ns/request")
	m.writeCounts(b, "allocations per request", decode, "allocs/request")
	for _, unit := range []string{"generate-s", "compile-s", "compile-cpu-s", "lines/operation",
		"text-B/operation"} {
		m.writeFigures(b, unit, documents, same, unit, 1)
	}
}
