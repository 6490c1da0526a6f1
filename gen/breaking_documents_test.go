package gen

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// documentOfOperation is a document with one operation; rest stands beside paths.
func documentOfOperation(operation, rest string) string {
	return "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a/{id}:\n    post: " + operation + "\n" + rest
}

// breaksBetween are the changes between two documents, each as kind and message.
func breaksBetween(t *testing.T, old, now string) (list []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "openapi.yaml")
	if err := os.WriteFile(file, []byte(now), 0o666); err != nil {
		t.Fatal(err)
	}
	breaks, err := BreakingDocument("old.yaml", []byte(old), file)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range breaks {
		list = append(list, string(b.Kind)+": "+b.Message)
	}
	return list
}

func TestBreakingDocuments(t *testing.T) {
	const ok = `responses: {"200": {description: ok}}`
	in := func(p string) string { return "{parameters: [" + p + "], " + ok + "}" }
	takes := func(schema string) string {
		return "{requestBody: {content: {application/json: {schema: " + schema + "}}}, " + ok + "}"
	}
	gives := func(schema string) string {
		return `{responses: {"200": {description: ok, content: {application/json: {schema: ` + schema + `}}}}}`
	}
	for _, row := range []struct {
		what, old, now string
		want           []string
	}{
		{"a parameter has to be there", in(""), in("{name: q, in: query, required: true, schema: {}}"),
			[]string{"input-required: the query parameter q has to be there"}},
		{"one that may be there", in(""), in("{name: q, in: query, schema: {}}"), nil},
		{"one has to be there now", in("{name: q, in: query, schema: {}}"),
			in("{name: q, in: query, required: true, schema: {}}"),
			[]string{"input-required: the query parameter q has to be there now"}},
		{"one is gone", in("{name: X-A, in: header, schema: {}}"), in(""),
			[]string{"input-removed: the header X-A is not read any more"}},
		{"case does not matter in header fields", in("{name: X-A, in: header, schema: {}}"),
			in("{name: x-a, in: header, schema: {}}"), nil},
		{"names in paths do not matter", in("{name: id, in: path, required: true, schema: {type: string}}"),
			in("{name: id, in: path, required: true, schema: {type: integer}}"),
			[]string{"parameter-narrowed: the path parameter id has the type \"integer\", was \"string\""}},
		{"a bound is drawn closer", in("{name: n, in: query, schema: {type: integer, minimum: 0}}"),
			in("{name: n, in: query, schema: {type: integer, minimum: 1}}"),
			[]string{"input-narrowed: the query parameter n has minimum 1, was 0"}},
		{"a bound is drawn wider", in("{name: n, in: query, schema: {type: integer, maximum: 9}}"),
			in("{name: n, in: query, schema: {type: number}}"), nil},
		{"large numbers are exact", in("{name: n, in: query, schema: {type: integer, maximum: 9007199254740993}}"),
			in("{name: n, in: query, schema: {type: integer, maximum: 9007199254740992}}"),
			[]string{"input-narrowed: the query parameter n has maximum 9007199254740992, was 9007199254740993"}},
		{"another style", in("{name: l, in: query, schema: {type: array}}"),
			in("{name: l, in: query, explode: false, schema: {type: array}}"),
			[]string{"input-narrowed: the query parameter l is written in another style"}},
		{"a style that was taken for granted", in("{name: l, in: query, schema: {type: array}}"),
			in("{name: l, in: query, style: form, explode: true, schema: {type: array}}"), nil},
		{"a word less", takes("{enum: [a, b]}"), takes("{enum: [a]}"),
			[]string{`body-changed: the body cannot be "b" any more`}},
		{"a word more", takes("{enum: [a]}"), takes("{enum: [a, b]}"), nil},
		{"a word more in an answer", gives("{enum: [a]}"), gives("{enum: [a, b]}"),
			[]string{`result-changed: the answer 200 may be "b" now`}},
		{"a member has to be there", takes("{type: object, properties: {a: {type: string}}}"),
			takes("{type: object, required: [a], properties: {a: {type: string}}}"),
			[]string{"body-changed: the body/a has to be there now"}},
		{"a member is no longer taken", takes("{type: object, additionalProperties: false, properties: {a: {}, b: {}}}"),
			takes("{type: object, additionalProperties: false, properties: {a: {}}}"),
			[]string{"body-changed: the body/b is not taken any more"}},
		{"a member of an answer is gone", gives("{type: object, required: [a], properties: {a: {type: string}}}"),
			gives("{type: object, properties: {b: {type: string}}}"),
			[]string{"result-changed: the answer 200/a is gone"}},
		{"one may be missing", gives("{type: object, required: [a], properties: {a: {type: string}}}"),
			gives("{type: object, properties: {a: {type: string}}}"),
			[]string{"result-changed: the answer 200/a may be missing now"}},
		{"one more", gives("{type: object, additionalProperties: false, properties: {a: {}}}"),
			gives("{type: object, properties: {a: {}, b: {}}}"), nil},
		{"an answer may be null, as 3.0 says it", gives("{type: string}"), gives("{type: string, nullable: true}"),
			[]string{"result-changed: the answer 200 may be null now"}},
		{"both ways to say null", takes("{type: string, nullable: true}"), takes("{type: [string, 'null']}"), nil},
		{"null is refused", takes("{type: [string, 'null']}"), takes("{type: string}"),
			[]string{"body-changed: the body cannot be null any more"}},
		{"an alternative less", takes("{oneOf: [{type: string}, {type: integer}]}"), takes("{oneOf: [{type: string}]}"),
			[]string{"body-changed: the body is not taken as alternative 2 any more"}},
		{"an alternative is inside of another", takes("{oneOf: [{type: integer}]}"),
			takes("{anyOf: [{type: string}, {type: number}]}"), nil},
		{"items", takes("{type: array, items: {type: string}}"), takes("{type: array, items: {type: string, maxLength: 5}}"),
			[]string{"body-changed: an item of the body now has maxLength 5"}},
		{"allOf is all of it", takes("{allOf: [{type: object, properties: {a: {type: string}}}, {required: [a]}]}"),
			takes("{type: object, required: [a], properties: {a: {type: string, minLength: 1}}}"),
			[]string{"body-changed: the body/a now has minLength 1"}},
		{"a content type less", "{requestBody: {content: {a/b: {}, c/d: {}}}, " + ok + "}",
			"{requestBody: {content: {a/b: {}}}, " + ok + "}",
			[]string{"body-changed: a body of c/d is not taken any more"}},
		{"a range takes it", "{requestBody: {content: {a/b: {}}}, " + ok + "}",
			"{requestBody: {content: {a/*: {}}}, " + ok + "}", nil},
		{"a body has to be there", "{" + ok + "}", "{requestBody: {required: true, content: {a/b: {}}}, " + ok + "}",
			[]string{"body-changed: the body has to be there now"}},
		{"a status less", "{" + ok + "}", `{responses: {"201": {description: made}}}`,
			[]string{"result-changed: it does not answer 200 any more"}},
		{"errors are no promises", `{responses: {"200": {description: ok}, "404": {description: no}}}`, "{" + ok + "}", nil},
		{"a header may be missing", `{responses: {"200": {description: ok, headers: {X-A: {required: true, schema: {type: string}}}}}}`,
			`{responses: {"200": {description: ok, headers: {x-b: {schema: {}}, X-A: {schema: {type: string}}}}}}`,
			[]string{"result-changed: the header X-A of the answer 200 may be missing now"}},
		{"a credential", "{security: [], " + ok + "}", "{security: [{key: []}], " + ok + "}",
			[]string{"credential-needed: it wants a credential now: key"}},
		{"a credential less", "{security: [{key: []}], " + ok + "}", "{security: [{}], " + ok + "}", nil},
		{"one of two ways is gone", "{security: [{key: []}, {token: []}], " + ok + "}", "{security: [{token: []}], " + ok + "}",
			[]string{"credential-needed: the credential key is not enough any more"}},
		{"a scope more", "{security: [{token: []}], " + ok + "}", "{security: [{token: [write]}], " + ok + "}",
			[]string{"credential-needed: the credential token is not enough any more"}},
	} {
		got := breaksBetween(t, documentOfOperation(row.old, ""), documentOfOperation(row.now, ""))
		if strings.Join(got, "\n") != strings.Join(row.want, "\n") {
			t.Errorf("%s: %q, want %q", row.what, got, row.want)
		}
	}
}

