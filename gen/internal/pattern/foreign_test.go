package pattern

import "testing"

// TestLiteralsThatAreMeant holds what is never taken for another router's parameter: names
// and operations that APIs have in their paths.
func TestLiteralsThatAreMeant(t *testing.T) {
	for _, path := range []string{
		"/@me", "/$ref", "/$metadata", "/$batch", "/users/<id>/$ref", "/users/<id>/$value", "/Patient/$validate",
		"/Patient/<id>/$everything", "/<id>:cancel", "/jobs/<int:id>:cancel", "/books:batchGet", "/books/<id>/:cancel",
		"/books/<id>/$id", "/delta()", "/items('x')", "/users(<id>)", "/a*b", "/a/*/b", "/a*", "/{}", "/{1,2}", "/{ }",
		"/a[0]", "/[0]", "/[]", "/:80", "/a:b", "/12:30", "/$", "/$1", "/x$id", "/<any({a},b):w>", "/<<id>", "/a{b", "/a}b",
	} {
		if pattern, faults := Parse(path, nil); pattern == nil || len(faults) > 0 {
			t.Errorf("%s: %v", path, faults)
		}
	}
}
