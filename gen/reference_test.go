package gen

import (
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
)

// The reference of the manifest is kept true here: its tables are held to the generator's own,
// in both directions.

// referenceTables are the rows of the tables in docs/reference.md, by the heading above; cells
// have no backquotes.
func referenceTables(t *testing.T) map[string][][]string {
	t.Helper()
	text, err := os.ReadFile("../docs/reference.md")
	if err != nil {
		t.Fatal(err)
	}
	tables, heading, inTable := map[string][][]string{}, "", false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && line[0] == '#' {
			heading = title
		}
		if !strings.HasPrefix(line, "| ") { // and so below the head of a table
			inTable = strings.HasPrefix(line, "|-")
			continue
		}
		var cells []string
		const bar = "\x00" // of a cell's text, where it is escaped
		line = strings.ReplaceAll(strings.Trim(line, "|"), `\|`, bar)
		for cell := range strings.SplitSeq(line, "|") {
			cell = strings.Trim(strings.TrimSpace(cell), "`")
			cells = append(cells, strings.ReplaceAll(cell, bar, "|"))
		}
		if inTable {
			tables[heading] = append(tables[heading], cells)
		}
	}
	return tables
}

// TestReferenceHasEveryKey holds the tables of keys: each key of a place has a row, with its
// default where it has one, and there is no other.
func TestReferenceHasEveryKey(t *testing.T) {
	tables := referenceTables(t)
	for heading, places := range map[string]manifest.Place{
		"Top": manifest.AtTop, "Server": manifest.AtServer, "Converters": manifest.AtConverter,
		"Hooks": manifest.AtHooks | manifest.AtHook, "Static": manifest.AtStatic,
		"Mounts": manifest.AtMount,
		"Health": manifest.AtHealth, "CORS": manifest.AtCORS,
		"Compress": manifest.AtCompress,
		"Security": manifest.AtSecurity | manifest.AtFlows | manifest.AtFlow,
		"Routes":   manifest.AtRoute, "Groups": manifest.AtGroup,
		"Records": manifest.AtRecord, "Unions": manifest.AtUnion | manifest.AtOneOf,
		"Fields": manifest.AtField, "JSON": manifest.AtJSON, "Info": manifest.AtInfo, "Edge": manifest.AtEdge, "Included files": manifest.AtIncluded,
	} {
		var want []string
		for p := range manifest.Places {
			if places&p == 0 {
				continue
			}
			for _, k := range manifest.KeysIn(p) {
				want = append(want, k.Name)
				holdKey(t, heading, k, rowOf(tables[heading], k.Name))
			}
		}
		for _, row := range tables[heading] {
			if !slices.Contains(want, row[0]) {
				t.Errorf("%s has a row of %q, which is no key there", heading, row[0])
			}
		}
	}
}

func rowOf(table [][]string, key string) []string {
	for _, row := range table {
		if row[0] == key {
			return row
		}
	}
	return nil
}

// holdKey compares a key with its row: key, option of a setting, default, what it is.
func holdKey(t *testing.T, heading string, k *manifest.Key, row []string) {
	t.Helper()
	if row == nil {
		t.Errorf("%s has no row of %q", heading, k.Name)
		return
	}
	what := row[len(row)-1]
	if supported := what != "not yet"; supported == k.NotYet {
		t.Errorf("%s: %q is supported: %v, and the reference says %q", heading, k.Name, !k.NotYet, what)
	}
	standard := row[len(row)-2]
	if k.Default != "" && standard != k.Default {
		t.Errorf("%s: the default of %q is %s, and the reference says %q", heading, k.Name, k.Default, standard)
	}
	if (standard == "required") != k.Required {
		t.Errorf("%s: %q is required: %v, and the reference says %q", heading, k.Name, k.Required, standard)
	}
	for _, s := range manifest.SettingTable {
		if heading == "Server" && s.Key == k.Name && row[1] != s.Option {
			t.Errorf("%s: the option of %q is %s, and the reference says %q", heading, k.Name, s.Option, row[1])
		}
	}
}

// TestReferenceHasEveryCode holds the table of diagnostics: all codes in their order, with
// name, level and title.
func TestReferenceHasEveryCode(t *testing.T) {
	var want []string
	for _, c := range diag.Codes {
		level := "error"
		if c.Severity == diag.Warning {
			level = "warn"
			if l, ok := diag.Levels[c.ID]; ok {
				level = l
			}
		}
		want = append(want, strings.Join([]string{c.ID, c.Name, level, c.Title}, " | "))
	}
	var got []string
	for _, row := range referenceTables(t)["Diagnostics"] {
		got = append(got, strings.Join(row, " | "))
	}
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("the reference has no row %s", want[i])
		case i >= len(want):
			t.Errorf("the reference has a row of no code: %s", got[i])
		case got[i] != want[i]:
			t.Errorf("the reference has %s, want %s", got[i], want[i])
		}
	}
}
