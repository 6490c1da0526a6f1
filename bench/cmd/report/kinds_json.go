package main

import (
	"bytes"
	"fmt"
	"strings"
)

// writeJSON writes a table of ratios for what is done with documents, then what servers take, and
// what generated code costs.
func (m *measurements) writeJSON(b *bytes.Buffer) {
	b.WriteString("Ratios are medians of those of the rounds, with the quarters around them; a goal " +
		"counts the worst of its documents. Times are the processor's, the collector's included.\n\n")
	for _, part := range []struct{ what, title, unit string }{
		{"decode", "Decode: a fresh value", cpuPerText},
		{"encode", "Encode: into a buffer that is used again, where the library takes one", cpuPerText},
		{"marshal", "Marshal: into a fresh slice", cpuPerText},
		{"post", "A server in memory that reads an order of 1 KiB and answers with it", "cpu-ns/req"},
		{"cost", "Generated code with its types, lines per type", "lines/type"},
		{"cost", "Compiling it, ms of the processor per type", "compile-cpu-ms/type"},
	} {
		var cases []string
		for _, name := range m.cases {
			if strings.HasPrefix(name, part.what+"/") {
				cases = append(cases, name)
			}
		}
		if len(cases) > 0 {
			fmt.Fprintf(b, "### %s\n\n", part.title)
			m.writeRoundRatios(b, cases, part.unit)
		}
	}
	b.WriteString("### Allocations per document\n\n")
	var decoded []string
	for _, name := range m.cases {
		if strings.HasSuffix(name, "/compact") {
			decoded = append(decoded, name)
		}
	}
	m.writeCounts(b, "what/size/form", decoded, "allocs/op")
}

// writeRoundRatios writes our figure and its ratios to those rivals that have some.
func (m *measurements) writeRoundRatios(b *bytes.Buffer, cases []string, unit string) {
	var rivals []string
	for _, c := range m.rivals() {
		if len(m.values[key{cases[0], c, unit}]) > 0 {
			rivals = append(rivals, c)
		}
	}
	header := []string{"size/form", "ours, " + unit}
	for _, c := range rivals {
		header = append(header, "÷ "+c)
	}
	t := newTable(header...)
	for _, name := range cases {
		_, label, _ := strings.Cut(name, "/")
		row := []string{label, m.figure(name, ours, unit).String()}
		for _, c := range rivals {
			row = append(row, m.roundRatio(key{name, ours, unit}, key{name, c, unit}).String())
		}
		t.add(row...)
	}
	t.write(b)
}
