package main

import (
	"strconv"
	"strings"
	"text/template"

	"example.com/httpgen/bench/routing"
)

// What is written for a set lives here.

// A setPackage is one set as a package.
type setPackage struct {
	Name   string
	Routes []setRoute
}

type setRoute struct {
	Row     int
	Method  string
	Pattern string // quoted
	Params  string // of the handler, after the request
	Ints    []string
}

func newPackage(set *routing.Set) *setPackage {
	p := &setPackage{Name: set.Name}
	if set.Typed {
		p.Name += "_typed"
	}
	for row, r := range set.Routes {
		route := setRoute{Row: row, Method: r.Method, Pattern: strconv.Quote(r.Pattern(angles))}
		var params strings.Builder
		n := 0
		for _, segment := range r.Segments {
			for _, part := range segment {
				switch {
				case part.Name == "":
					continue
				case part.Int:
					name := "n" + strconv.Itoa(n)
					params.WriteString(", " + name + " int64")
					route.Ints = append(route.Ints, name)
				default:
					params.WriteString(", _ string")
				}
				n++
			}
		}
		route.Params = params.String()
		p.Routes = append(p.Routes, route)
	}
	return p
}

// angles spells a segment as manifests do.
func angles(s routing.Segment) string {
	var b strings.Builder
	for _, p := range s {
		switch {
		case p.Int:
			b.WriteString("<int64:" + p.Name + ">")
		case p.Name != "":
			b.WriteString("<" + p.Name + ">")
		}
		b.WriteString(strings.ReplaceAll(p.Literal, "<", "<<"))
	}
	return b.String()
}

var manifest = template.Must(template.New("routes.yaml").Parse(`# Made by cmd/generate.
package: {{.Name}}
routes:
{{- range .Routes}}
  - {path: {{.Pattern}}, methods: [{{.Method}}], handler: R{{.Row}}}
{{- end}}
`))

var handlers = template.Must(template.New("handlers.go").Parse(`// Made by cmd/generate. DO NOT EDIT.

package {{.Name}}

import (
	"example.com/httpgen/bench/routing"
	"example.com/httpgen/runtime"
)

// handlers do what the rivals' handlers do.
type handlers struct{}
{{range .Routes}}
func (*handlers) R{{.Row}}(_ runtime.Request{{.Params}}) (runtime.Response, error) {
	routing.Answered = {{.Row}}
{{- range .Ints}}
	routing.Sum += {{.}}
{{- end}}
	return runtime.Response{}, nil
}
{{end}}`))

// The router is in the generated package because dispatch is not exported. It is given
// what a connection gives it: the method as a number, which parsing the start line has
// found, as rivals are given a request that was parsed; an exchange of a connection would hold both in its buffer and copy text
// for handlers, as fasthttp's users must, while this one's path is a string already, as
// in a *http.Request.
var router = template.Must(template.New("router.go").Parse(`// Made by cmd/generate. DO NOT EDIT.

package {{.Name}}

import (
	"example.com/httpgen/bench/routing"
	"example.com/httpgen/runtime"
)

// Router is our contestant for this set.
type Router struct {
	dispatcher httpgenDispatcher
	probe      *runtime.Exchange
}

// Name is the same for all our routers.
func (*Router) Name() string { return "httpgen" }

// Load has nothing to do at run time.
func (r *Router) Load(*routing.Set) error {
	r.dispatcher = *httpgenVerbatim(&handlers{})
	r.probe = runtime.NewProbe()
	return nil
}

// Prepare finds the methods' numbers.
func (r *Router) Prepare(requests []routing.Request) {
	for i, q := range requests {
		requests[i].MethodNumber = uint8(httpgenTable.Method(q.Method))
	}
}

// Serve dispatches one request.
func (r *Router) Serve(q *routing.Request) {
	x := r.probe
	x.Ask(runtime.Method(q.MethodNumber))
	if _, _ = r.dispatcher.dispatch(x, q.Path); x.Entered == 0 {
		routing.Answered = routing.NotFound
		if x.Allowed != 0 {
			routing.Answered = routing.WrongMethod
		}
	}
}
`))

var registration = template.Must(template.New("sets_gen.go").Parse(`// Made by cmd/generate. DO NOT EDIT.

package ours

import (
{{- range .}}
	"example.com/httpgen/bench/generated/{{.}}"
{{- end}}
	"example.com/httpgen/bench/routing"
)

func init() {
	routers = map[string]func() routing.Router{
{{- range .}}
		"{{.}}": func() routing.Router { return &{{.}}.Router{} },
{{- end}}
	}
}
`))
