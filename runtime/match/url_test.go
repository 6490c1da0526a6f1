package match

import "testing"

func TestURL(t *testing.T) {
	const nothing = ""
	own := map[string]func(string) bool{"even": func(s string) bool { return len(s)%2 == 0 }}
	for _, r := range []struct {
		name, pattern string
		values        []string
		want          string
	}{
		{"a static path", "/a/b", nil, "/a/b"},
		{"literals are escaped", "/a b/é/%20/x<<y", nil, "/a%20b/%C3%A9/%2520/x%3Cy"},
		{"a value", "/users/<name>", []string{"ann"}, "/users/ann"},
		{"what a path may hold is not escaped", "/<x>", []string{"a-._~!$&'()*+,;=:@"}, "/a-._~!$&'()*+,;=:@"},
		{"the rest is", "/<x>", []string{"a b?#[]%\\"}, "/a%20b%3F%23%5B%5D%25%5C"},
		{"a slash in a value", "/<x>", []string{"a/b"}, "/a%2Fb"},
		{"a path keeps its slashes", "/f/<path:p>", []string{"a//b/"}, "/f/a//b/"},
		{"a path never makes a host of itself", "/<path:p>", []string{"/evil.example"}, "/%2Fevil.example"},
		{"dot segments of a path are carried encoded", "/f/<path:p>", []string{"../a"}, "/f/..%2Fa"},
		{"an empty value", "/<x>", []string{""}, nothing},
		{"a dot", "/<x>", []string{"."}, nothing},
		{"two dots", "/<path:x>", []string{".."}, nothing},
		{"two dots out of two parts", "/.<x>", []string{"."}, nothing},
		{"NUL", "/<x>", []string{"a\x00"}, nothing},
		{"a value that would be split otherwise", "/<a>-<b>", []string{"x", "y-z"}, nothing},
		{"a value that is split as it should be", "/<a>-<b>", []string{"x-y", "z"}, "/x-y-z"},
		{"a value of the wrong shape", "/<int:n>", []string{"x"}, nothing},
		{"a value out of range", "/<int8:n>", []string{"128"}, nothing},
		{"a value that is too short", "/<str(min=3):s>", []string{"ab"}, nothing},
		{"no word", "/<any(a,b):s>", []string{"c"}, nothing},
		{"an own converter refuses", "/<even:s>", []string{"abc"}, nothing},
		{"an own converter takes", "/<even:s>", []string{"ab"}, "/ab"},
	} {
		if got := URL(Compile(r.pattern, own), r.values); got != r.want {
			t.Errorf("%s: %s with %q: %q, want %q", r.name, r.pattern, r.values, got, r.want)
		}
	}
}

// FuzzURL holds URLs to their law with one route: what is built leads back to the values.
func FuzzURL(f *testing.F) {
	for i := range urlPatterns {
		f.Add(i, "a", "b")
		f.Add(i, "1", "../x")
		f.Add(i, "/", "a//b")
	}
	f.Fuzz(func(t *testing.T, i int, a, b string) {
		pattern := urlPatterns[uint(i)%uint(len(urlPatterns))]
		parts := Compile(pattern, nil)
		link := URL(parts, []string{a, b})
		if link == "" {
			return
		}
		canonical, status := Canonical(link)
		if status != 0 {
			t.Fatalf("%s with %q %q: %q is answered %d", pattern, a, b, link, status)
		}
		values, ok := splitValues(parts, canonical)
		if !ok || len(values) != 2 || DecodeSlashes(values[0]) != a || DecodeSlashes(values[1]) != b {
			t.Fatalf("%s with %q %q: %q leads to %q", pattern, a, b, link, values)
		}
	})
}

var urlPatterns = []string{
	"/<a>/<b>", "/<a>-<b>", "/x/<a>/<path:b>", "/<path:a>/<b>", "/<a>.<int:b>", "/<a>...<b>", "/<path:a>.git/<b>", "/<int:a>-<path:b>/end", "/.<a>/<b>.",
}
