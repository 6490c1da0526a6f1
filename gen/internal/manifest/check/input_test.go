package check

import (
	"fmt"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/diag"
)

// inputRows are inputs that no file of testdata/bad can hold well: one fault each.
var inputRows = []struct {
	name, src string
	line, col int
	code      string
	message   string
}{
	{"an empty file", "", 0, 0, diag.EmptyManifest, "the manifest is empty"},
	{"blank lines", "\n \n\t\n", 0, 0, diag.EmptyManifest, "the manifest is empty"},
	{"a byte order mark alone", "\uFEFF", 0, 0, diag.EmptyManifest, "the manifest is empty"},
	{"comments alone", "# nothing\n", 0, 0, diag.EmptyManifest, "the manifest holds comments only"},
	{"a document marker alone", "---\n", 0, 0, diag.EmptyManifest, "the manifest is empty"},
	{"ten megabytes", strings.Repeat("# filler\n", 10<<20/9), 0, 0, diag.TooLarge, "the manifest has 10485756 bytes, more than 4 MiB"},
	{"binary", "\x7fELF\x02\x01\x01\x00", 1, 1, diag.NotText, "U+007F is a control character"},
	{"a NUL", "routes: [GET /x\x00 X]\n", 1, 16, diag.NotText, "U+0000 is a control character"},
	{"Latin-1", "routes: [GET /caf\xe9 X]\n", 1, 18, diag.NotText, "byte 0xe9 is not UTF-8"},
	{"UTF-16", "\xff\xfer\x00o\x00", 1, 1, diag.NotText, "byte 0xff is not UTF-8"},
	{"old Mac line ends", "routes:\r  - GET /x X\r", 1, 8, diag.HiddenBreak, "U+000D is a line break to YAML, and none to most editors"},
	{"a line separator", "routes: # a\u2028b\n  - GET /x X\n", 1, 12, diag.HiddenBreak, "U+2028 is a line break to YAML, and none to most editors"},
	{"a noncharacter", "a: b\uFFFF", 1, 5, diag.YAMLSyntax, "this is not YAML: control characters are not allowed"},
	{"prose", "hello, world\n", 1, 1, diag.WrongKind, `the manifest takes a mapping (` + "`key: value`" + `), not the value "hello, world"`},
	{"a list", "- GET /x X\n", 1, 1, diag.WrongKind, "the manifest takes a mapping (`key: value`), not a list"},
	{"JSON that is cut off", `{"routes": ["GET /x X"`, 1, 1, diag.YAMLSyntax, "a bracket is not closed, or a comma is missing"},
	{"brackets ten thousand deep", strings.Repeat("[", 20000), 1, 10001, diag.YAMLSyntax, "this is not YAML: exceeded max depth of 10000"},
	{"carriage returns and line feeds", "routes:\r\n  - GET x X\r\n", 2, 9, diag.NoLeadingSlash, "a path starts with /"},
	{"a byte order mark", "\uFEFFroutes: [GET x X]", 1, 14, diag.NoLeadingSlash, "a path starts with /"},
	{"a YAML directive", "# so\n%YAML 1.2 # 2009\n---\nroutes: [GET x X]\n", 4, 14, diag.NoLeadingSlash, "a path starts with /"},
	{"a YAML directive without a marker", "\uFEFF%YAML 1.1\r\nroutes:\r\n  - GET x X\r\n", 3, 9, diag.NoLeadingSlash, "a path starts with /"},
	{"a directive of another YAML", "%YAML 2.0\n---\nroutes: [GET /x X]\n", 1, 1, diag.YAMLSyntax, "this is not YAML: found incompatible YAML document"},
	{"a directive alone", "%YAML 1.2\n---\n", 0, 0, diag.EmptyManifest, "the manifest is empty"},
	{"a folded path", "routes:\n  - path: >-\n      /books\n    handler: A\n  - path: >-\n      books\n    handler: B\n", 6, 7, diag.NoLeadingSlash, "a path starts with /"},
	{"a word of a folded route", "routes:\n  - >-\n    GET\n    /books/<itn:id>\n    A\n", 4, 13, diag.UnknownConverter, `there is no converter "itn"`},
	{"a word of a literal one", "routes:\n  - |\n    GET /books/<itn:id> A\n", 3, 17, diag.UnknownConverter, `there is no converter "itn"`},
	{"a word of a plain one of three lines", "routes:\n  - GET\n    /books/<itn:id>\n    A\n", 3, 13, diag.UnknownConverter, `there is no converter "itn"`},
	{"a word of a quoted one, behind escapes", "routes:\n  - \"\\x47ET\\\n    \\  /b\\u00e9/<itn:id> A\"\n", 3, 18, diag.UnknownConverter, `there is no converter "itn"`},
	{"a NUL by an escape", `routes: ["GET /a\0b X"]`, 1, 17, diag.BadPathByte, "a path cannot hold a NUL byte"},
	{"a path of ten thousand bytes", "routes: [GET /" + strings.Repeat("a", 10000) + " X]", 1, 14, diag.PathTooLong, "a path of 10001 bytes: request targets of more than 8192 are answered 414"},
	{"65 groups in each other", "routes: " + strings.Repeat("[{group: /g, routes: ", 65) + "[GET /x X]" + strings.Repeat("}]", 65), 1, 1354, diag.TooDeep, "groups nest more than 64 deep"},
	{"a type of four thousand elements", "types: {A: '" + strings.Repeat("[]", 4000) + "uuid'}\nroutes: [GET /x X]\n", 1, 13, diag.TooBigExpression, "a type has at most 4000 bytes, and this one 8004"},
	{"lists a hundred deep", "types: {A: '" + strings.Repeat("[]", 100) + "uuid'}\nroutes: [GET /x X]\n", 1, 141, diag.TooBigExpression, "types stand at most 64 deep in each other"},
	{"a name behind 33 others", "types:\n" + names(34) + "routes: [GET /x X]\n", 2, 3, diag.TooBigExpression, "T0 stands for more than 32 names, one behind the other"},
	{"257 typed parameters", "routes: [{path: /x, handler: X, query: {" + parameters(257) + "}}]", 1, 33, diag.NotCarried, "a request has at most 256 typed parameters of a kind, not 257"},
	{"a hundred thousand methods", "routes: [{path: /x, handler: X, methods: '" + strings.Repeat("GET,", 100000) + "GET'}]", 1, 42, diag.TooManyMethods, "a route has more methods than a manifest can have"},
	{"55 methods of one's own", "routes: [{path: /x, handler: X, methods: [" + ownMethods(55) + "]}]", 1, 259, diag.TooManyMethods, "a manifest has at most 54 methods beside the registered ones"},
}

