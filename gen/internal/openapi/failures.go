package openapi

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
)

// What else is answered than what a handler returns is written here: the errors that the runtime
// makes, and those that error handlers answer.

// failureNames are the components of responses.
var failureNames = map[int]string{
	400: "BadRequest", 401: "Unauthorized", 404: "NotFound", 406: "NotAcceptable",
	413: "ContentTooLarge", 415: "UnsupportedMediaType", 422: "UnprocessableContent",
	500: "InternalServerError", 503: "ServiceUnavailable",
}

// failureTexts say when each is answered.
var failureTexts = map[int]string{
	400: "The request is malformed, or a value of it is not what it should be.",
	401: "A credential is missing, malformed or refused.",
	404: "There is nothing at this path: a parameter of it is no value of its type.",
	406: "No content type that the request accepts can be answered.",
	413: "The body is too large.",
	415: "The body has another content type or coding than the ones that are taken.",
	422: "The body is well-formed, and not what it should be.",
	500: "The service has failed.",
	503: "The answer took too long.",
}

// answers are all responses of a route, by status: its results first in what they say.
func (b *builder) answers(r *model.Route) *Map {
	declared := object()
	b.results(declared, r)
	all := map[string]any{}
	byStatus, byType := b.handlers(r)
	for _, status := range b.failures(r) {
		if byStatus[status] == nil {
			all[strconv.Itoa(status)] = b.failure(status)
		}
	}
	for status, h := range byStatus {
		if own := h.of != nil; own || all[strconv.Itoa(status)] != nil ||
			slices.Contains(b.failures(r), status) {
			all[strconv.Itoa(status)] = object("description", cmp.Or(failureTexts[status],
				statusText(status)+".")+" "+h.Handler+" answers.").Set("content", unknown())
		}
	}
	if declared.Get("2XX") == nil {
		// A handler that decides all has what it likes for errors, too. Some generators would
		// read each of its answers as the one error that is described.
		all["default"] = b.otherwise(byType)
	}
	for _, status := range declared.keys {
		all[status] = declared.values[status]
	}
	sorted := object()
	for _, status := range slices.Sorted(maps.Keys(all)) { // digits before letters
		sorted.Set(status, all[status])
	}
	return sorted
}

// failures are the statuses that the runtime answers by itself for a route.
func (b *builder) failures(r *model.Route) (list []int) {
	add := func(status int, yes bool) {
		if yes {
			list = append(list, status)
		}
	}
	strict := slices.ContainsFunc(r.Pattern.Params(), func(p *pattern.Param) bool {
		return p.Conv.Kind < pattern.Str
	})
	typed := r.Query != nil || r.Headers != nil || r.Cookies != nil
	has := r.Body.Kind != model.NoBody
	add(400, typed || reads(r.Body, canBeBad) || strict && b.m.BadParam400)
	add(401, len(b.credentials(r)) > 0)
	add(404, strict && !b.m.BadParam400)
	add(406, chooses(r))
	add(413, has && r.Limits.MaxBody >= 0)
	add(415, reads(r.Body, wantsType))
	add(422, reads(r.Body, isJSON))
	add(500, true)
	add(503, r.Limits.Timeout > 0)
	return list
}

// reads asks of each of a body's contents.
func reads(body model.Body, is func(model.BodyKind) bool) bool {
	return is(body.Kind) || slices.ContainsFunc(body.Contents, func(c *model.Content) bool {
		return is(c.Body.Kind)
	})
}

func isJSON(k model.BodyKind) bool { return k == model.JSONBody || k == model.NDJSONBody }

// wantsType says that a body is read if it has the content type of its kind.
func wantsType(k model.BodyKind) bool {
	return k != model.NoBody && k != model.TextBody && k != model.BytesBody &&
		k != model.LentBytesBody && k != model.StreamBody
}

// canBeBad says that a body may be none of its kind.
func canBeBad(k model.BodyKind) bool { return wantsType(k) && k != model.OneOfBody }

// chooses says that a status of a route has several content types.
func chooses(r *model.Route) bool {
	for i, res := range r.Returns.Results {
		if i > 0 && r.Returns.Results[i-1].Status == res.Status {
			return true
		}
	}
	return false
}

