package check

import "testing"

// TestLiteralsBehindParameters holds that what stands behind a prefix with a parameter is taken
// as it is written: who wrote that one knows the spelling.
func TestLiteralsBehindParameters(t *testing.T) {
	const prefixed = "routes: [{group: \"/jobs/<id>\", routes: [\"GET /:cancel A\"]}]"
	if _, faults := parse("routes.yaml", []byte(prefixed)); len(faults) > 0 {
		t.Errorf("behind a prefix with a parameter: %v", faults)
	}
}

// TestForeignParameterOff holds that its level is one of lint's.
func TestForeignParameterOff(t *testing.T) {
	for lint, want := range map[string]string{
		"foreign-param: off": "", "HG0114: error": "error HG0114", "foreign-param: warn": "warning HG0114",
	} {
		_, faults := parse("routes.yaml", []byte("lint: {"+lint+"}\nroutes: [\"GET /a/{id} A\"]\n"))
		got := ""
		for _, f := range faults {
			got += f.Severity.String() + " " + f.Code
		}
		if got != want {
			t.Errorf("%s: %q", lint, got)
		}
	}
}
