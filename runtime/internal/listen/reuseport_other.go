//go:build !linux

package listen

import "net"

var reusePort func(addr string) (net.Listener, error)
