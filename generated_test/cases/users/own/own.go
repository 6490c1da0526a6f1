// Package own has the types that hooks give.
package own

// A User is who a token or a password is of.
type User struct{ Name string }

// A Partner is who a key is of.
type Partner string

// A Visit is given to every handler.
type Visit int

// Banned is an error that has an error handler.
type Banned struct{ Name string }

func (b *Banned) Error() string { return b.Name + " is banned" }