// TestBreakingDocumentsOfPaths compares whole paths, and what references and loops lead to.
func TestBreakingDocumentsOfPaths(t *testing.T) {
	const head = "openapi: 3.0.3\n"
	for _, row := range []struct {
		what, old, now string
		want           []string
	}{
		{"a path is gone", "paths: {/a: {get: {}}, /b: {get: {}}}", "paths: {/b: {get: {}}}",
			[]string{"route-removed: the path /a is gone"}},
		{"a method is gone", "paths: {/a: {get: {}, put: {}}}", "paths: {/a: {get: {}}}",
			[]string{"method-removed: /a takes no PUT any more"}},
		{"a parameter has another name", "paths: {'/a/{x}': {get: {parameters: [{name: x, in: path, required: true, schema: {type: string}}]}}}",
			"paths: {'/a/{y}': {parameters: [{name: y, in: path, required: true, schema: {type: string, maxLength: 3}}], get: {}}}",
			[]string{"parameter-narrowed: the path parameter y now has maxLength 3"}},
		{"schemas without end", loop("string"), loop("string"), nil},
		{"a change in one", loop("string"), loop("integer"), []string{
			`body-changed: the body/a has the type "integer", was "string"`}},
	} {
		got := breaksBetween(t, head+row.old, head+row.now)
		if strings.Join(got, "\n") != strings.Join(row.want, "\n") {
			t.Errorf("%s: %q, want %q", row.what, got, row.want)
		}
	}
}

