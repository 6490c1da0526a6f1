package gen

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/plan"
)

// TestBreaking compares two manifests a row. A line of want is a kind and what its
// message and URL hold; no line more and none less is found.
func TestBreaking(t *testing.T) {
	for _, row := range []struct {
		name     string
		old, now string
		want     []string
	}{
		{"nothing", "routes: [GET /a A, GET /b/<int:n> B]", "routes: [GET /b/<int:m> B, GET /a A]", nil},
		{"a new route at a path of its own", "routes: [GET /a A]", "routes: [GET /a A, GET /b B]", nil},
		{"another name", "routes: [GET /a/<int:n> A]", "routes: [GET /a/<int:n> Z]", nil},
		{"a route is gone", "routes: [GET /a A, GET /b B]", "routes: [GET /b B]",
			[]string{"route-removed: no route answers GET /a"}},
		{"a route has moved", "routes: [GET /a/<int:n> A]", "routes: [GET /z/<int:n> A]",
			[]string{"route-removed: no route answers GET /a/"}},
		{"a method is gone", "routes: [\"GET,POST /a A\"]", "routes: [GET /a A]",
			[]string{"method-removed: the path takes other methods only at POST /a"}},
		{"any method has become one", "routes: [ANY /a A]", "routes: [GET /a A]",
			[]string{"method-removed: the path takes other methods only at POST,PUT,DELETE,PATCH,OPTIONS /a"}},
		{"one method has become any", "routes: [GET /a A]", "routes: [ANY /a A]", nil},
		{"a parameter takes less", "routes: [\"GET /a/<str:n> A\"]", "routes: [GET /a/<int:n> A]",
			[]string{"parameter-narrowed: the parameter n is int, was str: GET /a/"}},
		{"a number has a smaller range", "routes: [GET /a/<int:n> A]", "routes: [GET /a/<uint8:n> A]",
			[]string{"parameter-narrowed: the parameter n is uint8, was int: GET /a/"}},
		{"a word is gone", "routes: [\"GET /a/<any(x,y,z):w> A\"]", "routes: [\"GET /a/<any(x,z):w> A\"]",
			[]string{"parameter-narrowed: the parameter w is any(x,z), was any(x,y,z): GET /a/y is now answered 404"}},
		{"a word is new", "routes: [\"GET /a/<any(x,y):w> A\"]", "routes: [\"GET /a/<any(x,y,z):w> A\"]",
			[]string{"parameter-retyped: the parameter w is any(x,y,z), was any(x,y)"}},
		{"a parameter takes something else", "routes: [GET /a/<int:n> A]", "routes: [GET /a/<uuid:n> A]",
			[]string{"parameter-narrowed: the parameter n is uuid, was int: GET /a/"}},
		{"a parameter takes more", "routes: [GET /a/<int:n> A]", "routes: [GET /a/<n> A]",
			[]string{"parameter-retyped: the parameter n is str, was int"}},
		{"a new route takes a URL", "routes: [GET /users/<name> User]", "routes: [GET /users/<name> User, GET /users/me Me]",
			[]string{"url-taken: GET /users/me is now answered by Me (/users/me)"}},
		{"a removed route's URLs fall to another", "routes: [GET /users/<name> User, GET /users/me Me]", "routes: [GET /users/<name> User]",
			[]string{"url-taken: GET /users/me is now answered by User (/users/<name>)"}},
		{"only where both overlap", "routes: [\"GET /a/<x>/c A\"]", "routes: [\"GET /a/<x>/c A\", \"GET /a/b/<y> B\"]",
			[]string{"url-taken: GET /a/b/c is now answered by B (/a/b/<y>)"}},
		{"another method takes nothing", "routes: [GET /users/<name> User]", "routes: [GET /users/<name> User, POST /users/me Me]", nil},
		{"an own converter stays the same converter",
			"converters: {x: {type: string, parse: P, format: F}}\nroutes: [GET /a/<x:n> A]",
			"converters: {y: {type: string, parse: P, format: F}, x: {type: string, parse: P, format: F}}\nroutes: [GET /a/<x:n> A, GET /b/<y:n> B]", nil},
		{"a limit of the server is lower", "server: {max_body_size: 2MiB}\nroutes: [GET /a A]", "routes: [GET /a A]",
			[]string{"limit-lowered: max_body_size is 1MiB, was 2MiB"}},
		{"a limit where there was none", "server: {timeout: \"off\"}\nroutes: [GET /a A]", "server: {timeout: 5s}\nroutes: [GET /a A]",
			[]string{"limit-lowered: timeout is 5s, was off"}},
		{"a limit is higher", "routes: [GET /a A]", "server: {max_body_size: 2MiB, read_timeout: \"off\"}\nroutes: [GET /a A]", nil},
		{"clients have to be faster", "routes: [GET /a A]", "server: {min_body_rate: 2KiB}\nroutes: [GET /a A]",
			[]string{"limit-lowered: min_body_rate is 2KiB, was 1KiB"}},
		{"a limit of a route is lower", "routes: [{path: /a, handler: A}]", "routes: [{path: /a, handler: A, max_body_size: 4KiB, timeout: 1s}]",
			[]string{"limit-lowered: max_body_size is 4KiB, was 1MiB", "limit-lowered: timeout is 1s, was off"}},
		{"another body", "routes: [{path: /a, methods: POST, handler: A, body: form}]", "routes: [{path: /a, methods: POST, handler: A, body: text}]",
			[]string{"body-changed: the body is text, was form"}},
		{"another result", "routes: [{path: /a, handler: A, returns: text}]", "routes: [{path: /a, handler: A, returns: text, status: 201}]",
			[]string{"result-changed: the result is text with status 201, was text"}},
		{"a default written out", "routes: [{path: /a, handler: A, returns: text}, {path: /b, handler: B, returns: none}]",
			"routes: [{path: /a, handler: A, returns: text, status: 200}, {path: /b, handler: B, returns: none, status: 204}]", nil},
		{"no files any more", "static: [{prefix: /x, dir: x}]\nroutes: [GET /a A]", "routes: [GET /a A]",
			[]string{"static-removed: no files are served under /x"}},
		{"no redirects any more", "trailing_slash: redirect\nroutes: [GET /a A]", "routes: [GET /a A]",
			[]string{"redirects-ended: "}},
	} {
		t.Run(row.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "routes.yaml")
			if err := os.WriteFile(file, []byte(row.now), 0o666); err != nil {
				t.Fatal(err)
			}
			list, err := Breaking("old.yaml", []byte(row.old), file)
			if err != nil {
				t.Fatal(err)
			}
			for i, b := range list {
				got := string(b.Kind) + ": " + b.Message
				if i >= len(row.want) || !strings.HasPrefix(got, row.want[i]) {
					t.Errorf("break %d is %s", i, got)
				}
			}
			if len(list) != len(row.want) {
				t.Errorf("%d breaks, want %q", len(list), row.want)
			}
		})
	}
}

