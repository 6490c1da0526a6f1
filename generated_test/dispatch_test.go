package generated_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/httpgen/gen"
	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

// The generated code against the oracle: route tables of real services, the named
// regressions and random sets are generated, compiled into one program, and asked the
// same requests as the oracle: through Lookup, and through the application as a server.

// A question is one request to a set, and what the program said about it.
type question struct {
	Set          int
	Method, Path string
}

type reply struct {
	Lookup string   // name of the route, or ""
	Params []string // name=value
	Status int      // of the application
	Served string   // name of the handler that the application called
	Allow  string
	Target string // Location
	URL    string // built again from the values that Lookup found
}

// program is a module with the packages of many sets and a main that answers questions.
type program struct {
	dir  string
	sets []sets.Set
}

func newProgram(t *testing.T, list []sets.Set) *program {
	t.Helper()
	p := &program{dir: t.TempDir(), sets: list}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	sum, err := os.ReadFile("../go.sum")
	if err != nil {
		t.Fatal(err)
	}
	p.write(t, "go.mod", "module example.com/sets\n\ngo 1.26\n\nrequire example.com/httpgen v0.0.0\n\nreplace example.com/httpgen => "+root+"\n")
	p.write(t, "go.sum", string(sum))
	for i, s := range list {
		s.Name = fmt.Sprintf("set%d", i)
		p.write(t, s.Name+"/routes.yaml", s.Manifest())
		pkg, err := gen.Compile(gen.Options{Manifest: filepath.Join(p.dir, s.Name, "routes.yaml")})
		if err != nil {
			t.Fatalf("%v\n%s", err, s.Manifest())
		}
		if _, err := pkg.Write(); err != nil {
			t.Fatal(err)
		}
		p.write(t, s.Name+"/ask.go", askSource(s))
	}
	p.write(t, "main.go", mainSource(list))
	build := exec.Command("go", "build", "-mod=mod", "-o", "ask", ".")
	build.Dir = p.dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("generated code does not build: %v\n%s", err, out)
	}
	return p
}

func (p *program) write(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// askSource is a file of a set's package that asks it. A handler that is called says its
// name in the 501 of UnimplementedHandlers.
func askSource(s sets.Set) string {
	return fmt.Sprintf(`package %s

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
)

var app = New(UnimplementedHandlers{})

func Ask(method, path string) (lookup string, params []string, status int, served, allow, target, link string) {
	if m, ok := Lookup(method, path); ok {
		lookup = m.Route.Name
		var values []string
		for _, p := range m.Params {
			params = append(params, p.Name+"="+p.Value)
			values = append(values, p.Value)
		}
		link = m.Route.URL(values...)
	}
	u, err := url.ParseRequestURI(path)
	if err != nil { // net/http refuses it before the application sees it
		return lookup, params, 0, "", "", "", link
	}
	req := &http.Request{Method: method, URL: u, RequestURI: path, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Host: "a", Header: http.Header{}, Body: http.NoBody}
	rec := httptest.NewRecorder()
	app.ServeHTTP(rec, req)
	body := rec.Body.String()
	if name, ok := strings.CutSuffix(strings.TrimSpace(body), " is not implemented\"}"); ok {
		served = name[strings.LastIndexByte(name, '"')+1:]
	}
	return lookup, params, rec.Code, served, rec.Header().Get("Allow"), rec.Header().Get("Location"), link
}
`, s.Name)
}

func mainSource(list []sets.Set) string {
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n\t\"bufio\"\n\t\"encoding/json\"\n\t\"os\"\n")
	for i := range list {
		fmt.Fprintf(&b, "\t\"example.com/sets/set%d\"\n", i)
	}
	b.WriteString(`)

type reply struct {
	Lookup string
	Params []string
	Status int
	Served, Allow, Target, URL string
}

var ask = []func(method, path string) (string, []string, int, string, string, string, string){
`)
	for i := range list {
		fmt.Fprintf(&b, "\tset%d.Ask,\n", i)
	}
	b.WriteString(`}

func main() {
	in := json.NewDecoder(os.Stdin)
	buf := bufio.NewWriter(os.Stdout)
	defer buf.Flush()
	out := json.NewEncoder(buf)
	for {
		var q struct {
			Set          int
			Method, Path []byte
		}
		if in.Decode(&q) != nil {
			return
		}
		var r reply
		r.Lookup, r.Params, r.Status, r.Served, r.Allow, r.Target, r.URL = ask[q.Set](string(q.Method), string(q.Path))
		out.Encode(r)
	}
}
`)
	return b.String()
}

// ask puts all questions to the program.
func (p *program) ask(t *testing.T, questions []question) []reply {
	t.Helper()
	var in bytes.Buffer
	enc := json.NewEncoder(&in)
	for _, q := range questions {
		// As bytes: a path need not be UTF-8.
		if err := enc.Encode(map[string]any{"Set": q.Set, "Method": []byte(q.Method), "Path": []byte(q.Path)}); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(filepath.Join(p.dir, "ask"))
	cmd.Stdin = &in
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &errs)
	}
	replies := make([]reply, 0, len(questions))
	dec := json.NewDecoder(bufio.NewReader(bytes.NewReader(out)))
	for range questions {
		var r reply
		if err := dec.Decode(&r); err != nil {
			t.Fatalf("reply %d: %v\n%s", len(replies), err, &errs)
		}
		replies = append(replies, r)
	}
	return replies
}

