// Package match is what generated code does with the text of a request's path: it looks at
// several bytes at once, cuts segments, takes texts apart by the shapes of parameters, makes
// values of them, and a URL of values. The runtime asks it the same; users call none of it.
//
// It is true of texts whoever sends them: it knows no request, and keeps nothing. A path
// is canonical where it says so: see [Canonical].
package match
