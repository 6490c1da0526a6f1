package gen

import (
	"fmt"
	"go/token"
	"go/types"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/generated_test/effort"
)

// Manifests whose names are as unhappy as the rules allow: what is local in generated
// code, what Go reserves, what ends a comment or a string.

var (
	oddNames = []string{
		"path", "err", "resp", "h", "x", "d", "req", "body", "result", "p1", "p2", "t1", "segment", "after", "rest",
		"text", "at", "ok", "f", "r", "value", "opts", "defaults", "cause", "handled", "route", "method", "strings", "bits", "slashes", "end", "segment", "after",
		"errors", "time", "url", "runtime", "testing", "os", "g", "dispatch", "httpgenTable", "httpgenNobody",
		"httpgenOwnEven", "httpgenWordsX", "httpgenRowX", "httpgenRouteX", "httpgenMethodPURGE", "match", "dispatchX", "serveX",
		"jen", "type", "func", "map", "any", "string",
		"len", "append", "nil", "true", "error", "init", "main", "New", "Handlers", "Routes", "Lookup", "_", "X", "Even",
		"query", "headers", "cookies", "http", "sha256", "hex", "filepath", "é", "i", "s", "t", "b", "c", "req2", "reqParam",
	}
	oddParams = []string{
		"2fa", "user-id", "repo.id", "user_id", "-", "--", "_", ".", "a-b", "ID", "id", "Id", "HTTPServer", "URL", "é", "ß", "日本", "ǅ", "_x", "x_", "42", "func2", "typeParam",
	}
	oddWords = []string{
		"a", "A", "a-b", "a_b", "a.b", "1", "+1", "-1", "*", "\u2028", "é", "É", "日", "a b", "\"", "\\", "`", "'", "*/", "//", "%s", "%", "nil", "type",
		"\t", "\u0001", "\U0001F600", "func", "2", "List", "ǅ", "a:b", "<", "<<", "{", "$x",
	}
	oddLiterals = []string{
		"a", "b", "*", "@me", "a b", "\t", "\u2028", "//", "*/", "/*", "%s", "%d%%", "\"", "`", "\\", "\\n", "<<", "é", "日本", "\u0001", "\x7f", "+build x", "go:build x", "line foo:1",
	}
	oddConverters = []string{
		"", "str:", "int:", "uint8:", "float:", "bool:", "uuid:", "date:", "str(min=2):", "str(max=1):", "path:", "own:", "two:",
	}
	oddMethods = []string{
		"GET", "GET", "POST", "HEAD", "ANY", "*", "OPTIONS", "PURGE", "M-SEARCH", "M_SEARCH", "M.SEARCH", "X!", "X#", "X$", "Own", "OTHER", "OWN", "_", "A",
	}
	// oddBreaks end a line of Go, or are nothing that Go text may hold.
	oddBreaks = []string{"\ufeff", "\n", "\r", "\u0085", "\u2029"}
	oddTypes  = []string{
		"Item", "[]Item", "*Item", "map[string]Item", "[4]Item", "any", "interface{}", "string", "[]byte", "int", "Page[Item]", "Pair[string, *Item]",
		"%s.Thing", "[]*%s.Thing", "map[string][]%s.Thing", "%s.Page[%[1]s.Thing]", "(*%s.Thing)", "runtime.UUID", "map[runtime.UUID]%s.Thing", "bool", "float64",
		"Text", "Response",
	}
	oddHandlers = []string{
		"String", "Error", "Handler", "Serve", "New", "Lookup", "Routes", "Response", "Request", "ServeHTTP", "X", "X1", "É", "H0", "H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9",
		"Init", "Main", "GetURL", "Get", "List", "UnimplementedHandlers", "Handlers", "Dispatch", "Before", "After", "HandleError", "Option", "Own", "Sort", "Kind",
	}
)

// An oddity writes one odd manifest.
type oddity struct {
	*rand.Rand
	b        strings.Builder
	imports  []string
	handlers int
	used     map[string]bool
}

func (o *oddity) pick(list []string) string { return list[o.IntN(len(list))] }

// unlucky says of most names that cannot be those of an import that they are not to be.
func (o *oddity) unlucky(name string) bool {
	return types.Universe.Lookup(name) != nil || slices.Contains([]string{
		"_", "runtime", "init", "New", "Handlers", "Routes", "Lookup", "d", "f", "handled", "ok", "req", "resp", "text", "value", "x", "body",
		"query", "headers", "cookies",
	}, name) || strings.HasPrefix(name, "httpgen") || name == "p1" || name == "p2"
}

