package gen

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEmittedFiles holds what is printed for each engine to the file in testdata, which -update
// writes anew.
func TestEmittedFiles(t *testing.T) {
	for _, target := range EmitTargets() {
		made, err := Emit(EmitOptions{Manifest: "testdata/edge/routes.yaml", Target: target,
			Workload: target == "gateway"})
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "edge", made.Name)
		if *update {
			if err := os.WriteFile(file, made.Text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(plain(want)), string(made.Text)); d != "" {
			t.Errorf("%s (-want +got):\n%s", file, d)
		}
	}
}

// TestNoNameBreaksOut looks at what is printed of names that would end a string, a line, a block or
// a comment: every line that is no comment is of an alphabet without the texts of names, but for
// nginx's locations, where quotes and backslashes are escaped.
func TestNoNameBreaksOut(t *testing.T) {
	file := manifestFile(t, hostileManifest())
	for _, target := range EmitTargets() {
		made, err := Emit(EmitOptions{Manifest: file, Target: target})
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(made.Text)) {
			text := strings.TrimSpace(line)
			if strings.HasPrefix(text, "#") {
				if strings.HasSuffix(text, `\`) || strings.Contains(text, "{$") ||
					strings.ContainsFunc(text, isOdd) {
					t.Errorf("%s: a comment that may go on: %q", target, text)
				}
				continue
			}
			if name, ok := strings.CutPrefix(text, "location "); ok && target == "nginx" {
				name = strings.TrimPrefix(name, "= ")
				name = strings.NewReplacer(`\\`, "", `\"`, "", `\n`, "").Replace(name)
				if name[0] == '"' && strings.Count(strings.TrimSuffix(name, `{ return 404 '{"error":"Not Found"}'; }`), `"`) != 2 {
					t.Errorf("%s: a name ends too early: %q", target, text)
				}
				continue
			}
			if strings.HasPrefix(text, "- path: ") && target == "gateway" {
				_, text, _ = strings.Cut(text, `value: "`)
				if strings.ContainsAny(strings.TrimSuffix(text, `"}`), "\"'{}$ \\") {
					t.Errorf("a path that is no raw one: %q", text)
				}
				continue
			}
			if strings.ContainsFunc(text, isOdd) || strings.Contains(text, "passwd") || strings.Contains(text, "request_urib") {
				t.Errorf("%s: a name as it is: %q", target, text)
			}
		}
	}
}

func isOdd(r rune) bool { return r < ' ' || r > '~' }

// TestReports holds what is said of engines about one manifest.
func TestReports(t *testing.T) {
	for target, want := range map[string][]string{
		"nginx":   {"lost /files/<path:name>", `lost /say/"<text>"`, "lost /debug/..."},
		"haproxy": nil, "varnish": nil, "envoy": nil, "apache": nil,
		"caddy": {`lost /say/"<text>"`},
		"gateway": {"lost /books", "over-exposed /books/<int:id>", "lost /events", "over-exposed /files/<path:name>",
			`over-exposed /say/"<text>"`},
	} {
		made, err := Emit(EmitOptions{Manifest: "testdata/edge/routes.yaml", Target: target})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range made.Edge.Inexact() {
			got = append(got, string(f.Verdict)+" "+f.Pattern)
			if f.Witness == "" || f.Why == "" {
				t.Errorf("%s: %s has no witness, or no reason", target, f.Pattern)
			}
		}
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: %q is not said: %q", target, w, got)
			}
		}
		if want == nil && got != nil {
			t.Errorf("%s: %q", target, got)
		}
	}
}

// TestGatewaysStayWithinTheirBounds has more routes than an HTTPRoute has rules and matches.
func TestGatewaysStayWithinTheirBounds(t *testing.T) {
	var b strings.Builder
	b.WriteString("routes:\n")
	for i := range 700 {
		fmt.Fprintf(&b, "  - {path: /r%d, handler: H%d, timeout: %ds}\n", i, i, 1+i%60)
	}
	made, err := Emit(EmitOptions{Manifest: manifestFile(t, b.String()), Target: "gateway"})
	if err != nil {
		t.Fatal(err)
	}
	all := 0
	for i, doc := range strings.Split(string(made.Text), "\n---\n")[1:] {
		rules, matches := strings.Count(doc, "- backendRefs"), strings.Count(doc, "- path:")
		if all += matches; rules > 16 || matches > 128 || matches == 0 {
			t.Errorf("HTTPRoute %d has %d rules and %d matches", i, rules, matches)
		}
	}
	if all != 700 {
		t.Errorf("%d matches, want 700", all)
	}
}

// manifestFile writes a manifest.
func manifestFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "routes.yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// hostileManifest has routes, a mount and a static directory of such names.
func hostileManifest() string {
	var b strings.Builder
	b.WriteString("lint: {overlap: off, hidden-route: off, literal-taken: off, mixed-names: off}\nroutes:\n")
	n := 0
	route := func(path string) {
		fmt.Fprintf(&b, "  - {path: %q, handler: H%d}\n", path, n)
		n++
	}
	for _, text := range []string{`"`, `'`, "`", `\`, `\\`, `\"`, "$", "${x}", "$request_uri", "{", "}", "{}",
		"};", ";", "%", "%2F", "%{x}", "*/", "/*", "//", "\n", "\r\n", "\t", "\x01", "\x7f", "é", "日本", "[", "]",
		"(", ")", "(:", "|", "^", "&", "<<", ">", "@", "=", "~", ",", " ", "  x", "*", "+", ".", "...x",
		`{"`, `"}`, `"""`, "</VirtualHost>", "include /etc/passwd;", "'; return (pipe); ", "&quot;", "!", "^$",
		"{$HOME}", "{env.HOME}", "{http.request.uri}"} {
		text = strings.ReplaceAll(text, "<", "<<")
		text = strings.ReplaceAll(text, "<<<<", "<<")
		route("/a" + text + "b")
		route("/p/" + text + "x/<p>")
		route("/p/<p>/" + text + "y<q>z" + text)
	}
	rng := rand.New(rand.NewPCG(9, 10))
	for i := range 60 {
		var text strings.Builder
		const odd = "\"'`\\${};%*/()[]|^&>@=~, \n\t.:!+-x"
		for range 1 + rng.IntN(8) {
			text.WriteByte(odd[rng.IntN(len(odd))])
		}
		route(fmt.Sprintf("/%d%sx/<a>%s", i, text.String(), text.String()))
	}
	route("/long/" + strings.Repeat("l", 3000))
	route("/many/<a>/<b>/<c>/<d>/<e>/<f>/<g>/<h>/<i>/<j>/<k>/<l>/<m>/<n>/<o>")
	b.WriteString("mounts:\n  - {prefix: \"/m\\\"'$;{}x\", handler: M}\n")
	b.WriteString("static:\n  - {prefix: \"/s\\\"'$;{}x\", dir: d}\n")
	return b.String()
}
