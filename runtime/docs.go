package runtime

import "net/http"

// The page about the service lives here: it is answered before all hooks and routes.

// Docs is `docs` of the manifest, for generated code.
type Docs struct {
	Path     string // of the page, decoded; the document is at Path/openapi.json
	Document string // OpenAPI, as JSON
	Policy   string // Content-Security-Policy of the page
	Page     string // HTML
}

// answer answers a request for the page or the document; ok is false for what is neither, and for
// other methods than GET and HEAD.
func (d *Docs) answer(x *Exchange) (resp Response, ok bool) {
	switch {
	case x.Method != GET:
		return Response{}, false
	case x.path == d.Path:
		return d.send(typeHTML, d.Page, headerField{"Content-Security-Policy", d.Policy},
			headerField{"Referrer-Policy", "no-referrer"}), true
	case d.isDocument(x.path):
		return d.send(typeJSON, d.Document), true
	}
	return Response{}, false
}

// send is a 200 that is asked for anew each time: it changes with the service.
func (d *Docs) send(mediaType int, body string, fields ...headerField) Response {
	resp := Response{head: makeHead(http.StatusOK, kindFixed, mediaType), body: body}
	resp.more = &responseMore{fields: append(fields, headerField{"Cache-Control", "no-cache"},
		headerField{"X-Content-Type-Options", "nosniff"})}
	return resp
}

// has says whether GET of a path is answered here.
func (d *Docs) has(path string) bool {
	return d != nil && (path == d.Path || d.isDocument(path))
}

func (d *Docs) isDocument(path string) bool {
	const name = "/openapi.json"
	return len(path) == len(d.Path)+len(name) && path[:len(d.Path)] == d.Path &&
		path[len(d.Path):] == name
}
