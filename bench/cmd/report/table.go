package main

import (
	"bytes"
	"strings"
)

// Markdown tables live here.

// A table is a header row and rows as long as it; the first column holds names.
type table struct{ rows [][]string }

func newTable(header ...string) *table { return &table{[][]string{header}} }

func (t *table) add(row ...string) { t.rows = append(t.rows, row) }

// empty tells whether there is nothing below the header but dashes.
func (t *table) empty() bool {
	for _, row := range t.rows[1:] {
		for _, cell := range row[1:] {
			if cell != "—" {
				return false
			}
		}
	}
	return true
}

func (t *table) write(b *bytes.Buffer) {
	for i, row := range t.rows {
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
		if i == 0 {
			b.WriteString("|---|" + strings.Repeat("--:|", len(row)-1) + "\n")
		}
	}
	b.WriteByte('\n')
}
