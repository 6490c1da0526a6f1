// Package userproject tests the whole way that a user goes: a module of his own outside
// this checkout, go generate, go test, and what the compiler says about his mistakes.
package userproject
