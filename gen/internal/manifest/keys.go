package manifest

import "slices"

// The keys of a manifest live here, as data: the decoder, the check for unknown keys
// and the JSON Schema are made from this one table.

// Shape is the kind of value that a key takes.
// Shapes are what the decoder's core tells apart (reader.fits); what a value means beyond
// that is decoded where its key is asked for.
type Shape uint8

const (
	Word        Shape = iota // a scalar, not empty
	Text                     // a scalar, may be empty
	Flag                     // true or false
	Choice                   // one of Key.Choices
	StatusCode               // a number
	SizeValue                // 1MiB
	TimeValue                // 30s
	CountValue               // 100
	WordList                 // a scalar, with commas, or a list of scalars
	WordMap                  // a mapping of names to scalars
	Object                   // a mapping of the keys of Key.Of
	ObjectOrOff              // that, or off
	CodingList               // a list of words, one, a mapping of the keys of Key.Of, or off
	ObjectMap                // a mapping of names to such mappings
	ObjectList               // a list of such mappings
	HookList                 // a list of names, or mappings of AtHook
	RouteList                // a list of short forms, or mappings of AtRoute or AtGroup
	LevelMap                 // a mapping of warnings to off, warn, error
	// a mapping of names to expressions, fields, or mappings of AtRecord or AtUnion
	TypeMap
	FieldMap    // a mapping of names to expressions, or mappings of AtField
	MemberList  // a list of names, or a mapping of tags to names
	ResultMap   // a result, or a mapping of statuses to results, or mappings of AtResult
	ContentMap  // a result, or a mapping of content types to results
	Unsupported // of a key with NotYet
)

// Key is one key of a manifest.
//
// A new key is a row of Keys, and a line where its mapping is decoded: what is said of unknown
// keys, kinds of values, required ones and choices, and the JSON Schema, follow from the row.
// layout wants to know where it stands among the others, docs/reference.md what it does.
type Key struct {
	Name     string
	In       Place
	Shape    Shape
	Of       Place    // of Object, ObjectMap and ObjectList: where its keys stand
	Choices  []string // of Choice
	Required bool
	Default  string // as it would be written, or ""
	NotYet   bool   // in the contract, and not supported by this version
	Doc      string // one sentence, for editors
}

