package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// One section of the report lives here: what all kinds have in common.

func (m *measurements) section(benchstat bool) ([]byte, error) {
	var b bytes.Buffer
	switch m.kind {
	case "Route":
		b.WriteString("## Routing\n\n")
	case "Server":
		b.WriteString("## Servers over loopback\n\n")
	case "Memory":
		b.WriteString("## Servers in memory\n\n")
	case "Cost":
		b.WriteString("## Generation and compilation\n\n")
	case "Contract":
		b.WriteString("## Contracts\n\n")
	case "JSON":
		b.WriteString("## JSON\n\n")
	case "Web":
		b.WriteString("## Handlers of net/http, and HTTP/2\n\n")
	default:
		return nil, fmt.Errorf("samples of %q: want Route, Server, Memory, Cost, Contract, JSON or Web", m.kind)
	}
	m.writeFacts(&b)
	m.writeGoals(&b)
	switch m.kind {
	case "Route":
		m.writeRoutes(&b)
	case "Server", "Web":
		m.writeServers(&b)
	case "Memory":
		m.writeMemory(&b)
	case "Cost":
		m.writeCost(&b)
	case "Contract":
		m.writeContracts(&b)
	case "JSON":
		m.writeJSON(&b)
	}
	m.writeNotes(&b)
	if unit := mainUnit[m.kind]; benchstat && unit != "" {
		if err := m.writeBenchstat(&b, unit); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// mainUnit is what contestants are compared by; a Cost has none to compare with.
var mainUnit = map[string]string{"Route": "ns/route", "Server": "cpu-ns/req", "Memory": "ns/req",
	"Web": "cpu-ns/req"}

// rounds is the number of samples of most cases.
func (m *measurements) rounds() int {
	n := 0
	for _, values := range m.values {
		n = max(n, len(values))
	}
	return n
}

func (m *measurements) factsOf(name string) (values []string) {
	for _, f := range m.facts {
		if f.Key == name {
			values = append(values, f.Value)
		}
	}
	return values
}

func (m *measurements) writeFacts(b *bytes.Buffer) {
	for _, name := range []string{"machine", "go", "started", "pinning"} {
		for _, value := range m.factsOf(name) {
			fmt.Fprintf(b, "- %s: %s\n", name, value)
		}
	}
	fmt.Fprintf(b, "- rounds: %d\n", m.rounds())
	if versions := m.factsOf("version"); versions != nil {
		fmt.Fprintf(b, "- versions: %s\n", strings.Join(versions, ", "))
	}
	b.WriteByte('\n')
	if !slices.Contains(m.contestants, ours) {
		b.WriteString("Our own figures are not in this run.\n\n")
	}
}

func (m *measurements) writeNotes(b *bytes.Buffer) {
	notes := m.factsOf("note")
	if len(notes) == 0 {
		return
	}
	b.WriteString("<details><summary>Refusals, special set-ups and other answers</summary>\n\n")
	for _, note := range notes {
		fmt.Fprintf(b, "- %s\n", escape(note))
	}
	b.WriteString("\n</details>\n\n")
}

// escape keeps Markdown from reading patterns as HTML or emphasis.
func escape(text string) string {
	return strings.NewReplacer("<", "&lt;", "*", "\\*", "_", "\\_", "|", "\\|").Replace(text)
}

// ratios writes ours against each rival for some cases.
func (m *measurements) writeRatios(b *bytes.Buffer, what string, cases []string,
	label func(string) string, units ...string) {
	for _, unit := range units {
		t := newTable(append([]string{what + ", ours ÷ theirs by " + unit}, m.rivals()...)...)
		for _, name := range cases {
			row := []string{label(name)}
			for _, rival := range m.rivals() {
				row = append(row, m.ratio(key{name, ours, unit}, key{name, rival, unit}).String())
			}
			t.add(row...)
		}
		if !t.empty() {
			t.write(b)
		}
	}
}

func (m *measurements) rivals() (names []string) {
	for _, c := range m.contestants {
		if c != ours {
			names = append(names, c)
		}
	}
	return names
}
