// Httpgen turns a route manifest into a Go package: a compiled dispatcher, one
// interface to implement, and typed URL builders.
//
//	httpgen [command] [flags] [routes.yaml]
//
// Without a manifest's name, routes.yaml is looked for in the working directory, then
// in its parents up to the folder of go.mod; a folder means its routes.yaml, "-" standard
// input. Standard output is data, standard error is talk. "httpgen help" lists the commands.
//
// Exit codes: 0 ok, 1 faults in the manifest or something that cannot be read or
// written, 2 usage, 3 generated files out of date, 4 a breaking change, 5 no route answers,
// 70 a bug in httpgen.
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }
