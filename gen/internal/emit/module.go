package emit

import "strings"

// RuntimePath is the import path of the runtime that generated code refers to where the
// manifest names none.
func RuntimePath() string { return runtimePath }

// ModulePath is the path of the module that the runtime and the command belong to.
func ModulePath() string { return strings.TrimSuffix(runtimePath, "/runtime") }