// Keys is the table of all keys but those of server, which are Settings.
var Keys = append([]Key{
	{Name: "package", In: AtTop, Shape: Word,
		Doc: "Package clause of the generated files; by default the name of the output folder."},
	{Name: "imports", In: AtTop | AtIncluded, Shape: WordMap,
		Doc: "Packages of the Go names used in the manifest: name to import path."},
	{Name: "include", In: AtTop, Shape: WordList,
		Doc: "More files of the same package, relative to the manifest: routes, groups, types, " +
			"converters, static, with imports of their own."},
	{Name: "out", In: AtTop, Shape: Word,
		Doc: "Output folder, relative to the manifest; by default the manifest's own."},
	{Name: "server", In: AtTop, Shape: Object, Of: AtServer,
		Doc: "Defaults that the generated New applies; options override them."},
	{Name: "types", In: AtTop | AtIncluded, Shape: TypeMap,
		Doc: "Types of the contract: records, enums, unions, named expressions; each becomes " +
			"a Go type."},
	{Name: "converters", In: AtTop | AtIncluded, Shape: ObjectMap, Of: AtConverter,
		Doc: "Own path parameter types, tried before str, in this order."},
	{Name: "security", In: AtTop | AtIncluded, Shape: ObjectMap, Of: AtSecurity,
		Doc: "Security schemes as OpenAPI has them, by name; `scheme` of a hook may name one."},
	{Name: "hooks", In: AtTop | AtRoute | AtGroup, Shape: Object, Of: AtHooks,
		Doc: "Hooks that run before, around and after."},
	{Name: "without", In: AtRoute | AtGroup, Shape: WordList,
		Doc: "Hooks of the groups around it that do not apply."},
	{Name: "errors", In: AtTop | AtRoute | AtGroup, Shape: WordMap,
		Doc: "Error handlers, by status (400 to 599) or by Go error type."},
	{Name: "static", In: AtTop | AtIncluded, Shape: ObjectList, Of: AtStatic,
		Doc: "Directories served before the routes."},
	{Name: "mounts", In: AtTop | AtIncluded, Shape: ObjectList, Of: AtMount,
		Doc: "Prefixes below which an http.Handler answers what no route does."},
	{Name: "routes", In: AtTop | AtGroup | AtIncluded, Shape: RouteList,
		Doc: "The routes: METHOD[,METHOD] PATH HANDLER, or mappings of a route or a group."},
	{Name: "trailing_slash", In: AtTop, Shape: Choice, Choices: []string{"strict", "redirect"},
		Default: "strict", Doc: "Whether a path that differs from a route by a trailing slash is " +
			"answered with a redirect (301 for GET and HEAD, else 308)."},
	{Name: "bad_param", In: AtTop, Shape: Choice, Choices: []string{"404", "400"}, Default: "404",
		Doc: "The status where only a refused parameter keeps a route from matching."},
	{Name: "problem", In: AtTop, Shape: Flag, Default: "false",
		Doc: "Error bodies of RFC 9457 (application/problem+json)."},
	{Name: "json", In: AtTop, Shape: Object, Of: AtJSON,
		Doc: "How bodies of JSON are read that generated code reads."},
	{Name: "lint", In: AtTop, Shape: LevelMap,
		Doc: "Warnings, by code or name, to off, warn or error."},
	{Name: "client", In: AtTop, Shape: Unsupported, Default: "false", NotYet: true,
		Doc: "Generate a typed client."},
	{Name: "runtime", In: AtTop, Shape: Word, Doc: "Import path of the runtime, after vendor."},
	{Name: "freshness_test", In: AtTop, Shape: Flag, Default: "false",
		Doc: "Generate a test that fails when the manifest changed after generation."},

	{Name: "type", In: AtConverter, Shape: Word, Required: true,
		Doc: "The Go type T of the parameter."},
	{Name: "parse", In: AtConverter, Shape: Word, Required: true,
		Doc: "A func(string) (T, error); an error means that the route does not match."},
	{Name: "format", In: AtConverter, Shape: Word, Required: true,
		Doc: "A func(T) string, for URL builders."},

	{Name: "prefix", In: AtStatic | AtMount, Shape: Word, Required: true,
		Doc: "Path prefix, such as /assets."},
	{Name: "handler", In: AtMount, Shape: Word, Required: true,
		Doc: "Name of the method that gives the http.Handler; New calls it once."},
	{Name: "strip", In: AtMount, Shape: Flag, Default: "false",
		Doc: "Whether the handler gets its request without the prefix, as by http.StripPrefix."},
	{Name: "dir", In: AtStatic, Shape: Word, Required: true,
		Doc: "Directory, relative to the working directory of the server."},
	{Name: "fallback", In: AtStatic, Shape: Word,
		Doc: "File of the directory for paths that are none: GET that accepts HTML, behind " +
			"everything but 404; for single-page applications."},
	{Name: "charset", In: AtStatic, Shape: Word,
		Doc: "Charset told of every text; by default utf-8, and none of HTML, XML and SVG, which " +
			"declare their own."},

	{Name: "path", In: AtRoute, Shape: Text, Required: true,
		Doc: "The path pattern; in a group it follows the prefix, and may be empty."},
	{Name: "methods", In: AtRoute, Shape: WordList, Default: "[GET]",
		Doc: "Methods; ANY or \"*\" is every method but CONNECT and TRACE."},
	{Name: "handler", In: AtRoute, Shape: Word, Required: true,
		Doc: "Name of the handler's method, an exported Go identifier."},
	{Name: "name", In: AtRoute | AtGroup, Shape: Word,
		Doc: "Of a route: its name, by default the handler's. Of a group: its methods gather in " +
			"<Name>Handlers."},
	{Name: "body", In: AtRoute, Shape: ContentMap,
		Doc: "The request body: a type (JSON), form, form(T), multipart, multipart(T), " +
			"multipart_stream(T), ndjson(T), text, bytes or stream (an io.Reader that keeps " +
			"nothing in memory); or a mapping of content types to such."},
	{Name: "query", In: AtRoute, Shape: FieldMap,
		Doc: "Typed query parameters: name to type expression, or to a mapping with `type`."},
	{Name: "unknown_query", In: AtRoute, Shape: Choice, Choices: []string{"ignore", "reject"},
		Default: "ignore", Doc: "What becomes of query parameters that are not declared: " +
			"ignored, or answered 400."},
	{Name: "headers", In: AtRoute | AtResult, Shape: FieldMap,
		Doc: "Typed header fields, in the same form; case does not matter in their names. Of a " +
			"route those of requests, of a result those of its answer."},
	{Name: "cookies", In: AtRoute, Shape: FieldMap,
		Doc: "Typed cookies, in the same form; there are no lists."},
	{Name: "returns", In: AtRoute, Shape: ResultMap,
		Doc: "The result: a type (JSON), text, html, bytes, none, file, events(T), ndjson(T) or " +
			"chunks, or http, where a handler of net/http writes the answer; or a mapping of statuses to results; left out, a runtime.Response."},
	{Name: "status", In: AtRoute, Shape: StatusCode, Default: "200",
		Doc: "Status of a declared result; 204 by default for none."},
	{Name: "max_body_size", In: AtRoute | AtGroup, Shape: SizeValue,
		Doc: "Largest request body, or off; of a group, the default of its routes."},
	{Name: "min_body_rate", In: AtRoute | AtGroup, Shape: SizeValue,
		Doc: "Bytes per second that the sender of a streamed body has to keep up, or off: then " +
			"read_timeout is for each piece of it. Of a group, the default of its routes."},
	{Name: "timeout", In: AtRoute | AtGroup, Shape: TimeValue,
		Doc: "Time for a handler, or off; of a group, the default of its routes."},
	{Name: "summary", In: AtRoute, Shape: Text, Doc: "One line about the route."},
	{Name: "description", In: AtRoute | AtRecord | AtUnion | AtField | AtSecurity | AtInfo,
		Shape: Text, Doc: "More about the route, type, field, scheme or service."},
	{Name: "deprecated", In: AtRoute | AtField, Shape: Flag, Default: "false",
		Doc: "Marks the generated names of the route or field as deprecated."},

	{Name: "group", In: AtGroup, Shape: Text, Required: true,
		Doc: "Prefix of the paths of the group's routes; may be empty."},
	{Name: "separate", In: AtGroup, Shape: Flag, Default: "false",
		Doc: "Whether the methods of a named group have a namespace of their own, which " +
			"Handlers gives by a method of the group's name."},

	{Name: "body", In: AtResult, Shape: ContentMap,
		Doc: "The body of a result: as `returns` has it, or a mapping of content types to such; " +
			"left out, there is none."},

	{Name: "fields", In: AtRecord, Shape: FieldMap, Required: true,
		Doc: "The fields of a record: name to type expression, or to a mapping with `type`."},
	{Name: "extends", In: AtRecord, Shape: WordList,
		Doc: "Records whose fields stand in front, by name."},
	{Name: "unknown", In: AtRecord, Shape: Choice, Choices: []string{"keep"},
		Doc: "keep: members of an object that are no fields are kept, in Rest."},
	{Name: "unknown", In: AtJSON, Shape: Choice, Choices: []string{"reject", "ignore"},
		Default: "reject", Doc: "What becomes of members that a record does not declare: " +
			"answered 422, or ignored."},
	{Name: "oneof", In: AtUnion, Shape: Object, Of: AtOneOf, Required: true,
		Doc: "A value is one of several types."},
	{Name: "by", In: AtOneOf, Shape: Word,
		Doc: "The member of the object that tells them apart; without it, kinds of JSON and " +
			"required fields do."},
	{Name: "of", In: AtOneOf, Shape: MemberList, Required: true,
		Doc: "The types, by name: a list, or with `by` a mapping of its values to names."},

	{Name: "type", In: AtField, Shape: Word, Required: true,
		Doc: "A type expression, such as string(max=20)."},
	{Name: "default", In: AtField, Shape: Text,
		Doc: "The value of what is not there; checked against the type."},
	{Name: "go", In: AtField, Shape: Word, Doc: "Name of the field in Go."},
	{Name: "style", In: AtField, Shape: Choice, Choices: StyleNames[:],
		Doc: "How a list or record stands in a parameter, in OpenAPI's words."},
	{Name: "explode", In: AtField, Shape: Flag,
		Doc: "Whether each element of a list stands by itself, as in tag=a&tag=b."},
	{Name: "example", In: AtField, Shape: Text, Doc: "A value as an example, for documentation."},
	{Name: "secret", In: AtField, Shape: Flag, Default: "false",
		Doc: "The value is never echoed nor logged."},
	{Name: "sse", In: AtField, Shape: Choice, Choices: []string{"event", "id", "retry"},
		Doc: "What the field is in an event of a stream; fields without are its data."},
}, slices.Concat(hookKeys, infoKeys, serviceKeys, edgeKeys)...)
