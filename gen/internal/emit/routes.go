package emit

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// routes_gen.go: the package's functions, and the routes as data.

// guard is the symbol of the runtime that this generator's code needs. Change its number
// in both places when generated code and runtime of two releases do not fit; none has been
// released yet.
const guard = "GeneratedVersion1_IfUndefinedRunHttpgenGenerate"

func itoa(n int) string { return strconv.Itoa(n) }

func (e *emitter) routesFile(f *jen.File) {
	f.Comment("// If this does not compile, the generated code and the module " + e.runtime +
		" are of different")
	f.Comment("// versions: run `go generate` again, or update the module.")
	f.Const().Id("_").Op("=").Add(e.rt(guard))
	f.Line()
	e.newFunc(f)
	e.lookupFunc(f)
	e.routeTable(f)
	for i, r := range e.m.Routes {
		e.urlFunc(f, i, r)
	}
}

// newFunc writes
//
//	// New returns the application that answers with h. Options override the manifest's settings.
//	func New(h Handlers, opts ...runtime.Option) *runtime.App {
//		d := httpgenVerbatim(h)
//		defaults := []runtime.Option{
//			runtime.MaxBodySize(1 << 20),
//		}
//		opts = append(defaults, opts...)
//		return runtime.NewApp(runtime.Service{
//			Table:    httpgenTable,
//			Dispatch: d.dispatch,
//		}, opts...)
//	}
func (e *emitter) newFunc(f *jen.File) {
	param := "h"
	separate := len(e.separated()) > 0
	if separate {
		param = "handlers"
	}
	f.Comment("// New returns the application that answers with " + param + ". Options override " +
		"the manifest's settings.")
	if separate {
		f.Comment("// It asks for the handlers of separate groups, and panics where there are none.")
	}
	f.Func().Id("New").Params(
		jen.Id(param).Id("Handlers"), jen.Id("opts").Op("...").Add(e.rt("Option")),
	).Op("*").Add(e.rt("App")).BlockFunc(func(g *jen.Group) {
		if separate {
			g.Id("h").Op(":=").Add(e.gathered(jen.Id(param)))
		}
		g.Id("d").Op(":=").Id("httpgenVerbatim").Call(jen.Id("h"))
		if len(e.m.Settings) > 0 {
			g.Id("defaults").Op(":=").Index().Add(e.rt("Option")).ValuesFunc(func(g *jen.Group) {
				for _, s := range e.m.Settings {
					g.Line().Add(e.rt(s.Option)).Call(setting(s))
				}
				g.Line()
			})
			g.Id("opts").Op("=").Append(jen.Id("defaults"), jen.Id("opts").Op("..."))
		}
		g.Return(e.rt("NewApp").Call(e.service(), jen.Id("opts").Op("...")))
	})
	f.Line()
}

// setting spells a value in the unit that people would take: 1 << 20, 30 * time.Second.
func setting(s *model.Setting) jen.Code {
	switch s.Unit {
	case model.Duration:
		return duration(s.Value)
	case model.Bytes:
		return size(s.Value)
	}
	return jen.Lit(int(s.Value))
}

func duration(nanoseconds int64) jen.Code {
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{time.Minute, "Minute"}, {time.Second, "Second"}, {time.Millisecond, "Millisecond"}} {
		if n := nanoseconds / int64(u.unit); n > 0 && nanoseconds%int64(u.unit) == 0 {
			return jen.Lit(int(n)).Op("*").Qual("time", u.name)
		}
	}
	return jen.Lit(int(nanoseconds))
}

func size(bytes int64) jen.Code {
	for _, shift := range []int{30, 20, 10} {
		if n := bytes >> shift; n > 0 && bytes == n<<shift {
			return jen.Lit(int(n)).Op("<<").Lit(shift)
		}
	}
	return jen.Lit(int(bytes))
}

