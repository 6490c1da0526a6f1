// Package model is a manifest as later stages see it: data, with positions for messages and
// without YAML. Package manifest makes it, check makes sure of it, plan and emit read it.
package model

import (
	"time"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/types"
)

// Manifest is a manifest. Of a checked one every name is resolved, and no rule broken whose
// breach is an error: stages behind it cannot fail on input.
type Manifest struct {
	File       string // as the author names it in messages
	Package    string // package clause of the generated files
	Out        string // output folder as written in `out`, or ""
	Runtime    string // import path of the runtime as written, or ""
	Imports    []*Import
	Settings   []*Setting
	Info       Info
	Docs       string        // path of the page about the service, or ""
	Types      []*types.Decl // in file order
	Converters []*Converter
	Security   []*SecurityScheme
	Hooks                      // global
	Errors     []*ErrorHandler // global, manifest order
	Static     []*Static
	Mounts     []*Mount
	CORS       *CORS // nil: nothing is said, or off
	Compress   *Compress
	Health     Health
	Groups     []*Group // every group, outer before inner, in file order
	Routes     []*Route // flat, in file order

	RedirectSlash bool // trailing_slash: redirect
	BadParam400   bool
	Problem       bool
	FreshnessTest bool
	IgnoreUnknown bool // json: {unknown: ignore}
	Edge          Edge
}

// Edge is `edge`: what proxies in front of the service are told. "" is not set.
type Edge struct {
	Upstream string // host:port of the service
	Listen   string // host:port or :port where the proxy listens
}

// Import is one entry of `imports`: the name used in the manifest and its path.
type Import struct {
	Name, Path string
	Span       diag.Span
}

// Setting is one entry of `server`, resolved by the table of package manifest.
//
// A manifest has only those that it names; what the others are is known to the runtime, whose
// options have the same defaults.
type Setting struct {
	Key    string // max_body_size
	Option string // MaxBodySize, the name of the runtime's option
	Unit   Unit
	Value  int64 // bytes, nanoseconds or a count; -1: off, which is the runtime's negative
	Span   diag.Span
}

// Info is what an OpenAPI document says of the service.
type Info struct {
	Title, Version, Description string
	Servers                     []string // URLs
}

// Unit says what a Setting's value counts.
type Unit uint8

const (
	Count Unit = iota
	Bytes
	Duration
)

// Converter is an own converter with its Go.
type Converter struct {
	*pattern.Own
	Type   *Type
	Parse  *Type // func(string) (T, error), a qualified or bare identifier
	Format *Type // func(T) string
	Span   diag.Span
}

// Type is a Go type or a qualified identifier as written in the manifest, checked:
// it parses, and its package names are in `imports`.
type Type struct {
	Text string
	Span diag.Span
}

// ErrorHandler maps a status or a Go error type to a handler.
type ErrorHandler struct {
	Status      int    // 0: by type
	Type        *Type  // nil: by status
	Handler     string // likewise
	HandlerSpan diag.Span
	Span        diag.Span // of the status or type
}

// Static is a directory served before the routes.
type Static struct {
	Prefix, Dir string
	Fallback    string // name of a file as io/fs has it, or ""
	Charset     string // a token, or ""
	Span        diag.Span
}

// Mount is a prefix below which an http.Handler answers.
type Mount struct {
	Prefix      string // decoded text, without a slash at the end
	Handler     string // method that gives the handler
	Strip       bool
	Span        diag.Span // of the prefix
	HandlerSpan diag.Span
}

// Group is a group of routes. Its own lists hold only what stands at the group;
// those of Parent come on top.
//
// Named groups make interfaces: of Admin within Shop the name is ShopAdmin, the interface
// ShopAdminHandlers, which ShopHandlers embeds.
type Group struct {
	Parent    *Group // nil at the top
	Prefix    string // its own
	Name      string // joined with the names of the groups around it; "" if it has none of its own
	Interface string // name of the interface its methods gather in: Handlers, or <Name>Handlers
	Separate  bool   // its methods have a namespace of their own
	Space     string // the namespace that they are in: Name of a separate group, or ""
	Hooks
	// Guarded is the literal text of the whole prefix where a hook of the group has scope
	// prefix, else "".
	Guarded  string
	Errors   []*ErrorHandler
	CORS     *CORS     // its own; nil: nothing is said
	Span     diag.Span // of the prefix
	NameSpan diag.Span // of its own name
}

