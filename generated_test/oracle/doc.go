// Package oracle answers which route of a manifest takes a request, slowly and in the
// plainest way: sort the routes by precedence; the first that matches method and path
// answers. It is a second reading of the rules for paths and routing, shares no code
// with the generator or the runtime, and is what both are tested against.
//
// Each rule is one function: [ParsePattern] reads a pattern, [Compare] is the order of
// precedence, one greedy regular expression per route is the splitting of a path, and
// [Table.Match] is the choice of the answer.
package oracle