// TestBreakingMissesNothing compares random pairs of small manifests with what all short
// URLs are answered: where an answer changes, something is found, and each URL that is
// named shows what is said.
func TestBreakingMissesNothing(t *testing.T) {
	segments := []string{"a", "b", "1", "<x>", "<int:n>", "<uint:n>", "<any(a,b):w>", "<x>.a", "<path:p>"}
	texts := []string{"a", "b", "c", "1", "-1", "c.a", "a/b"}
	random := rand.New(rand.NewPCG(1, 2))
	manifestOf := func() string {
		lines, used := "routes:\n", map[string]bool{}
		for range 1 + random.IntN(4) {
			i, k := random.IntN(len(segments)), random.IntN(len(segments)-1) // one path at most
			method := []string{"GET", "POST"}[random.IntN(2)]
			path := "/" + segments[k] + "/" + segments[i]
			if !used[method+path] {
				used[method+path] = true
				lines += fmt.Sprintf("  - {path: \"%s\", methods: %s, handler: H%d%d%s}\n", path, method, k, i, method)
			}
		}
		return lines + "lint: {overlap: off, hidden-route: off}\n"
	}
	file := filepath.Join(t.TempDir(), "routes.yaml")
	changed := 0
	for range 400 {
		old, now := manifestOf(), manifestOf()
		if err := os.WriteFile(file, []byte(now), 0o666); err != nil {
			t.Fatal(err)
		}
		list, err := Breaking("old.yaml", []byte(old), file)
		if err != nil {
			t.Fatalf("%v\n%s\n%s", err, old, now)
		}
		before, after := answersOf(t, old), answersOf(t, now)
		differs := false
		for _, x := range texts {
			for _, y := range texts {
				for _, method := range []string{"GET", "POST"} {
					url := "/" + x + "/" + y
					was := before(method, url)
					differs = differs || was != "" && was != after(method, url)
				}
			}
		}
		if differs {
			changed++
		}
		if differs != (len(list) > 0) {
			t.Fatalf("answers differ: %v, found: %v\n%s\n%s", differs, list, old, now)
		}
		for _, b := range list {
			if was, is := before(b.Method, b.URL), after(b.Method, b.URL); was != b.Route || is == was {
				t.Fatalf("%+v: answered by %q, now by %q\n%s\n%s", b, was, is, old, now)
			}
		}
	}
	if changed < 100 || changed == 400 {
		t.Errorf("%d of 400 pairs differ", changed)
	}
}

// answersOf tells which route of a manifest answers, or "".
func answersOf(t *testing.T, text string) func(method, url string) string {
	m, faults := manifest.Parse("routes.yaml", []byte(text))
	if m == nil {
		t.Fatal(faults)
	}
	p := plan.Build(m)
	return func(method, url string) string {
		if a := match(m, p, method, url, nil); a.Route != nil {
			return a.Route.Name
		}
		return ""
	}
}

// TestBreakingNothingAgainstItself compares every manifest of the repository with itself.
func TestBreakingNothingAgainstItself(t *testing.T) {
	files, err := filepath.Glob("../generated_test/cases/*/routes.yaml")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d manifests, %v", len(files), err)
	}
	for _, file := range append(files, exampleManifest) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		list, err := Breaking("old.yaml", text, file)
		if err != nil || len(list) > 0 {
			t.Errorf("%s: %v, %v", file, list, err)
		}
	}
}
