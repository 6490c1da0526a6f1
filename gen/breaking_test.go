package gen

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/plan"
)

// TestBreaking compares two manifests a row. A line of want is a kind and what its
// message and URL hold; no line more and none less is found.
func TestBreaking(t *testing.T) {
	const (
		own  = "converters: {x: {type: string, parse: P, format: F}}\n"
		own2 = "converters: {y: {type: string, parse: P, format: F}}\n"
	)
	compareBreaks(t, []breakRow{
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
		{"a word is new", "routes: [\"GET /a/<any(x,y):w> A\"]", "routes: [\"GET /a/<any(x,y,z):w> A\"]", nil},
		{"the same words as bool has", "routes: [GET /a/<bool:w> A]", "routes: [\"GET /a/<any(true,false):w> A\"]", nil},
		{"a number has a larger range", "routes: [GET /a/<uint8:n> A]", "routes: [GET /a/<uint:n> A]", nil},
		{"a number may be negative", "routes: [GET /a/<uint32:n> A]", "routes: [GET /a/<int:n> A]", nil},
		{"a whole number may have a fraction", "routes: [GET /a/<int:n> A]", "routes: [GET /a/<float:n> A]", nil},
		{"a day becomes any text", "routes: [GET /a/<date:d> A]", "routes: [GET /a/<d> A]", nil},
		{"a text may be shorter", "routes: [\"GET /a/<str(min=3,max=5):d> A\"]", "routes: [\"GET /a/<str(max=6):d> A\"]", nil},
		{"a text has to be longer", "routes: [\"GET /a/<d> A\"]", "routes: [\"GET /a/<str(min=2):d> A\"]",
			[]string{"parameter-narrowed: the parameter d is str(min=2), was str: GET /a/1 is now answered 404"}},
		{"a segment becomes a path", "routes: [GET /a/<p> A]", "routes: [\"GET /a/<path:p> A\"]", nil},
		{"part of a segment takes more", "routes: [\"GET /a/<int:n>.json A\"]", "routes: [\"GET /a/<n>.json A\"]", nil},
		{"one takes more, one takes less", "routes: [GET /a/<int:n>/<m> A]", "routes: [GET /a/<n>/<int:m> A]",
			[]string{"parameter-narrowed: the parameter n is str, was int, the parameter m is int, was str: GET /a/"}},
		{"what a parameter takes more was the same pattern's", "routes: [GET /a/<int:n> A, GET /a/<n> B]", "routes: [GET /a/<n> A]", nil},
		{"what a parameter takes more was another pattern's", "routes: [GET /a/<int:n> A, GET /<x>/b B]", "routes: [GET /a/<n> A, GET /<x>/b B]",
			[]string{"url-taken: GET /a/b is now answered by A (/a/<n>)"}},
		{"an own converter becomes any text", own + "routes: [GET /a/<x:n> A]", "routes: [GET /a/<n> A]", nil},
		{"any text becomes an own converter", "routes: [GET /a/<n> A]", own + "routes: [GET /a/<x:n> A]",
			[]string{"parameter-narrowed: the parameter n is x, was str, which does not take all of it"}},
		{"an own converter becomes another", own + "routes: [GET /a/<x:n> A]", own2 + "routes: [GET /a/<y:n> A]",
			[]string{"parameter-retyped: the parameter n is y, was x: whether it takes less depends on x and y"}},
		{"an own converter becomes a number", own + "routes: [GET /a/<x:n> A]", "routes: [GET /a/<int:n> A]",
			[]string{"parameter-retyped: the parameter n is int, was x: whether it takes less depends on x"}},
		{"a word beside an own converter, which may never have taken it", own + "routes: [GET /a/<x:n> A]",
			own + "routes: [GET /a/<x:n> A, GET /a/new B]", nil},
		{"an own converter beside any text", "routes: [GET /a/<n> A]", own + "routes: [GET /a/<n> A, GET /a/<x:n> B]",
			[]string{"url-taken: GET /a/<x:n> is now answered by B (/a/<x:n>)"}},
		{"an own converter's URLs fall to another", own + "routes: [GET /a/<x:n> A]", "routes: [GET /a/<n> B]",
			[]string{"url-taken: GET /a/<x:n> is now answered by B (/a/<n>)"}},
		{"a route with an own converter is gone", own + "routes: [GET /a/<x:n> A]", "routes: [GET /a/new B]",
			[]string{"route-removed: no route answers GET /a/<x:n>"}},
		{"a word beside another parameter, behind an own converter", own + "routes: [GET /a/<x:n>/<m> A]",
			own + "routes: [GET /a/<x:n>/<m> A, GET /a/<x:n>/me B]",
			[]string{"url-taken: GET /a/<x:n>/me is now answered by B (/a/<x:n>/me)"}},
		{"a parameter takes something else", "routes: [GET /a/<int:n> A]", "routes: [GET /a/<uuid:n> A]",
			[]string{"parameter-narrowed: the parameter n is uuid, was int: GET /a/"}},
		{"a parameter takes more", "routes: [GET /a/<int:n> A]", "routes: [GET /a/<n> A]", nil},
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
		{"a limit of a route is off",
			"routes: [{path: /a, handler: A, max_body_size: 4KiB, min_body_rate: 1MiB, timeout: 1s}]",
			`routes: [{path: /a, handler: A, max_body_size: "off", min_body_rate: "off", timeout: "off"}]`, nil},
		{"a limit of a route was off",
			`routes: [{path: /a, handler: A, max_body_size: "off", min_body_rate: "off", timeout: "off"}]`,
			"routes: [{path: /a, handler: A, max_body_size: 2MiB, min_body_rate: 1B, timeout: 1h}]",
			[]string{"limit-lowered: max_body_size is 2MiB, was off", "limit-lowered: min_body_rate is 1, was off",
				"limit-lowered: timeout is 1h0m0s, was off"}},
		{"a limit that was off is the server's",
			`routes: [{path: /a, handler: A, max_body_size: "off", min_body_rate: "off", timeout: "off"}]`,
			"routes: [GET /a A]",
			[]string{"limit-lowered: max_body_size is 1MiB, was off", "limit-lowered: min_body_rate is 1KiB, was off"}},
		{"the server's limit is off for a route", "server: {timeout: 5s}\nroutes: [GET /a A]",
			`{server: {timeout: 5s}, routes: [{path: /a, handler: A, timeout: "off"}]}`, nil},
		{"clients of a route may be slower", "routes: [{path: /a, handler: A, min_body_rate: 2KiB}]",
			"routes: [{path: /a, handler: A, min_body_rate: 1500}]", nil},
		{"clients of a group have to be faster", "routes: [{group: /g, routes: [GET /a A]}]",
			"routes: [{group: /g, min_body_rate: 2KiB/s, routes: [GET /a A]}]",
			[]string{"limit-lowered: min_body_rate is 2KiB, was 1KiB"}},
		{"another body", "routes: [{path: /a, methods: POST, handler: A, body: form}]", "routes: [{path: /a, methods: POST, handler: A, body: text}]",
			[]string{"body-changed: the body is text, was form"}},
		{"another result", "routes: [{path: /a, handler: A, returns: text}]", "routes: [{path: /a, handler: A, returns: text, status: 201}]",
			[]string{"result-changed: the result is text with status 201, was text"}},
		{"a default written out", "routes: [{path: /a, handler: A, returns: text}, {path: /b, handler: B, returns: none}]",
			"routes: [{path: /a, handler: A, returns: text, status: 200}, {path: /b, handler: B, returns: none, status: 204}]", nil},
		{"no files any more", "static: [{prefix: /x, dir: x}]\nroutes: [GET /a A]", "routes: [GET /a A]",
			[]string{"static-removed: no files are served under /x"}},
		{"no redirects any more", "trailing_slash: redirect\nroutes: [GET /a A]", "routes: [GET /a A]",
			[]string{"redirects-ended: trailing_slash is strict, was redirect: GET /a/ is now answered 404"}},
		{"no redirects any more, but both forms", "trailing_slash: redirect\nroutes: [GET /a A]", "routes: [GET /a A, {path: /a/, handler: A, name: A2}]", nil},
		{"no redirects any more, of no route", "trailing_slash: redirect\nroutes: [GET / A]", "routes: [GET / A]", nil},
		{"redirects", "routes: [GET /a A]", "trailing_slash: redirect\nroutes: [GET /a A]", nil},
		{"a route's other form", "trailing_slash: redirect\nroutes: [GET /a/ A]", "trailing_slash: redirect\nroutes: [GET /a A]",
			[]string{"redirected: trailing_slash redirects GET /a/ to /a"}},
		{"a route's other form, not redirected", "routes: [GET /a/ A]", "routes: [GET /a A]",
			[]string{"route-removed: no route answers GET /a/"}},
		{"bodies of errors", "routes: [GET /a A]", "problem: true\nroutes: [GET /a A]",
			[]string{"error-format: problem is true, was false: bodies of errors are application/problem+json, were {\"error\": message}"}},
		{"the status of a refused parameter", "routes: [GET /a/<int:n> A]", "bad_param: 400\nroutes: [GET /a/<int:n> A]",
			[]string{"error-status: bad_param is 400, was 404"}},
		{"the same where no parameter refuses anything", "routes: [GET /a/<n> A]", "bad_param: 400\nroutes: [GET /a/<n> A]", nil},
		{"an error handler is gone", "errors: {404: NoPage, \"*OutOfStock\": NoStock}\nroutes: [GET /a A]", "errors: {404: NoPage}\nroutes: [GET /a A]",
			[]string{"error-handler-removed: NoStock handles *OutOfStock no more"}},
		{"an error handler is another", "errors: {404: NoPage}\nroutes: [GET /a A]", "errors: {404: Lost, 410: Gone}\nroutes: [GET /a A]", nil},
		{"an error handler of a group is gone", "routes: [{group: /g, errors: {409: Busy}, routes: [GET /a A, GET /b B]}]", "routes: [GET /g/a A, GET /g/b B]",
			[]string{"error-handler-removed: Busy handles 409 no more", "error-handler-removed: Busy handles 409 no more"}},
		{"an error handler of a route becomes everybody's", "routes: [{path: /a, handler: A, errors: {409: Busy}}]", "errors: {409: Busy}\nroutes: [GET /a A]", nil},
	})
}

