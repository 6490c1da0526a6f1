package manifest

import (
	"slices"
	"strconv"
	"strings"
)

// Names that generated code keeps for itself live here.

// LocalNames are names that generated functions use beside parameters, or will.
// A parameter of such a name is called otherwise (package check); an import of it is a fault.
var LocalNames = []string{"req", "body", "query", "headers", "cookies", "d", "x", "match",
	"runtime",
	"time"}

// HTTPNames are the first parameters of handlers of net/http.
var HTTPNames = []string{"w", "r"}

// variableNames are those that generated functions give to variables where they spell
// types and functions of the manifest: a package or function of that name would be hidden.
var variableNames = []string{"d", "f", "handled", "ok", "req", "resp", "text", "value", "x"}

// ReservedPrefix begins the names that generated packages keep for themselves.
const ReservedPrefix = "httpgen"

// Hidden says whether a package or function of this name could not be seen everywhere in
// generated code. Values of path parameters are called p1, p2 and so on.
func Hidden(name string) bool {
	number, ok := strings.CutPrefix(name, "p")
	if _, err := strconv.ParseUint(number, 10, 16); ok && err == nil {
		return true
	}
	return slices.Contains(variableNames, name) || strings.HasPrefix(name, ReservedPrefix)
}
