// Package routesets holds the route tables of real services that tests and benchmarks
// match against. README.md names the source and the licence of each.
package routesets

import "embed"

// Files holds one NAME.tsv for each table: a header line, then tab separated METHOD,
// PATH ("{name}" stands for a parameter), PARAM_TYPES ("name=type" or
// "name=type:format", with commas between) and OPERATION_ID, of which the last two may
// be empty.
//
//go:embed *.tsv
var Files embed.FS
