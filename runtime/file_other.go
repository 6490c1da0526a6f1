//go:build !unix

package runtime

import "os"

// openFlags open a file to be sent.
const openFlags = os.O_RDONLY
