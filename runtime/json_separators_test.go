package runtime

import "testing"

func TestJSONTextIsAsItIs(t *testing.T) {
	for in, want := range map[string]string{
		"a\u2028b\u2029":   "\"a\u2028b\u2029\"",
		`\u2028`:           `"\\u2028"`,
		"\\\u2028":         "\"\\\\\u2028\"",
		"<é&>":             `"<é&>"`,
		"\x01\n\"":         `"\u0001\n\""`,
		"\u2027 \u202a \\": "\"\u2027 \u202a \\\\\"",
	} {
		resp := encodeJSON(in, 200)
		if resp.body != want {
			t.Errorf("%q: %q, want %q", in, resp.body, want)
		}
	}
}
