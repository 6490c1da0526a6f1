package page

import (
	"bytes"
	"compress/gzip"
	"os"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/openapi"
)

// read is a document of this repository.
func read(t *testing.T, file string) *openapi.Map {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(text))
}

func parse(t *testing.T, text string) *openapi.Map {
	t.Helper()
	v, err := openapi.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v.(*openapi.Map)
}

const bookstore = "../../../examples/bookstore/openapi.yaml"

// TestPageIsSmall holds the page of the bookstore, and its document, to 150 KiB together.
func TestPageIsSmall(t *testing.T) {
	doc := read(t, bookstore)
	page, _ := Draw(doc, "/docs")
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(page))
	w.Write(openapi.JSON(doc))
	w.Close()
	t.Logf("%d bytes, %d with the document, %d of them zipped", len(page), len(page)+len(openapi.JSON(doc)), b.Len())
	if b.Len() > 150<<10 {
		t.Errorf("%d bytes", b.Len())
	}
}

// TestPageNeedsNothing wants no reference in it that leads elsewhere, and all that is in the
// document without a script.
func TestPageNeedsNothing(t *testing.T) {
	page, policy := Draw(read(t, bookstore), "/docs")
	for _, never := range []string{"src=", "http://", "https://", "@import", "url("} {
		if i := strings.Index(strings.ReplaceAll(page, "https://login.example.com", ""), never); i >= 0 {
			t.Errorf("it has %q: %s", never, page[max(i-40, 0):min(i+80, len(page))])
		}
	}
	for _, want := range []string{`<a href="./docs/openapi.json">`, `id="op-CreateBook"`,
		`href="#op-CreateBook"`, `<code>/notes/{name}.md</code>`, `data-multi="true"`,
		`id="type-Feedback"`, "Add a book", "deprecated", "Where to answer.", "Needs <strong>token</strong>",
		`data-fields="[`, "at most <code>100</code>"} {
		if !strings.Contains(page, want) {
			t.Errorf("it has no %s", want)
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") || strings.Contains(policy, "unsafe") {
		t.Error(policy)
	}
}

// TestTextsAreTexts wants nothing of a document to be a mark of the page, wherever it stands.
func TestTextsAreTexts(t *testing.T) {
	const evil = "<script>alert(1)</script>\\\"'><img src=x onerror=alert(2)>`\\u2028</style></textarea>"
	doc := strings.ReplaceAll(`{"openapi": "3.1.0", "info": {"title": "EVIL", "version": "EVIL", "description": "EVIL"},
"tags": [{"name": "EVIL"}],
"paths": {"/EVIL": {"get": {"operationId": "EVIL", "summary": "EVIL", "description": "EVIL", "tags": ["EVIL"],
 "x-routes": [{"pattern": "EVIL"}], "security": [{"EVIL": []}],
 "parameters": [{"name": "EVIL", "in": "query", "description": "EVIL", "example": "EVIL", "schema": {"enum": ["EVIL"], "format": "EVIL", "default": "EVIL"}}],
 "requestBody": {"content": {"EVIL": {"schema": {"type": "EVIL"}}, "multipart/form-data": {"schema": {"properties": {"EVIL": {"type": "string"}}}},
  "application/json": {"schema": {"$ref": "#/components/schemas/EVIL"}}}},
 "responses": {"EVIL": {"description": "EVIL", "headers": {"EVIL": {"description": "EVIL", "schema": {"type": "string"}}}, "content": {"EVIL": {"schema": {}}}}}},
 "x-additionalOperations": {"EVIL": {"operationId": "EVIL2", "responses": {}}}}},
"components": {"schemas": {"EVIL": {"description": "EVIL", "properties": {"EVIL": {"type": "string", "description": "EVIL", "pattern": "EVIL", "examples": ["EVIL"]}}}},
 "securitySchemes": {"EVIL": {"type": "EVIL", "description": "EVIL", "scheme": "EVIL", "in": "EVIL", "name": "EVIL"}}}}`, "EVIL", evil)
	page, _ := Draw(parse(t, doc), "/docs")
	body := strings.Replace(strings.Replace(page, script, "", 1), style, "", 1)
	for _, never := range []string{"<script>alert", "<img", "</textarea>", "onerror=alert(2)>"} {
		if i := strings.Index(body, never); i >= 0 {
			t.Errorf("%s stands in %s", never, body[max(i-80, 0):i+20])
		}
	}
	if n := strings.Count(body, "&lt;script&gt;alert(1)"); n < 30 {
		t.Errorf("only %d texts are shown", n)
	}
}

// TestPageOfOddDocuments draws what lacks all that it may lack.
func TestPageOfOddDocuments(t *testing.T) {
	for _, doc := range []string{"{}", "{paths: {/a: {get: {}}}}", "{paths: {/a: 1}, components: {schemas: {A: {}}}}",
		`{components: {schemas: {A: {$ref: "#/components/schemas/A"}, B: {properties: {b: {$ref: "#/components/schemas/B"}}}}},
		  paths: {/a: {post: {requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/B"}}}}}}}}`,
	} {
		if page, _ := Draw(parse(t, doc), "/"); !strings.HasSuffix(page, "</html>\n") {
			t.Errorf("%s makes\n%s", doc, page)
		}
	}
}
