//go:build !linux

package runtime

import "net"

// reusePort is nil where there is nothing like it: BSDs have an option of this name that
// does not spread connections.
var reusePort func(addr string) (net.Listener, error)
