package wire

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestFaultsAreToldAsJSON(t *testing.T) {
	for want, f := range map[string]Fault{
		`{"in":"query","name":"page","rule":"min","message":"x"}`:                {In: "query", Name: "page", Rule: RuleMin, Message: "x"},
		`{"in":"body","at":"/items/3","rule":"required","message":"y"}`:          {In: "body", At: "/items/3", Rule: RuleRequired, Message: "y"},
		`{"in":"body","at":"/items/3","line":7,"rule":"required","message":"y"}`: {In: "body", At: "/items/3", Line: 7, Rule: RuleRequired, Message: "y"},
	} {
		if got, err := json.Marshal(f); err != nil || string(got) != want {
			t.Errorf("%s %v, want %s", got, err, want)
		}
	}
}

func TestFaultsAreToldInOneLine(t *testing.T) {
	for want, f := range map[string]Fault{
		"query parameter page: x":      {In: "query", Name: "page", Message: "x"},
		"/items/3 is missing":          {In: "body", At: "/items/3", Message: "is missing"},
		"line 7: /items/3 is missing":  {In: "body", At: "/items/3", Line: 7, Message: "is missing"},
		"line 1: an array is no value": {In: "body", Line: 1, Message: "an array is no value"},
	} {
		if got := f.String(); got != want {
			t.Errorf("%q, want %q", got, want)
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
