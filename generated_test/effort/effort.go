// Package effort says how much work the tests do that draw at random or try all there is:
// little in an ordinary run, all of it where HTTPGEN_LONG is set, as `make long` does.
package effort

import "os"

// Variable is the name of what asks for the long form of tests.
const Variable = "HTTPGEN_LONG"

// Long says whether the long form is asked for.
func Long() bool { return os.Getenv(Variable) != "" }

// Of is how many things a test tries.
func Of(ordinary, long int) int {
	if Long() {
		return long
	}
	return ordinary
}