func (o *oddity) handler() string {
	o.handlers++
	if name := o.pick(oddHandlers); o.IntN(3) == 0 && (!o.used[name] || o.IntN(20) == 0) {
		o.used[name] = true
		return name
	}
	return fmt.Sprintf("H%d", o.handlers)
}

func (o *oddity) typ() string {
	t := o.pick(oddTypes)
	if !strings.Contains(t, "%") {
		return t
	}
	return fmt.Sprintf(t, o.pick(o.imports))
}

// body writes one, or several by content type.
func (o *oddity) body(depth int) {
	one := func() string {
		return strconv.Quote(o.pick([]string{"form", "multipart", "multipart?", "text", "bytes", "stream", o.typ(), o.typ(), o.typ() + "?", "ndjson(" + o.typ() + ")"}))
	}
	if o.IntN(4) > 0 {
		o.line(depth, "body: %s", one())
		return
	}
	o.line(depth, "body:")
	for _, row := range [][2]string{
		{"application/json", strconv.Quote(o.typ())}, {"application/x+json", strconv.Quote(o.typ() + "?")}, {"text/plain", "text"}, {"text/csv", "bytes"}, {"application/csv", "stream"},
		{"multipart/form-data", "multipart"}, {"application/x-www-form-urlencoded", "form"}, {"application/jsonl", strconv.Quote(o.typ())}, {"text/x.y-z", one()},
	} {
		if o.IntN(3) == 0 {
			o.line(depth+1, "%s: %s", row[0], row[1])
		}
	}
}

// oddManifest returns the text of a manifest that has faults as often as not.
func oddManifest(rng *rand.Rand) string {
	o := &oddity{Rand: rng, used: map[string]bool{}}
	o.line(0, "package: %s", o.pick([]string{"p", "runtime", "strings", "main", "x", "d", "api"}))
	o.line(0, "imports:")
	seen := map[string]bool{}
	for i := 0; len(seen) == 0 || i < 3; i++ {
		name := o.pick(oddNames)
		if seen[name] || token.IsKeyword(name) || o.IntN(50) > 0 && o.unlucky(name) {
			continue
		}
		seen[name] = true
		o.imports = append(o.imports, name)
		o.line(1, "%s: example.com/odd/%s", strconv.Quote(name), o.pick([]string{"strings", "errors", "runtime", "v2", "path" + strconv.Itoa(i), name}))
	}
	o.line(0, "converters:")
	for _, name := range []string{"own", "two"} {
		pkg := o.pick(o.imports)
		parse := pkg + ".Parse" + name
		if o.IntN(3) == 0 {
			parse = o.pick([]string{"parse", "Parse", "err", "ok", "strings", "bits", "result", "Text", "h", "init"})
			if seen[parse] {
				parse += name
			}
			seen[parse] = true
		}
		typ := o.pick([]string{"string", "int", "[]string", pkg + ".T", "*" + pkg + ".T", "runtime.UUID", "Local"})
		o.line(1, "%s: {type: %s, parse: %s, format: %s.Format%s}", name, strconv.Quote(typ), parse, pkg, name)
	}
	o.hooks(0)
	o.errors(0)
	if o.IntN(4) == 0 {
		o.line(0, "bad_param: 400")
	}
	o.line(0, "lint: {hidden-route: off}")
	o.line(0, "routes:")
	o.routes(1, 3+o.IntN(5), 2)
	return o.b.String()
}

func (o *oddity) line(depth int, format string, args ...any) {
	o.b.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(&o.b, format, args...)
	o.b.WriteByte('\n')
}

func (o *oddity) hooks(depth int) {
	if o.IntN(3) == 0 {
		o.line(depth, "hooks: {before: [%s], after: [%s]}", o.handler(), o.handler())
	}
}

func (o *oddity) errors(depth int) {
	if o.IntN(3) == 0 {
		o.line(depth, "errors: {%d: %s, %s: %s}", 400+o.IntN(5), o.handler(), strconv.Quote("*"+o.pick(o.imports)+".Thing"), o.handler())
	}
}

