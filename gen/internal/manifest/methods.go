package manifest

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/nearest"
)

// The methods of a route are checked here.

// registered are the methods that a route can have and that every reader knows (RFC
// 9110 §9.1, RFC 5789).
var registered = []string{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}

// maxOwnMethods is how many methods beyond these a manifest may have: the dispatcher
// keeps a set of methods in one word.
const maxOwnMethods = 54

// methods reads the first part of a short form.
// Each method is placed by itself, so that one wrong among several is underlined alone.
func (d *decoder) methods(n *yaml.Node, part cutting) []string {
	if d.tooManyInOne(n, part.text) {
		return nil
	}
	var list []string
	var at []diag.Span
	off := part.off
	for word := range strings.SplitSeq(part.text, ",") {
		list = append(list, word)
		at = append(at, d.Source.within(n, off, len(word)))
		off += len(word) + 1
	}
	return d.checkMethods(list, at)
}

// tooManyInOne refuses a scalar with more methods than a manifest can have: the place of
// each is found by walking through the scalar.
func (d *decoder) tooManyInOne(n *yaml.Node, text string) bool {
	if strings.Count(text, ",") < maxOwnMethods+len(registered) {
		return false
	}
	d.Report(diag.TooManyMethods, d.Source.span(n), "write ANY for every method",
		"a route has more methods than a manifest can have")
	return true
}

// methodList reads `methods`: a list, or one scalar with commas.
// Both forms are read into the same two lists, so that what is said of a method does not
// depend on the form.
func (d *decoder) methodList(n *yaml.Node) []string {
	if n.Kind == yaml.ScalarNode {
		if d.tooManyInOne(n, n.Value) {
			return nil
		}
		var list []string
		var at []diag.Span
		off := 0
		for word := range strings.SplitSeq(n.Value, ",") {
			name := strings.TrimSpace(word)
			list = append(list, name)
			at = append(at, d.Source.within(n, off+strings.Index(word, name), len(name)))
			off += len(word) + 1
		}
		return d.checkMethods(list, at)
	}
	var list []string
	var at []diag.Span
	for _, item := range n.Content {
		if d.isKind(item, yaml.ScalarNode, "an item of methods", "") {
			list = append(list, item.Value)
			at = append(at, d.Source.span(item))
		}
	}
	if len(n.Content) == 0 {
		d.Report(diag.EmptyValue, d.Source.span(n),
			"name a method, or take the key out: the default is [GET]", "\"methods\" is empty")
	}
	return d.checkMethods(list, at)
}

// checkMethods checks a list of methods, each with its place. ANY becomes *, which is the one
// name of it behind this.
func (d *decoder) checkMethods(names []string, at []diag.Span) []string {
	var list []string
	first := map[string]diag.Span{}
	for i, name := range names {
		if name == "ANY" {
			name = "*"
		}
		if !d.method(name, at[i]) {
			continue
		}
		if before, twice := first[name]; twice {
			d.Report(diag.DuplicateMethod, at[i], "keep one of them",
				"the method %s stands twice", name).
				Also(before, "first here")
			continue
		}
		first[name] = at[i]
		list = append(list, name)
	}
	if star, ok := first["*"]; ok && len(list) > 1 {
		d.Report(diag.DuplicateMethod, star, "keep either",
			"* is every method: the others beside it say nothing")
	}
	return list
}

// method checks the name of one method (RFC 9110 §9.1: a token, case-sensitive).
// Lower case is refused, and not taken for upper case: to HTTP `get` is another method, and a
// route for it would answer nobody.
func (d *decoder) method(name string, at diag.Span) bool {
	fault := func(help, format string, args ...any) *diag.Fault {
		return d.Report(diag.BadMethod, at, help, format, args...)
	}
	bad := func(help, format string, args ...any) bool {
		fault(help, format, args...)
		return false
	}
	upper := strings.ToUpper(name)
	switch {
	case name == "*":
		return true
	case name == "":
		return bad("write METHOD or METHOD,METHOD", "a method is missing")
	case name == "CONNECT" || name == "TRACE":
		return bad("take it out", "no route answers %s: the server answers it with 405", name)
	case strings.HasPrefix(name, "/"):
		return bad("write METHOD PATH HANDLER", "%s is a path, not a method", diag.Quoted(name))
	case strings.ContainsFunc(name, func(r rune) bool { return !isToken(r) }):
		return bad("write a name such as GET, or several with commas", "%s is no method",
			diag.Quoted(name))
	case len(name) > 32:
		return bad("", "a method has at most 32 characters: %s", diag.Quoted(name))
	case name != upper:
		if slices.Contains(registered, upper) || upper == "ANY" {
			fault("did you mean "+upper+"?", "methods are case-sensitive: %s is not %s",
				name, upper).
				Fix(name, upper, true)
			return false
		}
		fault("write "+upper, "methods are written in upper case, not %s", diag.Quoted(name)).
			Fix(name, upper, true)
		return false
	}
	if !slices.Contains(registered, name) {
		d.ownMethod(name, at)
	}
	return true
}

// ownMethod notes a method that is not registered: it may be meant, so that one a slip away
// from a registered one is a warning only.
//
// Nearness is a warning and not an error, because the method may be meant: PATH is one letter from
// PATCH.
func (d *decoder) ownMethod(name string, at diag.Span) {
	if _, known := d.ownMethods[name]; known {
		return
	}
	d.ownMethods[name] = at
	if near := nearest.Of(name, registered); near != "" {
		d.Report(diag.UnusualMethod, at, fmt.Sprintf("did you mean %s?", near),
			"%s is no registered method", name).
			Respell(name, near)
	}
	if len(d.ownMethods) == maxOwnMethods+1 {
		d.Report(diag.TooManyMethods, at, "take a route for * and ask for the method there",
			"a manifest has at most %d methods beside the registered ones", maxOwnMethods)
	}
}

// isToken tells the characters of a token (RFC 9110 §5.6.2).
func isToken(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' ||
		strings.ContainsRune("!#$%&'*+-.^_`|~", r)
}
