package manifest

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/types"
)

// The names of fields and parameters are checked here: what a request can carry, and what the
// server keeps for itself.

// served are fields that the server reads for itself, and what to do about them.
var served = map[string]string{
	"cookie":            "declare it in `cookies`",
	"host":              "the server has read it: a handler asks for req.Header(\"Host\")",
	"content-length":    "the server has read it: it says where the body ends",
	"transfer-encoding": "the server has read it: it says where the body ends",
	"connection":        "the server has read it: it is about the connection, not the request",
	"keep-alive":        "the server has read it: it is about the connection, not the request",
	"proxy-connection":  "the server has read it: it is about the connection, not the request",
	"te":                "the server has read it: it is about the connection, not the request",
	"trailer":           "the server has read it: it is about the body",
	"expect":            "the server has read it, and has answered it",
}

// oddHeaders are fields that say nothing to a handler, and what to do about them.
var oddHeaders = map[string]string{
	"content-type": "`body` says which content types are taken",
	"set-cookie":   "responses have it, requests do not: declare the cookie in `cookies`",
}

// inputName checks the name of a parameter.
//
//	headers: {Host: string}          refused: the server has read it
//	headers: {Content-Type: string}  a warning: `body` says what is taken
//	headers: {"X Y": string}         refused: no client can send it
//	query: {"tag[]": "[]string"}     a warning: lists are taken as tag[]=a anyway
//	query: {"tag?": string}          refused: the mark stands behind the type
func (d *decoder) inputName(n *yaml.Node, in carrier) bool {
	at, name := d.Source.span(n), n.Value
	bad := func(help, format string, args ...any) bool {
		d.Report(diag.BadFieldName, at, help, format, args...)
		return false
	}
	what := in.String()
	notToken := strings.IndexFunc(name, func(r rune) bool { return !isToken(r) })
	optional, marked := strings.CutSuffix(name, "?")
	switch {
	case name == "":
		return bad("", "%s needs a name", what)
	case strings.ContainsFunc(name, unicode.IsControl):
		return bad("", "the name of %s cannot have control characters in it", what)
	case marked && optional != "":
		return bad(fmt.Sprintf("write %s: \"T?\"", optional),
			"the ? of what may be absent stands behind the type")
	case (in == inHeaders || in == inCookies) && notToken >= 0:
		return bad("write letters, digits and any of !#$%&'*+-.^_`|~ (RFC 9110 §5.6.2)",
			"the name of %s cannot have %q in it", what, []rune(name[notToken:])[0])
	case in == inHeaders && served[strings.ToLower(name)] != "":
		d.Report(diag.ServedField, at, served[strings.ToLower(name)], "%s is no parameter", name)
		return false
	case in == inHeaders && oddHeaders[strings.ToLower(name)] != "":
		d.Report(diag.OddHeader, at, oddHeaders[strings.ToLower(name)],
			"%s is no field that a handler is told", name)
	case in == inQuery && strings.ContainsAny(name, "[]"):
		d.Report(diag.BracketName, at,
			"write the name without: lists are taken as name[]=a, too, and records with "+
				"`style: deepObject` as name[key]=a",
			"the name %s has brackets, which not all clients can send", diag.Quoted(name))
	}
	return true
}

// apart reports parameters that requests cannot tell from each other, and leaves the second of them
// out. Fields of records that are exploded stand beside what else there is.
//
//	query: {page: int, filter: Filter}       a fault, if Filter has a field page
//	  with filter as style: deepObject       none: it is filter[page] there
//	headers: {X-Id: string, x-id: string}    a fault: case does not matter
//
// names is how many a request can have, which generated code counts.
func (d *decoder) apart(list []*types.Field, in carrier) (kept []*types.Field, names int) {
	seen := map[string]diag.Span{}
	kept = slices.DeleteFunc(list, func(f *types.Field) bool {
		names := []string{f.Name}
		if base := f.Type.Base(); in == inQuery && isRecord(base) {
			names = nil
			for _, member := range base.Decl.Fields {
				name := member.Name
				if f.Style == types.DeepObject {
					name = f.Name + "[" + name + "]"
				}
				names = append(names, name)
			}
		}
		for _, name := range names {
			key := name
			if in == inHeaders {
				key = strings.ToLower(key)
			}
			if first, twice := seen[key]; twice {
				d.Report(diag.FieldTwins, f.Span,
					"give one of them another name, or let a record be `style: deepObject`",
					"two parameters are %s in a request", diag.Quoted(name)).
					Also(first, "the other")
				return true
			}
			seen[key] = f.Span
		}
		return false
	})
	return kept, len(seen)
}