// failure is a reference to what the runtime answers with a status.
func (b *builder) failure(status int) *Map {
	name := failureNames[status]
	if b.responses.Get(name) == nil {
		f := object("description", failureTexts[status])
		header := func(name, text string) {
			f.Set("headers", object(name, object("description", text).
				Set("schema", object("type", "string"))))
		}
		switch status {
		case 401:
			header("WWW-Authenticate", "Which credential is wanted.")
		case 415:
			header("Accept", "The content types that are taken.")
		}
		b.responses.Set(name, f.Set("content", b.errorContent()))
	}
	return object("$ref", "#/components/responses/"+name)
}

// otherwise is the answer of any other error: of one that a handler makes of a status and a
// message, or of those that have handlers by their Go type.
func (b *builder) otherwise(byType []handler) *Map {
	const name = "Error"
	shared := !slices.ContainsFunc(byType, func(h handler) bool { return h.of != nil })
	if !shared {
		return b.anotherError(byType)
	}
	if b.responses.Get(name) == nil {
		b.responses.Set(name, b.anotherError(byType))
	}
	return object("$ref", "#/components/responses/"+name)
}

// anotherError is the answer itself.
func (b *builder) anotherError(byType []handler) *Map {
	const text = "Another error."
	if byType == nil {
		return object("description", text).Set("content", b.errorContent())
	}
	types := object()
	for _, h := range byType {
		if types.Get(h.Type.Text) == nil {
			types.Set(h.Type.Text, h.Handler)
		}
	}
	words := make([]string, len(types.keys))
	for i, k := range types.keys {
		words[i] = types.Text(k) + " answers " + k
	}
	return object("description", text+" "+strings.Join(words, ", ")+".").
		Set("content", b.errorContent()).Set("x-error-handlers", types)
}

// errorContent is the body of errors that no handler answers.
func (b *builder) errorContent() *Map {
	if b.problem == "" {
		faults := object("type", "array").Set("items", ref(b.faultSchema())).
			Set("description", "What is wrong with the values of the request.")
		if b.m.Problem {
			b.problem = b.schemaName("Problem")
			b.schemas.Set(b.problem, object("type", "object",
				"description", "An error in the form of RFC 9457.",
				"required", []any{"type", "title", "status"},
				"properties", object(
					"type", object("type", "string", "format", "uri-reference"),
					"title", object("type", "string", "description", "The status in words."),
					"status", object("type", "integer", "format", "int32"),
					"detail", object("type", "string"),
					"errors", faults)))
		} else {
			b.problem = b.schemaName("Error")
			b.schemas.Set(b.problem, object("type", "object",
				"description", "An error.",
				"required", []any{"error"},
				"properties", object(
					"error", object("type", "string", "description", "What is wrong, in words."),
					"errors", faults)))
		}
	}
	media := jsonType
	if b.m.Problem {
		media = "application/problem+json"
	}
	return object(media, object("schema", ref(b.problem)))
}

// faultSchema is the name of the schema of one fault.
func (b *builder) faultSchema() string {
	name := b.schemaName("Fault")
	b.schemas.Set(name, object("type", "object",
		"description", "One thing that is wrong with a value of the request.",
		"required", []any{"in", "rule", "message"},
		"properties", object(
			"in", object("type", "string", "description",
				"Where it stands: path, query, header, cookie, form or body."),
			"name", object("type", "string", "description", "The name of the parameter."),
			"at", object("type", "string", "description",
				"A JSON Pointer into the body (RFC 6901)."),
			"line", object("type", "integer", "description",
				"The line of a body of one JSON text a line."),
			"rule", object("type", "string", "description", "Which rule it breaks."),
			"message", object("type", "string"))))
	return name
}

// A handler is an error handler with the place that it is of: nil is the manifest.
type handler struct {
	*model.ErrorHandler
	of any
}

// handlers are the error handlers of a route, the nearest of each status, and all by type.
func (b *builder) handlers(r *model.Route) (map[int]*handler, []handler) {
	byStatus := map[int]*handler{}
	var byType []handler
	add := func(list []*model.ErrorHandler, of any) {
		for _, h := range list {
			h := handler{h, of}
			if h.Type != nil {
				byType = append(byType, h)
			} else if byStatus[h.Status] == nil {
				byStatus[h.Status] = &h
			}
		}
	}
	add(r.Errors, r)
	for g := r.Group; g != nil; g = g.Parent {
		add(g.Errors, g)
	}
	add(b.m.Errors, nil)
	return byStatus, byType
}