// service fills the runtime's Service; what the manifest does not have is left out:
//
//	runtime.Service{
//		Table:            httpgenTable,
//		Dispatch:         httpgenCopying(h).dispatch,
//		DispatchVerbatim: d.dispatch,
//		Before:           d.before,
//		Prefix:           d.prefix,
//		After:            d.after,
//		Error:            d.handleError,
//		Mounts: []runtime.Mount{{
//			Handler: h.Debug(),
//			Name:    "Debug",
//			Prefix:  "/debug",
//			Strip:   true,
//		}},
//		Static: []runtime.StaticDir{{
//			Dir:    "public",
//			Prefix: "/files",
//		}},
//		RedirectSlash:    true,
//		BadParam400:      true,
//		Precedence: []int{
//			httpgenRouteStatus,
//			httpgenRouteGetBook,
//		},
//		Problem: true,
//	}
func (e *emitter) service() jen.Code {
	return e.rt("Service").ValuesFunc(func(g *jen.Group) {
		field := func(name string, value jen.Code) { g.Line().Id(name).Op(":").Add(value) }
		field("Table", jen.Id("httpgenTable"))
		if len(e.textHandlers()) > 0 {
			field("Dispatch", jen.Id("httpgenCopying").Call(jen.Id("h")).Dot("dispatch"))
			field("DispatchVerbatim", jen.Id("d").Dot("dispatch"))
		} else {
			field("Dispatch", jen.Id("d").Dot("dispatch"))
		}
		if len(e.m.Before) > 0 {
			field("Before", jen.Id("d").Dot("before"))
		}
		if e.hasPrefix() {
			field("Prefix", jen.Id("d").Dot("prefix"))
		}
		if e.hasAfter() {
			field("After", jen.Id("d").Dot("after"))
		}
		if e.hasErrors() {
			field("Error", jen.Id("d").Dot("handleError"))
		}
		if len(e.m.Mounts) > 0 {
			field("Mounts", e.mountList())
		}
		if e.p.Docs != nil {
			field("Docs", jen.Id("httpgenDocs"))
		}
		if e.m.Health.Live != "" || e.m.Health.Ready != "" {
			field("Health", e.health())
		}
		if e.m.CrossOrigin() {
			field("CORS", e.crossOrigin())
		}
		if e.compresses() {
			field("Compress", e.compressing())
		}
		if names := e.decoded(); len(names) > 0 {
			field("Decode", jen.Index().String().Values(texts(names)...))
		}
		if len(e.m.Static) > 0 {
			field("Static", jen.Index().Add(e.rt("StaticDir")).ValuesFunc(func(g *jen.Group) {
				for _, s := range e.m.Static {
					entry := jen.Dict{jen.Id("Prefix"): jen.Lit(s.Prefix),
						jen.Id("Dir"): jen.Lit(s.Dir)}
					if s.Fallback != "" {
						entry[jen.Id("Fallback")] = jen.Lit(s.Fallback)
					}
					if s.Charset != "" {
						entry[jen.Id("Charset")] = jen.Lit(s.Charset)
					}
					g.Values(entry)
				}
			}))
		}
		if e.m.RedirectSlash {
			field("RedirectSlash", jen.True())
		}
		if e.m.BadParam400 {
			field("BadParam400", jen.True())
			field("Precedence", jen.Index().Int().ValuesFunc(func(g *jen.Group) {
				// a line for each: a route added changes no other
				for _, i := range e.p.Precedence {
					g.Line().Add(e.number(i))
				}
				g.Line()
			}))
		}
		if bounded(e.m.Routes) {
			field("Bounded", jen.True())
		}
		if e.m.Problem {
			field("Problem", jen.True())
		}
		g.Line()
	})
}