// compare asks the oracle too.
func (p *program) compare(t *testing.T, questions []question) {
	t.Helper()
	tables := make([]*oracle.Table, len(p.sets))
	for i, s := range p.sets {
		tables[i] = s.Oracle()
	}
	wrong := 0
	for i, r := range p.ask(t, questions) {
		q := questions[i]
		s := p.sets[q.Set]
		want := expected(s, tables[q.Set].Match(q.Method, q.Path, s.Options))
		// A link need not be spelt as the request was: what it leads to is compared below.
		got := r
		got.URL = ""
		if q.Method == "HEAD" { // has no body to name its handler
			want.Served = ""
		}
		if r.Status == 0 {
			want.Status, want.Served, want.Allow, want.Target = 0, "", "", ""
		}
		if !cmp.Equal(got, want) {
			if wrong++; wrong <= 5 {
				t.Errorf("%s\n%s %q (generated -, oracle +)\n%s", inShort(s), q.Method, q.Path, cmp.Diff(got, want))
			}
			continue
		}
		if want.Lookup != "" && want.Lookup == want.Served && q.Method != "HEAD" {
			if why := lawBroken(s, tables[q.Set], q.Method, r); why != "" {
				if wrong++; wrong <= 5 {
					t.Errorf("%s\n%s %q: the URL built of its values, %q: %s", inShort(s), q.Method, q.Path, r.URL, why)
				}
			}
		}
	}
	if wrong > 5 {
		t.Errorf("and %d more", wrong-5)
	}
}

// inShort lists the routes of a set that a person can read, and only names the others.
func inShort(s sets.Set) string {
	if len(s.Routes) > 32 {
		return s.Name
	}
	return s.String()
}

// expected says the oracle's answer in the program's words.
func expected(s sets.Set, w oracle.Result) reply {
	r := reply{Status: w.Status, Target: w.Location, Allow: strings.Join(w.Allow, ", ")}
	if w.Status == 200 {
		r.Status, r.Lookup, r.Served = 501, s.Names[w.Route], s.Names[w.Route]
		for _, p := range w.Params {
			r.Params = append(r.Params, p.Name+"="+string([]rune(p.Value)))
		}
	}
	return r
}

// lawBroken holds URLs to their law: there is one for what a request carried, and it
// leads to that route and these values, or to a route before it in precedence.
func lawBroken(s sets.Set, table *oracle.Table, method string, r reply) string {
	if r.URL == "" {
		return "empty, though a request carried these values"
	}
	w := table.Match(method, r.URL, s.Options)
	if w.Status != 200 {
		return fmt.Sprintf("answered %d", w.Status)
	}
	if before(s, s.Routes[w.Route].Pattern, r.Lookup) {
		return ""
	}
	if again := expected(s, w); again.Lookup != r.Lookup || !slices.Equal(again.Params, r.Params) {
		return fmt.Sprintf("leads to %s %v", again.Lookup, again.Params)
	}
	return ""
}

// before says whether a pattern comes before that of a named route.
func before(s sets.Set, pattern, name string) bool {
	i := slices.Index(s.Names, name)
	a, errA := oracle.ParsePattern(pattern, s.Own)
	b, errB := oracle.ParsePattern(s.Routes[i].Pattern, s.Own)
	return errA == nil && errB == nil && oracle.Compare(a, b) < 0
}

func TestTables(t *testing.T) {
	var list []sets.Set
	var questions []question
	rng := rand.New(rand.NewPCG(1, 2))
	routes := 0
	for _, name := range sets.Tables() {
		s, refused, err := sets.Table(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range refused {
			t.Log(r)
		}
		n := 5 * len(s.Routes)
		for range n {
			method, path := s.Request(rng)
			questions = append(questions, question{len(list), method, path})
		}
		t.Logf("%s: %d routes, %d URLs", name, len(s.Routes), n)
		routes += len(s.Routes)
		list = append(list, s)
	}
	newProgram(t, list).compare(t, questions)
	t.Logf("%d sets, %d routes, %d URLs compared", len(list), routes, len(questions))
}

func TestRegressions(t *testing.T) {
	var list []sets.Set
	var questions []question
	for _, r := range sets.Regressions() {
		for _, x := range r.Requests {
			questions = append(questions, question{len(list), x.Method, x.Path})
		}
		list = append(list, r.Set)
	}
	newProgram(t, list).compare(t, questions)
	t.Logf("%d sets, %d URLs compared", len(list), len(questions))
}

func TestRandomSets(t *testing.T) {
	n := 60
	if testing.Short() {
		n = 15
	}
	rng := rand.New(rand.NewPCG(3, 4))
	var list []sets.Set
	var questions []question
	for range n {
		s := sets.Random(rng, 1+rng.IntN(16))
		for range 200 {
			method, path := s.Request(rng)
			questions = append(questions, question{len(list), method, path})
		}
		list = append(list, s)
	}
	newProgram(t, list).compare(t, questions)
	t.Logf("%d sets, %d URLs compared", len(list), len(questions))
}