// A breakRow is two manifests, and what breaks between them: a kind and how its message begins.
type breakRow struct {
	name     string
	old, now string
	want     []string
}

func compareBreaks(t *testing.T, rows []breakRow) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "routes.yaml")
			if err := os.WriteFile(file, []byte(row.now), 0o666); err != nil {
				t.Fatal(err)
			}
			list, err := Breaking("old.yaml", []byte(row.old), nil, file)
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

// TestBreakingKnowsWhatConvertersTake changes each converter into each other one: that is
// breaking if and only if there is a text that the old one took and the new one does not.
func TestBreakingKnowsWhatConvertersTake(t *testing.T) {
	converters := []string{
		"str", "str(min=2)", "str(max=3)", "int", "int8", "uint8", "uint64", "uint", "float", "bool",
		"any(true,false)", "any(true,1)", "date", "uuid",
	}
	texts := []string{
		"x", "xyz", "wxyz", "0000", "1", "-1", "127", "-129", "255", "256", "9223372036854775808", "99999999999999999999999", "1.5",
		"true", "false", "2026-01-31", "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
	}
	file := filepath.Join(t.TempDir(), "routes.yaml")
	for _, a := range converters {
		for _, b := range converters {
			text := func(c string) string { return "routes: [\"GET /a/<" + c + ":n> A\"]\n" }
			was, is := answersOf(t, text(a)), answersOf(t, text(b))
			want := slices.ContainsFunc(texts, func(s string) bool { return was("GET", "/a/"+s) != "" && is("GET", "/a/"+s) == "" })
			if err := os.WriteFile(file, []byte(text(b)), 0o666); err != nil {
				t.Fatal(err)
			}
			list, err := Breaking("old.yaml", []byte(text(a)), nil, file)
			if err != nil || len(list) > 0 != want {
				t.Errorf("%s to %s: want a break: %v, got %v, %v", a, b, want, list, err)
			}
		}
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
		list, err := Breaking("old.yaml", []byte(old), nil, file)
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
	m, faults := parsed("routes.yaml", []byte(text), unplanned)
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
		list, err := Breaking("old.yaml", text, FilesOf(file), file)
		if err != nil || len(list) > 0 {
			t.Errorf("%s: %v, %v", file, list, err)
		}
	}
}
