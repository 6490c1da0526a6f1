package main

import (
	"fmt"
	"slices"
	"strings"
)

// The figures to reach with JSON live here: each is held to by all sizes of document.

// jsonLimits are the ratios to each rival, of compact texts and of the other forms. easyjson and
// sonic's other configurations have none.
var jsonLimits = []struct {
	what, rival   string
	compact, rest float64
}{
	{"decode", "v1", 0.18, 0.22}, {"decode", "v2", 0.30, 0.40}, {"decode", "sonic", 0.60, 0.85},
	{"decode", "ogen", 0.60, 0.75},
	{"encode", "v1", 0.15, 0.25}, {"encode", "v2", 0.15, 0.25}, {"encode", "sonic", 0.55, 1},
	{"encode", "ogen", 0.25, 0.40},
	{"marshal", "v1", 0.28, 0}, {"marshal", "sonic-fastest", 0.75, 0},
}

var (
	jsonSizes = []string{"0.3KB", "3KB", "300KB"}
	jsonForms = []string{"floats", "utf8", "strings", "shuffled", "indented"}
)

const cpuPerText = "cpu-ns/op"

func jsonGoals() (list []goal) {
	add := func(what, rival, forms string, limit float64, names ...string) {
		var cases []string
		for _, size := range jsonSizes {
			for _, name := range names {
				cases = append(cases, what+"/"+size+"/"+name)
			}
		}
		list = append(list, goal{kind: "JSON", what: what + " " + forms + ", against " + rival,
			cases: cases, unit: cpuPerText, rivals: []string{rival}, limit: limit})
	}
	for _, l := range jsonLimits {
		add(l.what, l.rival, "compact", l.compact, "compact")
		if l.rest > 0 {
			add(l.what, l.rival, "other forms", l.rest, jsonForms...)
		}
	}
	const post, perRequest = "post/1KB/order", "cpu-ns/req"
	return append(list,
		goal{kind: "JSON", what: "an order posted and answered, against fasthttp with sonic",
			cases: []string{post}, unit: perRequest, rivals: []string{"fasthttp+sonic"}, limit: 0.7},
		goal{kind: "JSON", what: "an order posted and answered, against net/http with ogen",
			cases: []string{post}, unit: perRequest, rivals: []string{"net-http+ogen"}, limit: 0.3})
}

// reachAll is the worst of several cases, each the median of its rounds' ratios.
func (m *measurements) reachAll(g goal) (measured string, value float64, ok bool) {
	for _, name := range g.cases {
		r := m.roundRatio(key{name, ours, g.unit}, key{name, g.rivals[0], g.unit})
		if r.ok && r.median > value {
			_, where, _ := strings.Cut(name, "/")
			measured, value, ok = fmt.Sprintf("%s, %s", r, where), r.median, true
		}
	}
	return measured, value, ok
}

// roundRatio is the median of the ratios of the rounds, and the quarters around it.
func (m *measurements) roundRatio(a, b key) ratio {
	va, vb := m.values[a], m.values[b]
	if len(va) != len(vb) || len(va) == 0 {
		return ratio{}
	}
	var ratios []float64
	for i := range va {
		ratios = append(ratios, va[i]/vb[i])
	}
	slices.Sort(ratios)
	n := len(ratios)
	return ratio{median: (ratios[(n-1)/2] + ratios[n/2]) / 2, low: ratios[n/4],
		high: ratios[n-1-n/4], ok: true}
}
