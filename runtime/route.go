package runtime

import (
	"sync"

	"example.com/httpgen/runtime/match"
)

// Route is one route of the manifest as data. Its fields are not to be written.
type Route struct {
	Name    string   // unique in the package
	Methods []string // as written in the manifest; "*" is any method but CONNECT and TRACE
	Pattern string   // as written in the manifest, group prefixes included
	Group   string   // joined name of the enclosing named groups, or ""

	table   *Table
	index   int
	compile sync.Once
	parts   []match.Part // of Pattern, compiled on first use by Parts
}

// Index is the route's place in the package's Routes.
func (r *Route) Index() int { return r.index }

// Param is one path parameter of a Match: its name as written and its decoded text.
type Param struct{ Name, Value string }

// Match is what Lookup found.
type Match struct {
	Route  *Route
	Params []Param // in order of the pattern
}

// A Table is all that a generated package knows of its routes as data.
type Table struct {
	// Routes are all routes in manifest order; Route.Index is the place in it.
	Routes []*Route
	// Methods are the manifest's methods beyond those of RFC 9110 and PATCH: the i-th
	// has the number MethodOwn+i.
	Methods []string

	own map[string]func(string) bool
	ask func(*Exchange, string) (Response, error)
}

// NewTable is called once by a generated package. ask is its dispatcher with handlers
// that do nothing; own says for each own converter whether it takes a text.
func NewTable(routes []Route, methods []string, ask func(*Exchange, string) (Response, error),
	own map[string]func(text string) bool) *Table {
	t := &Table{Routes: make([]*Route, len(routes)), Methods: methods, ask: ask, own: own}
	for i := range routes {
		r := &routes[i]
		r.table, r.index = t, i
		t.Routes[i] = r
	}
	return t
}

// accepts says whether the route takes the method of the request.
func (r *Route) accepts(x *Exchange) bool {
	for _, name := range r.Methods {
		m := r.table.Method(name)
		switch {
		case name == "*" && x.Method != CONNECT && x.Method != TRACE,
			m == HEAD && x.Head, m == x.Method && m != HEAD && name != "*":
			return true
		}
	}
	return false
}

// Parts returns the pattern's parts; they are not to be written.
//
// A variable of the user's package may be made by a URL builder while the package's
// variables are being set, and before its table is. Then the own converters are not known
// yet, and not asked; what they are given was made by their format function.
func (r *Route) Parts() []match.Part {
	if r.table == nil {
		return match.Compile(r.Pattern, nil)
	}
	r.compile.Do(func() { r.parts = match.Compile(r.Pattern, r.table.own) })
	return r.parts
}

// params returns the parameters of a canonical path that this route matched.
func (r *Route) params(path string) []Param {
	n := match.CountParams(r.Parts())
	if n == 0 {
		return nil
	}
	list := make([]Param, 0, n)
	r.eachParam(path, func(name, value string) { list = append(list, Param{name, value}) })
	return list
}

// eachParam calls do with them.
func (r *Route) eachParam(path string, do func(name, value string)) {
	parts := r.Parts()
	var room [2 * 8]int
	at := room[:]
	if n := 2 * match.CountParams(parts); n <= len(at) {
		at = at[:n]
	} else {
		at = make([]int, n)
	}
	if len(at) == 0 || !match.Segments(parts, path, at) && !match.Split(parts, path, at) {
		return
	}
	for i := range parts {
		if parts[i].Name != "" {
			do(parts[i].Name, match.DecodeSlashes(path[at[0]:at[1]]))
			at = at[2:]
		}
	}
}

// URL returns the path of a request that this route answers with these values, in the
// order of the pattern's parameters, or "" for values that no URL of the route can
// carry: an empty one, "." or "..", one with a NUL, one that the converter refuses, one
// that would be split otherwise. The law: Lookup of a URL gives this route and these
// values, or a route before it in precedence. It panics if the number of values is not
// that of the parameters.
func (r *Route) URL(values ...string) string {
	parts := r.Parts()
	if match.CountParams(parts) != len(values) {
		panic("httpgen: wrong number of values for " + r.Pattern)
	}
	return match.URL(parts, values)
}

// refused is the question of bad_param: 400 about a path that no pattern matches: the
// first route for this method, in order of precedence, that would match if each typed
// value were taken as str, and its first parameter whose value is not taken. The cost
// is linear in the path and in the manifest.
func (s *Service) refused(x *Exchange, path string) (param string, ok bool) {
	for _, number := range s.Precedence {
		r := s.Table.Routes[number-1]
		if !r.accepts(x) {
			continue
		}
		if param, ok = match.Refused(r.Parts(), path); ok {
			return param, true
		}
	}
	return "", false
}
