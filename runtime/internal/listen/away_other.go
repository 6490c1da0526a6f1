//go:build !linux

package listen

import "net"

// Elsewhere nothing keeps new connections away from one socket of several.

func dropNew(net.Listener) bool { return false }
func refuseNew(net.Listener)    {}
