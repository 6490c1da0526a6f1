package gen

// includeRows are manifests that include files, and what is said of them, in the concise format;
// "" where nothing is.
var includeRows = []struct{ name, files, want string }{
	{"routes, types and converters of several files", `
-- routes.yaml --
package: shop
include: [orders.yaml, sub/more.yaml]
types: {Page: {orders: "[]Order"}}
routes: [GET /status Status]
-- orders.yaml --
imports: {m: example.com/orders/model}
converters: {no: {type: m.No, parse: m.Parse, format: m.Format}}
types: {Order: {no: no, lines: "[]Line"}}
routes: [{path: "/orders/<no:id>", handler: GetOrder, returns: Page}]
-- sub/more.yaml --
types: {Line: {text: string}}
static: [{prefix: /a, dir: ./a}]
routes: [{group: /more, routes: [GET /<no:id> More]}]
`, ""},
	{"routes in an included file alone", `
-- routes.yaml --
include: orders.yaml
-- orders.yaml --
routes: [GET /orders Orders]
`, ""},
	{"a file that is not there", `
-- routes.yaml --
include:
  - none.yaml
routes: [GET /status Status, GET x X]
`, `routes.yaml:2:5: error HG0040: "none.yaml" cannot be included: no such file or directory (a path counts from the folder of the manifest)
routes.yaml:3:34: error HG0101: a path starts with / (write /x)
`},
	{"nothing is said of what a missing file may declare", `
-- routes.yaml --
include: [none.yaml]
converters: {unused: {type: string, parse: parseNo, format: formatNo}}
routes: [{path: "/<no:id>", handler: A, returns: "[]order"}]
`, `routes.yaml:1:11: error HG0040: "none.yaml" cannot be included: no such file or directory (a path counts from the folder of the manifest)
`},
	{"a folder", `
-- routes.yaml --
include: [sub]
-- sub/a.yaml --
routes: [GET /a A]
`, `routes.yaml:1:11: error HG0040: "sub" cannot be included: it is no file (a path counts from the folder of the manifest)
`},
	{"an absolute path", `
-- routes.yaml --
include: [/etc/orders.yaml]
routes: [GET /a A]
`, `routes.yaml:1:11: error HG0040: "/etc/orders.yaml" cannot be included: it is an absolute path (write its path from the folder of the manifest)
`},
	{"a path that leaves the module", `
-- go.mod --
module example.com/shop
-- api/routes.yaml --
include: [../shared/a.yaml, ../../b.yaml]
-- shared/a.yaml --
routes: [GET /a A]
`, `api/routes.yaml:1:29: error HG0040: "../../b.yaml" cannot be included: it is outside of the module (a path counts from the folder of the manifest)
`},
	{"without a module, a path that leaves the folder", `
-- api/routes.yaml --
include: [../a.yaml]
-- a.yaml --
routes: [GET /a A]
`, `api/routes.yaml:1:11: error HG0040: "../a.yaml" cannot be included: it is outside of the module (a path counts from the folder of the manifest)
`},
	{"names that are none", `
-- routes.yaml --
include: ["", "a\nb", [a.yaml], {a: b}]
routes: [GET /a A]
`, `routes.yaml:1:11: error HG0040: no file has an empty name (write the path of a file, or take it out)
routes.yaml:1:15: error HG0040: "a\nb" is no path of a file (write its path from the folder of the manifest)
routes.yaml:1:23: error HG0022: an item of "include" takes a single value, not a list (quote the value if the brackets belong to it)
routes.yaml:1:33: error HG0022: an item of "include" takes a single value, not a mapping (quote the value if the brackets belong to it)
`},
	{"the manifest itself", `
-- routes.yaml --
include: [./routes.yaml]
routes: [GET /a A]
`, `routes.yaml:1:11: error HG0040: the manifest includes itself (take it out)
`},
	{"a file twice", `
-- routes.yaml --
include: [a.yaml, sub/../a.yaml]
-- a.yaml --
routes: [GET /a A]
`, `routes.yaml:1:19: error HG0041: "sub/../a.yaml" is included twice (keep one of them); see routes.yaml:1:11
`},
	{"an included file that includes", `
-- routes.yaml --
include: [a.yaml]
-- a.yaml --
include: [routes.yaml]
routes: [GET /a A]
`, `a.yaml:1:1: error HG0029: "include" is a key of the manifest, not of an included file (move it there)
`},
	{"keys of the manifest", `
-- routes.yaml --
include: [a.yaml]
-- a.yaml --
server: {timeout: 1s}
hooks: {before: [A]}
mounts: []
rotues: []
routes: [GET /a A]
`, `a.yaml:1:1: error HG0029: "server" is a key of the manifest, not of an included file (move it there)
a.yaml:2:1: error HG0029: "hooks" is a key of the manifest or a route or a group, not of an included file (move it there)
a.yaml:4:1: error HG0020: an included file has no key "rotues" (did you mean routes?)
`},
	{"a file that is no YAML", `
-- routes.yaml --
include: [a.yaml]
routes: [{path: /, handler: Root, returns: "[]Order"}]
-- a.yaml --
types: {Order: {no: int}
`, `a.yaml:1:1: error HG0005: a bracket is not closed, or a comma is missing
`},
	{"a file that says nothing", `
-- routes.yaml --
include: [a.yaml, b.yaml, c.yaml]
routes: [GET /a A]
-- a.yaml --
-- b.yaml --
# later
-- c.yaml --
- GET /c C
`, `a.yaml: error HG0001: the included file is empty (take it out of ` + "`include`, or write `routes:`" + ` into it)
b.yaml: error HG0001: the included file holds comments only (take it out of ` + "`include`, or write `routes:`" + ` into it)
c.yaml:1:1: error HG0022: an included file takes a mapping (` + "`key: value`" + `), not a list (its keys are imports, types, converters, security, static, mounts, routes)
`},
	{"a file that is no text", "\n-- routes.yaml --\ninclude: [a.yaml]\nroutes: [GET /a A]\n" +
		"-- a.yaml --\nroutes: [GET /\xe9 E]\n",
		`a.yaml:1:15: error HG0003: byte 0xe9 is not UTF-8 (write the manifest in UTF-8)
`},
	{"two equal routes", `
-- routes.yaml --
include: [a.yaml]
routes:
  - GET /books/<id> GetBook
-- a.yaml --

routes: [GET /books/<isbn> OtherBook]
`, `a.yaml:2:14: error HG0203: two routes answer GET /books/new (give one of them a converter, or another method); see routes.yaml:3:9
`},
	{"two routes of one name", `
-- routes.yaml --
include: [a.yaml, b.yaml]
-- a.yaml --
routes: [GET /a Same]
-- b.yaml --
routes: [{path: /b, handler: Other, name: Same}]
`, `b.yaml:1:43: error HG0303: two routes are called Same (add ` + "`name: Same2`" + `, or another); see a.yaml:1:17
`},
	{"types and converters of one name", `
-- routes.yaml --
include: [a.yaml]
types: {Book: {id: int}}
converters: {no: {type: int, parse: parseNo, format: formatNo}}
routes: [{path: "/<no:n>", handler: A, returns: Book}]
-- a.yaml --
types:
  Book: {no: string}
converters:
  no: {type: int, parse: parseNo, format: formatNo}
`, `a.yaml:2:3: error HG0021: two files declare the type Book (keep one of them, or give one another name); see routes.yaml:2:9
a.yaml:4:3: error HG0021: two files declare the converter no (keep one of them, or give one another name); see routes.yaml:3:14
`},
	{"two static directories of one prefix", `
-- routes.yaml --
include: [a.yaml]
static: [{prefix: /a, dir: ./a}]
routes: [GET /b B]
-- a.yaml --
static: [{prefix: /a/, dir: ./b}]
`, `a.yaml:1:19: error HG0509: two directories are served under "/a" (keep one of them); see routes.yaml:2:19
`},
	{"two groups of one name", `
-- routes.yaml --
include: [a.yaml]
routes: [{group: /a, name: Admin, routes: [GET /x X]}]
-- a.yaml --
routes: [{group: /b, name: Admin, routes: [GET /y Y]}]
`, `a.yaml:1:28: error HG0302: AdminHandlers would be declared twice, as the interface of the group Admin (give the group another ` + "`name`" + `); see routes.yaml:2:28
`},
	{"imports are those of their file", `
-- routes.yaml --
include: [a.yaml]
imports: {model: example.com/model}
routes: [{path: /x, handler: X, returns: model.X}]
-- a.yaml --
routes: [{path: /a, handler: A, returns: model.A}]
`, `a.yaml:1:42: error HG0403: the package model is not in ` + "`imports` (each file has imports of its own: add `model: example.com/model`" + ` to those of this one)
`},
	{"an import that only another file uses", `
-- routes.yaml --
include: [a.yaml]
imports:
  model: example.com/model
routes: [GET /x X]
-- a.yaml --
imports: {model: example.com/model}
routes: [{path: /a, handler: A, returns: model.A}]
`, `routes.yaml:3:3: warning HG0405: the import "model" is not used (take it out)
`},
	{"warnings are ignored where they are", `
-- routes.yaml --
include: [a.yaml]
routes:
  # httpgen:ignore HG0603 because both are old
  - GET /<name>/edit Edit
# httpgen:ignore HG0207 because it is the last line
-- a.yaml --
routes:
  - GET /new/<what> New
  - PSOT /x X # httpgen:ignore unusual-method because so it is
`, `routes.yaml:5:1: warning HG0033: no warning is ignored here (take the comment out)
`},
	{"a level holds for all files", `
-- routes.yaml --
include: [a.yaml]
lint: {unusual-method: error}
routes: [GET /a A]
-- a.yaml --
routes: [PSOT /x X]
`, `a.yaml:1:10: error HG0207: PSOT is no registered method (did you mean POST?)
`},
}