// lookupFunc writes
//
//	func Lookup(method, path string) (runtime.Match, bool) {
//		return httpgenTable.Lookup(method, path)
//	}
//
//	// httpgenNobody dispatches for Lookup: the handlers that it calls do nothing.
//	var httpgenNobody = httpgenVerbatim(UnimplementedHandlers{}).dispatch
func (e *emitter) lookupFunc(f *jen.File) {
	f.Comment("// Lookup says which route would answer a request with this method and raw path " +
		"(percent-encoded,")
	f.Comment("// without query), and with which decoded parameters. Static directories and " +
		"redirects are left")
	f.Comment("// aside; HEAD gives the GET route.")
	f.Func().Id("Lookup").Params(jen.List(jen.Id("method"), jen.Id("path")).String()).
		Params(e.rt("Match"), jen.Bool()).Block(
		jen.Return(jen.Id("httpgenTable").Dot("Lookup").Call(jen.Id("method"), jen.Id("path"))))
	f.Line()
	f.Comment("// httpgenNobody dispatches for Lookup: the handlers that it calls do nothing.")
	f.Var().Id("httpgenNobody").Op("=").Id("httpgenVerbatim").
		Call(e.gathered(jen.Id("UnimplementedHandlers").Values())).Dot("dispatch")
	f.Line()
}

// bytesOf is a text as bytes.
func bytesOf(text string) *jen.Statement { return jen.Index().Byte().Parens(jen.Lit(text)) }

// freshnessFile is a test of the user's package that fails when a file of the manifest has
// changed since. It needs neither the generator nor the network.
//
//	func TestHttpgenFresh(t *testing.T) {
//		for file, sum := range map[string]string{
//			"../../routes.example.yaml": "…",
//		} {
//			source, err := os.ReadFile(filepath.FromSlash(file))
//			if err != nil {
//				t.Fatal(err)
//			}
//			source = bytes.TrimPrefix(source, []byte("\ufeff"))
//			source = bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n"))
//			if now := sha256.Sum256(source); hex.EncodeToString(now[:]) != sum {
//				t.Errorf("%s has changed since this package was generated: …", file)
//			}
//		}
//	}
func (e *emitter) freshnessFile(f *jen.File) {
	t, source := jen.Id("t"), jen.Id("source")
	sums := jen.Dict{}
	for _, s := range e.p.Sources {
		sum := sha256.Sum256(s.Text)
		sums[jen.Lit(s.Path)] = jen.Lit(hex.EncodeToString(sum[:]))
	}
	changed := "%s has changed since this package was generated: run `go generate`, or " +
		"`httpgen generate " + strings.ReplaceAll(e.p.Sources[0].Path, "%", "%%") + "`"
	f.Func().Id("TestHttpgenFresh").Params(t.Clone().Op("*").Qual("testing", "T")).Block(
		jen.For(jen.List(jen.Id("file"), jen.Id("sum")).Op(":=").Range().
			Map(jen.String()).String().Values(sums)).Block(
			jen.List(source.Clone(), jen.Err()).Op(":=").Qual("os", "ReadFile").Call(
				jen.Qual("path/filepath", "FromSlash").Call(jen.Id("file"))),
			jen.If(jen.Err().Op("!=").Nil()).Block(t.Clone().Dot("Fatal").Call(jen.Err())),
			comment("A byte order mark and the line ends of another system change nothing."),
			source.Clone().Op("=").Qual("bytes", "TrimPrefix").Call(source.Clone(),
				bytesOf("\uFEFF")),
			source.Clone().Op("=").Qual("bytes", "ReplaceAll").Call(source.Clone(),
				bytesOf("\r\n"), bytesOf("\n")),
			jen.If(jen.Id("now").Op(":=").Qual("crypto/sha256", "Sum256").Call(source.Clone()),
				jen.Qual("encoding/hex", "EncodeToString").Call(jen.Id("now").Index(jen.Op(":"))).
					Op("!=").Id("sum")).Block(
				t.Clone().Dot("Errorf").Call(jen.Lit(changed), jen.Id("file"))),
		),
	)
}
