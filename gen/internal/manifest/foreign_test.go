package manifest

import (
	"testing"
)

// TestLiteralsThatAreMeant holds what is never taken for another router's parameter: names
// and operations that APIs have in their paths.
func TestLiteralsThatAreMeant(t *testing.T) {
	for _, path := range []string{
		"/@me", "/$ref", "/$metadata", "/$batch", "/users/<id>/$ref", "/users/<id>/$value", "/Patient/$validate",
		"/Patient/<id>/$everything", "/<id>:cancel", "/jobs/<int:id>:cancel", "/books:batchGet", "/books/<id>/:cancel",
		"/books/<id>/$id", "/delta()", "/items('x')", "/users(<id>)", "/a*b", "/a/*/b", "/a*", "/{}", "/{1,2}", "/{ }",
		"/a[0]", "/[0]", "/[]", "/:80", "/a:b", "/12:30", "/$", "/$1", "/x$id", "/<any({a},b):w>", "/<<id>", "/a{b", "/a}b",
	} {
		if pattern, faults := ParsePattern(path, nil); pattern == nil || len(faults) > 0 {
			t.Errorf("%s: %v", path, faults)
		}
	}
	const prefixed = "routes: [{group: \"/jobs/<id>\", routes: [\"GET /:cancel A\"]}]"
	if _, faults := Parse("routes.yaml", []byte(prefixed)); len(faults) > 0 {
		t.Errorf("behind a prefix with a parameter: %v", faults)
	}
}

// TestForeignParameterOff holds that its level is one of lint's.
func TestForeignParameterOff(t *testing.T) {
	for lint, want := range map[string]string{
		"foreign-param: off": "", "HG0114: error": "error HG0114", "foreign-param: warn": "warning HG0114",
	} {
		_, faults := Parse("routes.yaml", []byte("lint: {"+lint+"}\nroutes: [\"GET /a/{id} A\"]\n"))
		got := ""
		for _, f := range faults {
			got += f.Severity.String() + " " + f.Code
		}
		if got != want {
			t.Errorf("%s: %q", lint, got)
		}
	}
}