// loop is a document whose schemas contain themselves, by members, items and allOf.
func loop(kind string) string {
	return `paths: {/a: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/T'}}}}}}}
components: {schemas: {T: {type: object, properties: {a: {type: ` + kind + `}, t: {$ref: '#/components/schemas/T'},
  l: {type: array, items: {$ref: '#/components/schemas/U'}}}}, U: {allOf: [{$ref: '#/components/schemas/U'}, {$ref: '#/components/schemas/T'}]},
  V: {$ref: '#/components/schemas/V'}}}`
}

// TestDocumentsOfBothVersionsPromiseTheSame compares what is written for a manifest as 3.0 and as
// 3.1, which say much in other words.
func TestDocumentsOfBothVersionsPromiseTheSame(t *testing.T) {
	files, err := filepath.Glob("../generated_test/cases/*/routes.yaml")
	if err != nil || len(files) < 20 {
		t.Fatal(len(files), err)
	}
	for _, file := range append(files, "../routes.example.yaml") {
		doc, err := OpenAPI(OpenAPIOptions{Manifest: file, Version: "3.0"})
		if err != nil {
			t.Fatal(err)
		}
		breaks, err := BreakingDocument("3.0", doc.YAML(), file)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range breaks {
			t.Errorf("%s: %s %s: %s", file, b.Method, b.Pattern, b.Message)
		}
	}
}

func TestNoDocuments(t *testing.T) {
	for text, want := range map[string]string{
		"swagger: '2.0'\npaths: {}\n": "old.yaml is of Swagger 2: convert it to OpenAPI 3 first",
		"openapi: 4.0.0\n":            "old.yaml: it is no document of OpenAPI 3",
		"openapi: 3\n":                "old.yaml: it is no document of OpenAPI 3",
	} {
		if !IsDocument([]byte(text)) {
			t.Errorf("%q is none", text)
		}
		if _, err := BreakingDocument("old.yaml", []byte(text), "../routes.example.yaml"); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	for _, text := range []string{"routes: []", "", "- a", "openapi: [", "{"} {
		if IsDocument([]byte(text)) {
			t.Errorf("%q is a document", text)
		}
	}
}
