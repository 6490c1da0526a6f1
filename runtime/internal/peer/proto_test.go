package peer

import "testing"

func TestProto(t *testing.T) {
	for line, want := range map[string]string{
		"":                                      "",
		"for=192.0.2.1":                         "",
		"for=192.0.2.1;proto=https":             "https",
		"proto=HTTPS; by=203.0.113.43":          "https",
		`for="[2001:db8::1]:47011";proto=https`: "https",
		"proto=https, proto=http":               "http",
		"proto=https, for=192.0.2.1":            "",
		`for="192.0.2.1;proto=https`:            "",
		`for="a, proto=https";by=x`:             "",
		"proto=https by":                        "",
		"=,;":                                   "",
	} {
		if got := Proto(line); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}