// Route is one route.
type Route struct {
	Name    string           // unique
	Handler string           // method of Group's interface, its namespace in front
	Methods []string         // upper case, as written; ANY and * are "*"
	Path    string           // prefixes of the groups and path
	Pattern *pattern.Pattern // parsed Path
	Params  []*Param         // one for each parameter of Pattern, in order
	Group   *Group           // nil at the top

	Query         *Input // nil: none is declared
	Headers       *Input
	Cookies       *Input
	UnknownReject bool // unknown_query: reject

	Body    Body
	Returns Returns
	Status  int // of a declared result; 0: the default (200, 204 for none)

	Hooks
	Errors []*ErrorHandler
	Limits Limits   // with the groups' defaults
	Decode []string // codings of request bodies
	// Compress is that of the nearest group if it has none; nil: nothing is said, or off.
	Compress *Compress
	CORS     *CORS // that of the nearest group if it has none; nil: nothing is said, or off

	Summary, Description string
	Deprecated           bool
	Tags                 []string // of an OpenAPI document; nil: the named group

	Line     int       // of the route in the file
	Span     diag.Span // of the whole short form, or of the path in the long form
	PathSpan diag.Span // of the path as written
}

// Limits are those that routes and groups may have of their own. 0 is not set, a negative
// value off, which is what they are to the runtime.
type Limits struct {
	MaxBody     int64         // bytes
	MinBodyRate int64         // bytes per second
	Timeout     time.Duration // of a handler
}

// Param is what generated code calls a path parameter.
type Param struct {
	Ident string // Go identifier, unique in its signature
	Any   *Enum  // the generated type of an any(...), else nil
}

// Enum is a generated string type for any(...): equal names with equal words share it.
type Enum struct {
	Ident  string // Sort
	Words  []string
	Consts []string // SortHot, …, one for each word
	Span   diag.Span
}

// An Input is the typed query, header fields or cookies of a handler: one struct, whose name
// begins with the handler's.
type Input struct {
	Ident  string // SearchQuery
	Fields []*types.Field
	Span   diag.Span // of the key
}

// BodyKind says how a request body reaches the handler.
type BodyKind uint8

const (
	NoBody BodyKind = iota
	JSONBody
	FormBody
	TextBody
	BytesBody
	StreamBody
	MultipartBody
	TypedFormBody       // form(T)
	TypedMultipartBody  // multipart(T)
	MultipartStreamBody // multipart_stream(T)
	NDJSONBody          // ndjson(T)
	OneOfBody           // Contents
	LentBytesBody       // valid until the handler returns
)

// Body is `body`.
type Body struct {
	Kind BodyKind
	// Type is the Go type of JSONBody as a handler gets it, and of the values of NDJSONBody. Where
	// Expr is nil, encoding/json reads it.
	Type *Type
	// Expr is the same type where generated code reads it: there are types of the manifest in it,
	// constraints, or what Go alone does not have.
	Expr     *types.Type
	Optional bool // T?: may be missing; of OneOfBody all of it
	// Decl is T of form(T), multipart(T) and multipart_stream(T): a record.
	Decl *types.Decl
	// Contents are those of OneOfBody, as they are written.
	Contents []*Content
}

// A Content is what a body is under one of several content types: a struct, which holds it.
type Content struct {
	Ident string // CreateBookBodyJSON
	Type  string // in lower case: "application/json"
	Body  Body   // never missing: a body that is has no content type
	Span  diag.Span
}

// ReturnsKind says what a handler returns.
type ReturnsKind uint8

const (
	ReturnsResponse ReturnsKind = iota
	ReturnsJSON
	ReturnsText
	ReturnsHTML
	ReturnsBytes
	ReturnsNone
	ReturnsFile   // a response of runtime.File…
	ReturnsEvents // a sequence of Type, as server-sent events
	ReturnsNDJSON // the same, one JSON text a line
	ReturnsChunks // a sequence of bytes
	ReturnsOneOf  // Results
	ReturnsHTTP   // the handler is one of net/http, and writes the answer
)

// Returns is `returns`.
type Returns struct {
	Kind ReturnsKind
	// Type is the Go type of ReturnsJSON, or of the values of ReturnsEvents and ReturnsNDJSON.
	Type *Type
	Expr *types.Type // the same, where generated code writes it; nil: encoding/json does
	// Results are those of ReturnsOneOf, by status, and of one status as they are written.
	Results []*Result
}

// A Result is one of several that a handler may return: a struct, which holds what its status
// has for a body, and header fields.
type Result struct {
	Ident   string // GetBook200, Search200CSV
	Status  int
	Content string  // content type of the body as declared; "": that of the body's kind
	Body    Returns // ReturnsNone: there is none
	Headers []*types.Field
	Span    diag.Span // of the status or content type
}
