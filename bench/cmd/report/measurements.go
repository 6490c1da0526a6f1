package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/perf/benchmath"

	"example.com/httpgen/bench/raw"
)

// The samples of one file, by case and contestant, live here.

// ours is the name of our router and our server.
const ours = "httpgen"

// measurements are the samples of one run of one command.
type measurements struct {
	kind  string // Route, Server, Memory, Cost, JSON or Web: the first part of every name
	facts []raw.Fact
	// cases are the names between kind and contestant, contestants their last parts,
	// both in the order of the file.
	cases, contestants []string
	values             map[key][]float64 // in the order of the rounds
	samples            []raw.Sample
}

type key struct{ name, contestant, unit string }

func readMeasurements(file string) (*measurements, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m := &measurements{values: map[key][]float64{}}
	if m.samples, m.facts, err = raw.Read(f); err != nil {
		return nil, err
	}
	for _, s := range m.samples {
		kind, rest, ok1 := strings.Cut(s.Name, "/")
		slash := strings.LastIndexByte(rest, '/')
		if !ok1 || slash < 0 || m.kind != "" && m.kind != kind {
			return nil, fmt.Errorf("sample %q beside samples of %q", s.Name, m.kind)
		}
		m.kind = kind
		name, contestant := rest[:slash], rest[slash+1:]
		m.cases = appendNew(m.cases, name)
		m.contestants = appendNew(m.contestants, contestant)
		for _, v := range s.Values {
			k := key{name, contestant, v.Unit}
			m.values[k] = append(m.values[k], v.Figure)
		}
	}
	if m.kind == "" {
		return nil, errors.New("no samples")
	}
	return m, nil
}

func appendNew(names []string, name string) []string {
	if slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}

// A figure is the median of the samples of one case and contestant, with the 95 %
// confidence interval that benchstat computes.
type figure struct {
	benchmath.Summary
	ok bool
}

func (m *measurements) figure(name, contestant, unit string) figure {
	values := m.values[key{name, contestant, unit}]
	if len(values) == 0 {
		return figure{}
	}
	sample := benchmath.NewSample(slices.Clone(values), &benchmath.DefaultThresholds)
	return figure{benchmath.AssumeNothing.Summary(sample, 0.95), true}
}

// A ratio compares two contestants: the ratio of their medians, and how it spreads
// when each round is compared for itself.
type ratio struct {
	median, low, high float64
	ok                bool
}

// ratio is that of one case and contestant to another; rounds are compared one by
// one only where no round failed.
func (m *measurements) ratio(a, b key) ratio {
	fa, fb := m.figure(a.name, a.contestant, a.unit), m.figure(b.name, b.contestant, b.unit)
	if !fa.ok || !fb.ok || fb.Center == 0 {
		return ratio{}
	}
	r := ratio{median: fa.Center / fb.Center, ok: true}
	r.low, r.high = r.median, r.median
	va, vb := m.values[a], m.values[b]
	if len(va) != len(vb) {
		return r
	}
	for i := range va {
		if vb[i] > 0 {
			r.low, r.high = min(r.low, va[i]/vb[i]), max(r.high, va[i]/vb[i])
		}
	}
	return r
}

func (r ratio) String() string {
	if !r.ok {
		return "—"
	}
	return fmt.Sprintf("%s (%s–%s)", short(r.median), short(r.low), short(r.high))
}

// String is the median and half the width of the interval in percent.
func (f figure) String() string {
	if !f.ok {
		return "—"
	}
	return short(f.Center) + " " + f.spread()
}

func (f figure) spread() string {
	text := f.PctRangeString()
	if text == "" || text == "∞" {
		return "± ?" // fewer than 6 samples
	}
	return "± " + strings.TrimLeft(text, "±")
}

// short writes three digits.
func short(v float64) string {
	switch {
	case v >= 1000:
		return fmt.Sprintf("%.0f", v)
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	case v >= 1:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.3f", v)
}
