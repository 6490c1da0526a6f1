package generated_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/httpgen/generated_test/effort"
	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

// The generated code against the oracle: route tables of real services, the named
// regressions and random sets are generated, compiled into one program, and asked the
// same requests as the oracle: through Lookup, and through the application as a server.

// compare asks the oracle too.
func (p *program) compare(t *testing.T, questions []question) {
	t.Helper()
	tables := make([]*oracle.Table, len(p.sets))
	wrong := 0
	for i, r := range p.ask(t, questions) {
		q := questions[i]
		s := p.sets[q.Set]
		if tables[q.Set] == nil {
			tables[q.Set] = s.Oracle()
		}
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
		if !reflect.DeepEqual(got, want) {
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

// A part is a kind of sets, and what is asked of them.
type part struct {
	name string
	draw func(t *testing.T, p *program) []question
}

// TestGeneratedCodeAgreesWithTheOracle builds the packages of all parts as one program.
func TestGeneratedCodeAgreesWithTheOracle(t *testing.T) {
	parts := []part{
		{"tables", askTables}, {"regressions", askRegressions}, {"random sets", askRandomSets},
		{"shapes", askShapes},
	}
	p := &program{}
	questions := make([][]question, len(parts))
	for i, part := range parts {
		questions[i] = part.draw(t, p)
	}
	p.build(t)
	for i, part := range parts {
		t.Run(part.name, func(t *testing.T) {
			p.compare(t, questions[i])
			t.Logf("%d URLs compared", len(questions[i]))
		})
	}
}

// askTables asks the route tables of real services, in an ordinary run those of up to 110
// routes: what takes time is to compile them.
func askTables(t *testing.T, p *program) (questions []question) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, name := range sets.Tables() {
		s, refused, err := sets.Table(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Routes) > effort.Of(110, len(s.Routes)) {
			continue
		}
		for _, r := range refused {
			t.Log(r)
		}
		set := p.add(name, s)
		for range 5 * len(s.Routes) {
			method, path := s.Request(rng)
			questions = append(questions, question{set, method, path})
		}
		t.Logf("%s: %d routes, %d URLs", name, len(s.Routes), 5*len(s.Routes))
	}
	return questions
}

// askRegressions asks the rows of the named regressions, in an ordinary run of every third:
// the plan of all of them is asked by gen/internal/plan.
func askRegressions(t *testing.T, p *program) (questions []question) {
	for i, r := range sets.Regressions() {
		if i%effort.Of(3, 1) != 0 {
			continue
		}
		set := p.add(fmt.Sprintf("regression%d", i), r.Set)
		for _, x := range r.Requests {
			questions = append(questions, question{set, x.Method, x.Path})
		}
	}
	return questions
}

// askRandomSets asks sets that are the same in every run, the first of them in an
// ordinary one.
func askRandomSets(t *testing.T, p *program) (questions []question) {
	rng := rand.New(rand.NewPCG(3, 4))
	for i := range effort.Of(10, 60) {
		s := sets.Random(rng, 1+rng.IntN(16))
		set := p.add(fmt.Sprintf("random%d", i), s)
		for range 200 {
			method, path := s.Request(rng)
			questions = append(questions, question{set, method, path})
		}
	}
	return questions
}

// askShapes asks sets of each shape that services grow in, and of one in an ordinary run so many
// routes that the dispatcher is divided into functions.
func askShapes(t *testing.T, p *program) (questions []question) {
	for i, shape := range sets.Shapes() {
		n := effort.Of(20, 200)
		if i == 1 {
			n = 200
		}
		s, err := shape.Growth(n)
		if err != nil {
			t.Fatal(err)
		}
		set := p.add("shape_"+shape.Name, s)
		hits, misses := shape.Paths(n)
		for _, path := range append(hits, misses...) {
			questions = append(questions, question{set, "GET", path}, question{set, "POST", path})
		}
	}
	return questions
}
