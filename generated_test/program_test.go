package generated_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/httpgen/gen"
	"example.com/httpgen/generated_test/sets"
)

// The program that asks generated code lives here.
//
// The packages of all sets are built by one go build, as an overlay of this module: no file
// of theirs is in the checkout, but their paths are the same in every run. So the go command
// compiles each of them once and has it in its cache from then on, until the generator or
// the runtime changes.

// programPath is where the go command sees the program, and each set's package below it.
const programPath = module + "/generated_test/program"

// A question is one request to a set, and a reply what the program said about it.
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

// A program is a main that answers questions about sets.
type program struct {
	sets []sets.Set
	file string // the executable
}

// add gives the program one set more, whose package has that name, and returns its number.
func (p *program) add(name string, s sets.Set) int {
	s.Name = name
	p.sets = append(p.sets, s)
	return len(p.sets) - 1
}

// build makes the executable.
func (p *program) build(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	p.file = filepath.Join(dir, "ask")
	seen, err := filepath.Abs("program")
	if err != nil {
		t.Fatal(err)
	}
	overlay := map[string]string{}
	put := func(name string, text []byte) {
		overlay[filepath.Join(seen, name)] = write(t, filepath.Join(dir, name), text)
	}
	for _, s := range p.sets {
		for _, f := range compileSet(t, s).Files {
			put(filepath.Join(s.Name, f.Name), f.Content)
		}
	}
	put("main.go", p.source())
	replace, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	list := write(t, filepath.Join(dir, "overlay.json"), replace)
	// As users build, but for what only debuggers read.
	cmd := exec.Command("go", "build", "-overlay", list, "-gcflags="+programPath+"/...=-dwarf=false",
		"-ldflags=-s -w", "-o", p.file, programPath)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("generated code does not build: %v\n%s", err, out)
	}
}

// compiled are the packages that compileSet has made, by manifest.
var compiled = map[string]*gen.Package{}

// compileSet makes the package of a set, which is the same in every run.
func compileSet(t *testing.T, s sets.Set) *gen.Package {
	t.Helper()
	if pkg := compiled[s.Manifest()]; pkg != nil {
		return pkg
	}
	dir := t.TempDir()
	// The header names the manifest by its path from the module's root.
	write(t, filepath.Join(dir, "go.mod"), []byte("module example.com/sets\n\ngo 1.26\n"))
	file := write(t, filepath.Join(dir, "routes.yaml"), []byte(s.Manifest()))
	pkg, err := gen.Compile(gen.Options{Manifest: file})
	if err != nil {
		t.Fatalf("%v\n%s", err, s.Manifest())
	}
	compiled[s.Manifest()] = pkg
	return pkg
}

// write makes a file and its folder, and returns its name.
func write(t *testing.T, name string, text []byte) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, text, 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

// source is the program's main.go.
func (p *program) source() []byte {
	var imports, list strings.Builder
	for _, s := range p.sets {
		fmt.Fprintf(&imports, "\t%q\n", programPath+"/"+s.Name)
		fmt.Fprintf(&list, "\t{%[1]s.New(%[1]s.UnimplementedHandlers{}), %[1]s.Lookup},\n", s.Name)
	}
	return fmt.Appendf(nil, programSource, imports.String(), list.String())
}

// programSource is main.go, with a place for imports and one for services. A handler that
// is called says its name in the 501 of UnimplementedHandlers.
const programSource = `package main

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"

	"example.com/httpgen/runtime"
%s)

type service struct {
	app    *runtime.App
	lookup func(method, path string) (runtime.Match, bool)
}

var services = []service{
%s}

type reply struct {
	Lookup                     string
	Params                     []string
	Status                     int
	Served, Allow, Target, URL string
}

func (s service) ask(method, path string) (r reply) {
	if m, ok := s.lookup(method, path); ok {
		r.Lookup = m.Route.Name
		var values []string
		for _, p := range m.Params {
			r.Params = append(r.Params, p.Name+"="+p.Value)
			values = append(values, p.Value)
		}
		r.URL = m.Route.URL(values...)
	}
	u, err := url.ParseRequestURI(path)
	if err != nil { // net/http refuses it before the application sees it
		return r
	}
	req := &http.Request{Method: method, URL: u, RequestURI: path, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Host: "a", Header: http.Header{}, Body: http.NoBody}
	rec := httptest.NewRecorder()
	s.app.ServeHTTP(rec, req)
	body := rec.Body.String()
	if name, ok := strings.CutSuffix(strings.TrimSpace(body), " is not implemented\"}"); ok {
		r.Served = name[strings.LastIndexByte(name, '"')+1:]
	}
	r.Status, r.Allow, r.Target = rec.Code, rec.Header().Get("Allow"), rec.Header().Get("Location")
	return r
}

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
		out.Encode(services[q.Set].ask(string(q.Method), string(q.Path)))
	}
}
`

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
	cmd := exec.Command(p.file)
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