func (o *oddity) routes(depth, count, groups int) {
	for range count {
		if groups > 0 && o.IntN(5) == 0 {
			o.line(depth, "- group: %s", strconv.Quote(o.path(1)))
			if o.IntN(2) == 0 {
				o.line(depth+1, "name: %s", o.handler())
			}
			o.hooks(depth + 1)
			o.errors(depth + 1)
			o.line(depth+1, "routes:")
			o.routes(depth+2, 1+o.IntN(3), groups-1)
			continue
		}
		o.route(depth)
	}
}

func (o *oddity) route(depth int) {
	o.line(depth, "- path: %s", quoteYAML(o.path(1+o.IntN(3))))
	handler := o.handler()
	o.line(depth+1, "methods: [%s]", strconv.Quote(o.pick(oddMethods)))
	o.line(depth+1, "handler: %s", handler)
	if o.IntN(4) == 0 {
		o.line(depth+1, "name: %s", o.handler())
	}
	if o.IntN(3) == 0 {
		o.body(depth + 1)
	}
	returns := o.IntN(3) > 0
	if returns {
		o.line(depth+1, "returns: %s", strconv.Quote(o.pick([]string{"none", "text", "html", "bytes", o.typ(), o.typ(), o.typ()})))
	}
	if returns && o.IntN(6) == 0 {
		o.line(depth+1, "status: %d", 200+o.IntN(4))
	}
	if o.IntN(6) == 0 {
		o.line(depth+1, "timeout: %s", o.pick([]string{"1s", "1500us", "1ns", "2h", "off"}))
		o.line(depth+1, "max_body_size: %s", o.pick([]string{"1B", "1GiB", "1000B", "off"}))
		o.line(depth+1, "min_body_rate: %s", o.pick([]string{"1B", "1GiB/s", "1000", "off"}))
	}
	if o.IntN(6) == 0 {
		o.line(depth+1, "summary: %s", quoteYAML(o.pick(oddWords)+o.pick(oddLiterals)))
		o.line(depth+1, "deprecated: true")
	}
	o.hooks(depth + 1)
	o.errors(depth + 1)
}

func (o *oddity) path(segments int) string {
	var b strings.Builder
	for range segments {
		b.WriteByte('/')
		for i, n := 0, 1+o.IntN(3); i < n; i++ {
			if i%2 == 1 || n == 1 && o.IntN(3) == 0 {
				b.WriteString(strings.ReplaceAll(o.pick(oddLiterals), "/", "|"))
			} else {
				b.WriteString(o.param())
			}
		}
	}
	if o.IntN(100) == 0 {
		b.WriteString(o.pick(oddBreaks))
	}
	return b.String()
}

func (o *oddity) param() string {
	name := o.pick(oddNames)
	if o.IntN(3) == 0 {
		name = o.pick(oddParams)
	}
	if o.IntN(4) > 0 {
		converter := o.pick(oddConverters)
		if converter == "path:" && o.IntN(5) > 0 {
			converter = ""
		}
		return "<" + converter + name + ">"
	}
	words := make([]string, 1+o.IntN(4))
	for i := range words {
		words[i] = strings.NewReplacer("/", "|", ",", ";").Replace(o.pick(oddWords))
	}
	slices.Sort(words)
	return fmt.Sprintf("<any(%s):%s%d>", strings.Join(slices.Compact(words), ","), name, o.Uint32())
}

// quoteYAML writes a double-quoted scalar: escapes of Go and YAML are the same but for a few.
func quoteYAML(text string) string {
	return strings.NewReplacer(`\ufeff`, `\uFEFF`, `\x7f`, `\x7F`).Replace(strconv.Quote(text))
}

// TestOddManifestsCompile holds that a manifest is either told what is wrong with it or
// becomes code that the compiler takes.
func TestOddManifestsCompile(t *testing.T) {
	count := effort.Of(200, 1500)
	if _, err := toolchain(); err != nil {
		t.Fatal(err)
	}
	compiled, faults := 0, map[string]int{}
	for seed := range count {
		src := oddManifest(rand.New(rand.NewPCG(uint64(seed), 4)))
		m, list := parsed("routes.yaml", []byte(src), unplanned)
		if m == nil {
			for _, d := range list {
				if d.Severity == diag.Error {
					faults[d.Code+" "+d.Message]++
				}
			}
			continue
		}
		compiled++
		if err := compiles(m); err != nil {
			t.Errorf("seed %d: %v\n%s", seed, err, src)
		}
	}
	if compiled < count/20 {
		t.Errorf("only %d of %d manifests have no faults: %v", compiled, count, faults)
	}
	t.Logf("%d of %d compiled", compiled, count)
}
