package gen

// Routes as data, for the commands that show them.

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
)

// A Route is one route of a manifest.
type Route struct {
	Name       string   `json:"name"`
	Methods    []string `json:"methods"` // "*" is any method but CONNECT and TRACE
	Pattern    string   `json:"pattern"` // group prefixes included
	Handler    string   `json:"handler"`
	Group      string   `json:"group,omitempty"` // joined name of the named groups around it
	Params     []Param  `json:"params"`          // of the path, in order
	Query      []Input  `json:"query,omitempty"` // typed parameters, in order
	Headers    []Input  `json:"headers,omitempty"`
	Cookies    []Input  `json:"cookies,omitempty"`
	Body       string   `json:"body,omitempty"`
	Returns    string   `json:"returns,omitempty"`
	Status     int      `json:"status,omitempty"` // of a declared result; 0: the handler decides
	Summary    string   `json:"summary,omitempty"`
	Deprecated bool     `json:"deprecated,omitempty"`
	File       string   `json:"file"`
	Line       int      `json:"line"`

	full string
}

// FullName is the name by which people know the route: behind that of its group.
func (r Route) FullName() string { return r.full }

// A Param is a path parameter: its name and converter as written.
type Param struct {
	Name      string `json:"name"`
	Converter string `json:"converter"`
}

// An Input is a typed parameter: its name, and its type as an expression.
type Input struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// Routes lists the routes of a manifest in its order. Its errors are those of Compile.
func Routes(file string) ([]Route, error) {
	m, _, err := load(file)
	if err != nil {
		return nil, err
	}
	return routesOf(m), nil
}

func routesOf(m *model.Manifest) []Route {
	routes := make([]Route, len(m.Routes))
	for i, r := range m.Routes {
		routes[i] = routeOf(m, r)
	}
	return routes
}

// routeOf is a route as commands show it, with names for what the model has numbers for.
func routeOf(m *model.Manifest, r *model.Route) Route {
	route := Route{
		Name: r.Name, Methods: r.Methods, Pattern: r.Path, Handler: r.Method(),
		Params: []Param{}, Body: bodyName(r.Body), Returns: returnsName(r.Returns),
		Status:  answerStatus(r),
		Summary: r.Summary, Deprecated: r.Deprecated, File: r.Span.Of(m.File),
		Line: r.Line, full: r.FullName(),
	}
	if r.Group != nil {
		route.Group = r.Group.Name
	}
	for _, p := range r.Pattern.Params() {
		route.Params = append(route.Params, Param{Name: p.Name, Converter: p.Conv.String()})
	}
	route.Query, route.Headers, route.Cookies = inputsOf(r.Query), inputsOf(r.Headers),
		inputsOf(r.Cookies)
	return route
}

// inputsOf are the parameters of a struct, as commands show them.
func inputsOf(in *model.Input) (list []Input) {
	for _, f := range fieldsOf(in) {
		list = append(list, Input{Name: f.Name, Type: f.Type.String()})
	}
	return list
}

// bodyName is `body` as written.
//
// A form of a type is form(Login) again; a type of the manifest has the spelling of package types,
// so that blanks of the author's are gone. Of several content types that may be missing the ? is
// at the end of all.
func bodyName(b model.Body) string {
	name := map[model.BodyKind]string{
		model.FormBody: "form", model.TextBody: "text", model.BytesBody: "bytes",
		model.LentBytesBody: "lent_bytes", model.StreamBody: "stream", model.MultipartBody: "multipart",
		model.TypedFormBody: "form", model.TypedMultipartBody: "multipart",
		model.MultipartStreamBody: "multipart_stream", model.NDJSONBody: "ndjson",
	}[b.Kind]
	switch {
	case b.Kind == model.JSONBody && b.Expr != nil:
		return b.Expr.String()
	case b.Kind == model.JSONBody:
		return b.Type.Text
	case b.Kind == model.OneOfBody:
		var list []string
		for _, c := range b.Contents {
			list = append(list, c.Type+": "+bodyName(c.Body))
		}
		name = "{" + strings.Join(list, ", ") + "}"
	case b.Decl != nil:
		name += "(" + b.Decl.Name + ")"
	case b.Expr != nil:
		name += "(" + b.Expr.String() + ")"
	case b.Type != nil:
		name += "(" + b.Type.Text + ")"
	}
	if b.Optional {
		name += "?"
	}
	return name
}

// returnsName is `returns` in one line.
func returnsName(r model.Returns) string {
	switch r.Kind {
	case model.ReturnsJSON:
		return resultText(r)
	case model.ReturnsEvents:
		return "events(" + resultText(r) + ")"
	case model.ReturnsNDJSON:
		return "ndjson(" + resultText(r) + ")"
	case model.ReturnsOneOf:
		return resultsName(r.Results)
	}
	return map[model.ReturnsKind]string{
		model.ReturnsText: "text", model.ReturnsHTML: "html",
		model.ReturnsBytes: "bytes", model.ReturnsNone: "none",
		model.ReturnsFile: "file", model.ReturnsChunks: "chunks", model.ReturnsHTTP: "http",
	}[r.Kind]
}

// resultText is the type in a result, as it is written.
func resultText(r model.Returns) string {
	if r.Expr != nil {
		return r.Expr.String()
	}
	return typeText(r.Type)
}

// resultsName is a list of results in one line: 200: Book, 404: Missing.
//
// With content types it is "200: Book, 406 text/plain: text". It is for one line of a table: header
// fields are left out.
func resultsName(list []*model.Result) string {
	var texts []string
	for _, res := range list {
		text := strconv.Itoa(res.Status)
		if res.Content != "" {
			text += " " + res.Content
		}
		texts = append(texts, text+": "+returnsName(res.Body))
	}
	return strings.Join(texts, ", ")
}

// answerStatus is the status of what a handler returns, 0 where the handler decides it itself.
// It is what a reader of the table wants to know, whether it was written or is the default.
func answerStatus(r *model.Route) int {
	switch {
	case r.Status != 0:
		return r.Status
	case r.Returns.Kind == model.ReturnsResponse, r.Returns.Kind == model.ReturnsOneOf,
		r.Returns.Kind == model.ReturnsHTTP:
		return 0
	case r.Returns.Kind == model.ReturnsNone:
		return http.StatusNoContent
	}
	return http.StatusOK
}

// converterNames are the own converters among the parameters of a route, each once.
func converterNames(r *model.Route) (names []string) {
	for _, p := range r.Pattern.Params() {
		if p.Conv.Kind == pattern.OwnKind && !slices.Contains(names, p.Conv.Own.Name) {
			names = append(names, p.Conv.Own.Name)
		}
	}
	return names
}
