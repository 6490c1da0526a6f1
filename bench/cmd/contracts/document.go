package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

// The document whose cost is measured lives here, grown by number of operations: once as a
// manifest, once as OpenAPI, which say the same.

// An operation is one of a resource's, with @ for the resource's number.
type operation struct {
	method, path, name     string // the path in OpenAPI's spelling
	contract               string // of the manifest, behind the handler
	params                 string // of the path item in OpenAPI, a flow sequence
	body, status, response string // names of types; response may be empty
	missing                bool   // 404 is declared, too
}

const (
	idParam      = `{name: id, in: path, required: true, schema: {type: integer, format: int64}}`
	commentParam = `{name: comment, in: path, required: true, ` +
		`schema: {type: integer, format: int64}}`
	pageParams = `{name: page, in: query, schema: {type: integer, minimum: 1, default: 1}}, ` +
		`{name: per_page, in: query, schema: {type: integer, minimum: 1, maximum: 100, default: 20}}`
	pageQuery = `page: int(min=1) = 1, per_page: "int(min=1, max=100) = 20"`
)

// operations are those of one resource, as in most REST services.
var operations = []operation{
	{"GET", "", "List@",
		`query: {` + pageQuery + `, tag: "[]string", sort: Kind@ = paper}, returns: Page@`,
		pageParams + `, {name: tag, in: query, schema: {type: array, items: {type: string}}}, ` +
			`{name: sort, in: query, schema: {$ref: "#/components/schemas/Kind@"}}`,
		"", "200", "Page@", false},
	{"POST", "", "Create@", `body: New@, returns: Item@, status: 201`, "", "New@", "201",
		"Item@", false},
	{"GET", "/{id}", "Get@", `returns: {200: Item@, 404: Missing}`, idParam, "", "200",
		"Item@", true},
	{"PUT", "/{id}", "Put@", `body: New@, returns: {200: Item@, 404: Missing}`, idParam, "New@",
		"200", "Item@", true},
	{"DELETE", "/{id}", "Delete@", `returns: none`, idParam, "", "204", "", false},
	{"GET", "/{id}/comments", "Comments@", `query: {` + pageQuery + `}, returns: "[]Comment@"`,
		idParam + ", " + pageParams, "", "200", "[]Comment@", false},
	{"POST", "/{id}/comments", "Comment@", `body: NewComment@, returns: Comment@, status: 201`,
		idParam, "NewComment@", "201", "Comment@", false},
	{"GET", "/{id}/comments/{comment}", "GetComment@", `returns: {200: Comment@, 404: Missing}`,
		idParam + ", " + commentParam, "", "200", "Comment@", true},
	{"POST", "/{id}/archive", "Archive@", `headers: {X-Reason: string(max=200)}, returns: Item@`,
		idParam + `, {name: X-Reason, in: header, required: true, ` +
			`schema: {type: string, maxLength: 200}}`,
		"", "200", "Item@", false},
	{"GET", "/search", "Search@", `query: {q: "string(min=1, max=100)", ` + pageQuery +
		`, since: "time?", exact: "bool?"}, returns: "[]Item@"`,
		`{name: q, in: query, required: true, ` +
			`schema: {type: string, minLength: 1, maxLength: 100}}, ` + pageParams +
			`, {name: since, in: query, schema: {type: string, format: date-time}}, ` +
			`{name: exact, in: query, schema: {type: boolean}}`,
		"", "200", "[]Item@", false},
}

// The records of one resource, for both documents.
var (
	//go:embed types.yaml
	types string
	//go:embed schemas.yaml
	schemas string
)

// of is a text for a resource.
func of(text string, resource int) string {
	return strings.ReplaceAll(text, "@", strconv.Itoa(resource))
}

// resources calls f for each resource of a document of so many operations, a multiple of ten.
func resources(n int, f func(resource int, path string)) {
	for r := range n / len(operations) {
		f(r, fmt.Sprintf("/v1/section%d/resource%d", r/25, r))
	}
}

// manifest is the document as our generator reads it.
func manifest(n int) []byte {
	var b bytes.Buffer
	b.WriteString("package: cost\ntypes:\n  Missing: {what: string}\n")
	resources(n, func(r int, _ string) { b.WriteString(of(types, r)) })
	b.WriteString("routes:\n")
	typed := strings.NewReplacer("{id}", "<int64:id>", "{comment}", "<int64:comment>")
	resources(n, func(r int, path string) {
		for _, o := range operations {
			fmt.Fprintf(&b, "  - {path: \"%s%s\", methods: [%s], handler: %s, %s}\n", path,
				typed.Replace(o.path), o.method, of(o.name, r), of(o.contract, r))
		}
	})
	return b.Bytes()
}

// openapi is the document as ogen reads it.
func openapi(n int) []byte {
	var b bytes.Buffer
	b.WriteString("openapi: 3.0.3\ninfo: {title: cost, version: \"1\"}\npaths:\n")
	resources(n, func(r int, path string) {
		items := map[string]*bytes.Buffer{}
		var paths []string
		for _, o := range operations {
			if items[o.path] == nil {
				items[o.path], paths = &bytes.Buffer{}, append(paths, o.path)
			}
			o.write(items[o.path], r)
		}
		for _, p := range paths {
			fmt.Fprintf(&b, "  %s%s:\n%s", path, p, items[p])
		}
	})
	b.WriteString("components:\n  schemas:\n    Missing: {type: object, required: [what], " +
		"properties: {what: {type: string}}}\n")
	resources(n, func(r int, _ string) { b.WriteString(of(schemas, r)) })
	return b.Bytes()
}

// write writes an operation of a path item.
func (o operation) write(b *bytes.Buffer, resource int) {
	fmt.Fprintf(b, "    %s:\n      operationId: %s\n      parameters: [%s]\n",
		strings.ToLower(o.method), of(o.name, resource), of(o.params, resource))
	if o.body != "" {
		fmt.Fprintf(b, "      requestBody:\n        required: true\n"+
			"        content: {application/json: {schema: %s}}\n", schema(o.body, resource))
	}
	answer := "{description: done"
	if o.response != "" {
		answer += ", content: {application/json: {schema: " + schema(o.response, resource) + "}}"
	}
	fmt.Fprintf(b, "      responses:\n        %q: %s}\n", o.status, answer)
	if o.missing {
		fmt.Fprintf(b, "        \"404\":\n          description: none\n"+
			"          content: {application/json: {schema: %s}}\n", schema("Missing", resource))
	}
}

// schema refers to a type, or to a list of it.
func schema(name string, resource int) string {
	if elem, list := strings.CutPrefix(name, "[]"); list {
		return "{type: array, items: " + schema(elem, resource) + "}"
	}
	return fmt.Sprintf("{$ref: \"#/components/schemas/%s\"}", of(name, resource))
}
