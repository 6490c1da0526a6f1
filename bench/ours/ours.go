// Package ours is the one place where our own generated code and server enter the
// benchmarks. Rivals live in packages routing, server and memory.
package ours

import (
	"example.com/httpgen/bench/routing"
	"example.com/httpgen/bench/server"
	"example.com/httpgen/bench/service"
)

// routers holds the package that cmd/generate made for each set under generated/, by
// the set's name, with "_typed" behind it for the typed twin. The file sets_gen.go,
// which cmd/generate writes too, fills it; without it the rivals run alone.
var routers = map[string]func() routing.Router{}

// Routers are our routers for a set: none where nothing was generated for it.
func Routers(set *routing.Set) []routing.Router {
	key := set.Name
	if set.Typed {
		key += "_typed"
	}
	if make, ok := routers[key]; ok {
		return []routing.Router{make()}
	}
	return nil
}

// Servers are our server, as server.Rivals are the others.
func Servers() []server.Server { return []server.Server{service.Server{}} }