// parameters are so many of a query.
func parameters(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "p%d: int, ", i)
	}
	return b.String()
}

// names are entries of types that stand for each other, the last for int.
func names(n int) string {
	var b strings.Builder
	for i := range n - 1 {
		fmt.Fprintf(&b, "  T%d: T%d\n", i, i+1)
	}
	fmt.Fprintf(&b, "  T%d: int\n", n-1)
	return b.String()
}

func ownMethods(n int) string {
	var list []string
	for i := range n {
		list = append(list, "M"+string(rune('A'+i/26))+string(rune('A'+i%26)))
	}
	return strings.Join(list, ",")
}

func TestInput(t *testing.T) {
	for _, row := range inputRows {
		t.Run(row.name, func(t *testing.T) {
			m, faults := parse("routes.yaml", []byte(row.src))
			if m != nil {
				t.Error("a manifest came with it")
			}
			if len(faults) != 1 {
				t.Fatalf("%d faults instead of one: %v", len(faults), found(faults))
			}
			f := faults[0]
			if f.Code != row.code || f.Message != row.message || f.Primary.Line != row.line || f.Primary.Col != row.col {
				t.Errorf("got %d:%d %s: %s", f.Primary.Line, f.Primary.Col, f.Code, f.Message)
			}
		})
	}
}
