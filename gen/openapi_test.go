package gen

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// described is the document of a manifest, whose module is this one.
func described(t *testing.T, manifest, version string) *Document {
	t.Helper()
	file := filepath.Join("testdata", "openapi", "routes.yaml")
	file = written(t, file, manifest)
	doc, err := OpenAPI(OpenAPIOptions{Manifest: file, Version: version})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// written writes a manifest under a name of the test's own beside the given one.
func written(t *testing.T, beside, text string) string {
	t.Helper()
	f, err := os.CreateTemp(filepath.Dir(beside), "routes-*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Remove(f.Name()) })
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return f.Name()
}

// says wants each piece in the document, whose lines need not be indented; how texts are quoted is
// another test's affair.
func says(t *testing.T, doc *Document, wanted ...string) {
	t.Helper()
	text := doc.YAML()
	flat := unindented(string(text))
	for _, want := range wanted {
		if !strings.Contains(flat, unindented(want)) {
			t.Errorf("the document does not say\n%s\n\nbut\n%s", want, text)
		}
	}
}

// unindented is a text without the blanks in front of its lines, and without quotation marks.
func unindented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimLeft(line, " \t"))
	}
	return strings.NewReplacer(`"`, "", "'", "", `\`, "").Replace(strings.TrimSpace(b.String()))
}

// warns wants exactly these warnings, by their text.
func warns(t *testing.T, doc *Document, wanted ...string) {
	t.Helper()
	var got []string
	for _, w := range doc.Warnings {
		got = append(got, w.Text)
	}
	if strings.Join(got, "\n") != strings.Join(wanted, "\n") {
		t.Errorf("the warnings are\n%s\nwant\n%s", strings.Join(got, "\n"),
			strings.Join(wanted, "\n"))
	}
}

func TestDocument(t *testing.T) {
	for _, row := range []struct {
		what, manifest string
		want, warns    []string
	}{
		{"routes of one shape and other methods are operations of one path",
			"routes:\n  - GET /users/<int:id> Get\n  - DELETE /users/<name> Remove\n",
			[]string{"/users/{id}:\nget:\noperationId: Get\n", "delete:\noperationId: Remove\n",
				"- name: id\nin: path\nrequired: true\nx-name: name\nschema:\ntype: string\n"}, nil},
		{"routes of one shape and method are one operation, and that is told",
			"routes:\n  - GET /users/<name> ByName\n  - GET /users/<int:id> ByID\n",
			[]string{"/users/{name}:\nget:\noperationId: ByID\n",
				"anyOf:\n- type: integer\n- type: string\nminLength: 1\n",
				"x-routes:\n- operationId: ByID\npattern: /users/<int:id>\n" +
					"- operationId: ByName\npattern: /users/<name>\n"},
			[]string{"OpenAPI has one operation for GET /users/{name}: it stands for " +
				"/users/<int:id> and /users/<name>, which x-routes lists"}},
		{"literals are escaped as in a URL, and a name may stand twice",
			"routes:\n  - GET /a{b/100%/<x>/<x> A\n",
			[]string{"/a%7Bb/100%25/{x}/{x2}:\n", "- name: x2\nin: path\nrequired: true\nx-name: x\n"},
			nil},
		{"names that tools do not find between braces are spelt otherwise",
			"routes:\n  - GET /a/<repo.id> A\n",
			[]string{"/a/{repo_id}:\n", "- name: repo_id\nin: path\nrequired: true\nx-name: repo.id\n"},
			nil},
		{"names that are one when they are spelt otherwise get numbers",
			"routes:\n  - GET /a/<repo.id>/<repo_id> A\n",
			[]string{"/a/{repo_id}/{repo_id2}:\n", "- name: repo_id2\nin: path\nrequired: true\nx-name: repo_id\n"},
			nil},
		{"names of types that differ by case, or by letters that OpenAPI has not",
			"types: {Big: {a: int}, BIG: {b: int}, Größe: {c: int}, Ä: {d: int}}\nroutes: [GET / A]\n",
			[]string{"Big:\ntype: object\n", "BIG2:\ntype: object\n", "Gre:\ntype: object\n", "Type:\ntype: object\n"}, nil},
		{"path spans segments", "routes:\n  - GET /f/<path:name>.git A\n",
			[]string{"/f/{name}.git:\n", "x-multi-segment: true\n"}, nil},
		{"a route of every method is listed with those that have a body or none",
			"routes:\n  - {path: /x, methods: '*', handler: Any}\n  - GET /x Get\n",
			[]string{"get:\noperationId: Get\n", "put:\noperationId: AnyPut\n",
				"post:\noperationId: AnyPost\n", "delete:\noperationId: AnyDelete\n",
				"patch:\noperationId: AnyPatch\n"}, nil},
		{"methods that OpenAPI has not are told",
			"routes:\n  - {path: /dav, methods: [PROPFIND], handler: Find}\n",
			[]string{"x-additionalOperations:\nPROPFIND:\noperationId: Find\n"},
			[]string{"OpenAPI 3.1 has no place for the method PROPFIND of /dav: it is in " +
				"x-additionalOperations"}},
		{"parameters have their style, constraints, defaults and examples",
			`routes:
  - path: /s
    handler: S
    query:
      q: {type: 'string(max=9, pattern="^[a-z]+$")', example: "007", description: What for.}
      n: int(min=1) = 2
      tag: {type: "[]string", style: pipeDelimited}
    headers: {X-Tags: "[]int?"}
    unknown_query: reject
`, []string{
				"- name: q\nin: query\ndescription: What for.\nrequired: true\nschema:\ntype: string\n" +
					"maxLength: 9\npattern: ^[a-z]+$\nexample: \"007\"\n",
				"- name: \"n\"\nin: query\nschema:\ntype: integer\nminimum: 1\ndefault: 2\n",
				"- name: tag\nin: query\nstyle: pipeDelimited\nschema:\ntype: array\n",
				"- name: X-Tags\nin: header\nschema:\ntype: array\nitems:\ntype: integer\n",
				"x-unknown-query: reject\n"}, nil},
		{"header fields that OpenAPI passes over are told",
			"routes:\n  - {path: /a, handler: A, headers: {Accept: 'string?'}}\n", nil,
			[]string{"OpenAPI has no parameter for the header field Accept: the content types of " +
				"answers say it"}},
		{"patterns that JSON Schema lacks are told",
			"types:\n  T: 'string(pattern=\"(?i)^a\")'\nroutes:\n  - {path: /a, handler: A, returns: T}\n",
			[]string{"x-pattern-re2: (?i)^a\n"},
			[]string{`the pattern "(?i)^a" is RE2's and not JSON Schema's: it is written as ` +
				`x-pattern-re2`}},
		{"errors are those of the runtime, of handlers by status, and of handlers by type",
			`problem: true
errors: {404: Lost, 409: Twice}
routes:
  - {path: "/a/<int:id>", handler: A, methods: [PUT], body: T, timeout: 1s, returns: none,
     errors: {410: Gone, "*Gap": Filled}}
types: {T: {a: int}}
`, []string{`"204":` + "\ndescription: No Content\n",
				`"400":` + "\n$ref: '#/components/responses/BadRequest'\n" + `"404":` +
					"\ndescription: 'There is nothing at this path: a parameter of it is no value of " +
					"its type. Lost answers.'\n",
				`"410":` + "\ndescription: Gone. Gone answers.\ncontent:\n'*/*':\n", `"413":`, `"422":`, `"503":`,
				"default:\ndescription: Another error. Filled answers *Gap.\n",
				"application/problem+json:\nschema:\n$ref: '#/components/schemas/Problem'\n"}, nil},
		{"security is that of all hooks in front of the handler",
			`security: {apps: {type: oauth2, flows: {clientCredentials: {tokenUrl: "https://a.example/t", scopes: {}}}}}
hooks: {before: [{hook: Key, scheme: apikey, in: query, key: k}]}
routes:
  - group: /in
    hooks: {before: [{hook: App, scheme: apps}]}
    routes: [GET /a A]
`, []string{"security:\n- apikeyK: []\napps: []\n", "apikeyK:\ntype: apiKey\nin: query\nname: k\n",
				"tokenUrl: https://a.example/t\nscopes: {}\n", `"401":` + "\n$ref"}, nil},
		{"descriptions stay as they are, whatever is in them",
			"routes:\n  - {path: /a, handler: A, summary: 'yes', description: \"<script>alert(1)</script>\\n- x: y\"}\n",
			[]string{"summary: \"yes\"\n", "description: |-\n<script>alert(1)</script>\n- x: y\n"}, nil},
		{"what is said of the service", "info: {title: Shop, version: 1.10, description: All., servers: [/v1]}\nroutes: [GET / A]\n",
			[]string{"title: Shop\ndescription: All.\nversion: \"1.10\"\n", "servers:\n- url: /v1\n"}, nil},
		{"tags are the route's own or the named group",
			"routes:\n  - {group: /g, name: G, routes: [GET /a A, {path: /b, handler: B, tags: [x, y]}]}\n",
			[]string{"tags:\n- name: G\n- name: x\n- name: \"y\"\n", "tags: [G]\n", "tags: [x, \"y\"]\n"}, nil},
		{"streams say what each of their values is",
			"types: {T: {n: int}}\nroutes:\n  - {path: /e, handler: E, returns: events(T)}\n",
			[]string{"text/event-stream:\nschema:\ntype: string\nx-itemSchema:\n" +
				"$ref: '#/components/schemas/T'\n"}, nil},
		{"a schema of ours gives way to a type of the manifest",
			"types: {Error: {a: int}}\nroutes: [GET / A]\n",
			[]string{"Error2:\ntype: object\ndescription: An error.\n"}, nil},
	} {
		t.Run(row.what, func(t *testing.T) {
			doc := described(t, row.manifest, "")
			says(t, doc, row.want...)
			warns(t, doc, row.warns...)
		})
	}
}

// TestDocumentTypes holds schemas of types to their words in both versions.
func TestDocumentTypes(t *testing.T) {
	const manifest = `types:
  Sort: enum(title, Cheapest="-price")
  Level: enum(1, 2)
  Made: {by: string}
  Gone: {why: "string?"}
  Event: {description: What came., oneof: {by: kind, of: {made: Made, gone: Gone}}}
  Any: {oneof: {of: [Made, Level]}}
  All:
    a: "string|null"
    b: Sort = title
    c: "Made|null?"
    d: uint8
    e: base64(max=4)
    f: duration
    g: map[string]date
    h: any
    i: {type: "[]int(min=1, unique)", example: "[1, 2]", deprecated: true}
    j: "enum(x, y)|null"
routes:
  - {path: /a, handler: A, returns: All}
`
	both := []string{
		"Sort:\ntype: string\nenum: [title, -price]\nx-enum-varnames: [title, Cheapest]\n",
		"Level:\ntype: integer\nenum: [1, 2]\n",
		"Event:\noneOf:\n- $ref: '#/components/schemas/EventMade'\n",
		"propertyName: kind\nmapping:\nmade: '#/components/schemas/EventMade'\n",
		"EventMade:\ntype: object\nrequired: [kind, by]\nproperties:\nkind:\ntype: string\nenum: [made]\n",
		"d:\ntype: integer\nformat: uint8\nminimum: 0\nmaximum: 255\n",
		"maxLength: 8\n", "g:\ntype: object\nadditionalProperties:\ntype: string\nformat: date\n",
		"h: {}\n", "minItems: 1\nuniqueItems: true\ndeprecated: true\n",
	}
	says(t, described(t, manifest, "3.1"), append(both, "openapi: 3.1.0\n",
		"a:\ntype: [string, \"null\"]\n", "b:\n$ref: '#/components/schemas/Sort'\ndefault: title\n",
		"c:\nanyOf:\n- $ref: '#/components/schemas/Made'\n- type: \"null\"\n",
		"examples: [[1, 2]]\n", "type: [string, \"null\"]\nenum: [x, \"y\", null]\n")...)
	says(t, described(t, manifest, "3.0"), append(both, "openapi: 3.0.3\n",
		"a:\ntype: string\nnullable: true\n",
		"b:\nallOf:\n- $ref: '#/components/schemas/Sort'\ndefault: title\n",
		"c:\nallOf:\n- $ref: '#/components/schemas/Made'\nnullable: true\n",
		"example: [1, 2]\n", "enum: [x, \"y\", null]\nnullable: true\n")...)
}

// TestDocumentGoTypes has encoding/json's rules in schemas, and comments; what JSON cannot say is
// told with its place in Go.
func TestDocumentGoTypes(t *testing.T) {
	doc := described(t, `imports: {model: example.com/httpgen/gen/testdata/openapi/model}
types: {Mine: {it: model.Plain}}
routes:
  - {path: /a, handler: A, returns: model.Thing, body: "model.Page[model.Plain]", methods: [PUT]}
  - {path: /b, handler: B, returns: "[]model.Plain"}
  - {path: /c, handler: C, returns: Mine}
`, "")
	says(t, doc, `Thing:
type: object
required:
- id
- name
- when
- list
- any
- ptr
- text
- count
- own
- deep
- chan
- func
- tree
- loop
properties:
id:
type: integer
description: ID is who it is.
name:
type: string
description: what people call it
`, "when:\ntype: string\nformat: date-time\n", "list:\ntype: [array, \"null\"]\n",
		"left:\ntype: array\n", "any: {}\n", "ptr:\nanyOf:\n- $ref: '#/components/schemas/Plain'\n- type: \"null\"\n",
		"maybe:\n$ref: '#/components/schemas/Plain'\n", "text:\ntype: string\ndescription: Color is written as text.\n",
		"count:\ntype: string\n", "own:\ndescription: Raw is written by itself.\n", "deep:\ntype: string\ndescription: of an embedded struct\n",
		"PagePlain:\ntype: object\nrequired: [items, Next]\n", "description: Page is a page of T.\n",
		"Plain:\ntype: object\nrequired: [A]\n", "description: Thing is all there is.\n",
		"type: array\nitems:\n$ref: '#/components/schemas/Plain'\n")
	text := doc.YAML()
	for _, never := range []string{"hidden", "Skipped", "twice"} {
		if strings.Contains(string(text), never) {
			t.Errorf("the document has %s", never)
		}
	}
	warns(t, doc,
		"the embedded small is unexported and no struct: JSON leaves it out",
		"the embedded *inner is unexported: JSON that has its fields cannot be read",
		"Raw writes its JSON itself: it is any JSON here",
		"chan int cannot be said in JSON: it is any JSON here",
		"func() cannot be said in JSON: it is any JSON here",
		"Loop contains itself: values of it that do have no JSON")
	for _, w := range doc.Warnings {
		if !strings.HasSuffix(w.File, "testdata/openapi/model/model.go") || w.Line == 0 {
			t.Errorf("%s stands at %s:%d", w.Text, w.File, w.Line)
		}
	}
}
