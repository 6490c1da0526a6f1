package gen

// Words that a schema lists live here.

import (
	"encoding/json"

	"example.com/httpgen/gen/internal/diag"
)

// choices are words, and the numbers that YAML makes of some.
func choices(words []string) (list []any) {
	for _, w := range words {
		list = append(list, w)
		var n int
		if json.Unmarshal([]byte(w), &n) == nil {
			list = append(list, n)
		}
	}
	return list
}

// warningNames are what `lint` may name.
func warningNames() (list []string) {
	for _, c := range diag.Codes {
		if c.Severity == diag.Warning {
			list = append(list, c.ID, c.Name)
		}
	}
	return list
}
