package wire

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestFaultsAreToldAsJSON(t *testing.T) {
	for want, f := range map[string]Fault{
		`{"in":"query","name":"page","rule":"min","message":"x"}`:       {"query", "page", "", RuleMin, "x"},
		`{"in":"body","at":"/items/3","rule":"required","message":"y"}`: {"body", "", "/items/3", RuleRequired, "y"},
	} {
		if got, err := json.Marshal(f); err != nil || string(got) != want {
			t.Errorf("%s %v, want %s", got, err, want)
		}
	}
}

func TestLittleOfWhatWasSentIsRepeated(t *testing.T) {
	long := strings.Repeat("a", 99)
	for in, want := range map[string]string{
		"":           "",
		long + "b":   long + "b",
		long + "bc":  long + "b…",
		long + "é":   long + "…",
		long + "é€€": long + "…",
	} {
		if got := shortened(in); got != want {
			t.Errorf("%q is shortened to %q, want %q", in, got, want)
		}
	}
}
