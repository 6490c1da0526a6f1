package model

// User is who a token is of.
type User struct{ Name string }

// Partner is the name of a shop that sells our books, too.
type Partner string
