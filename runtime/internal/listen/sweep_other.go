//go:build !unix

package listen

import "net"

const canSweep = false

func (l *Listener) acceptNow() (net.Conn, error) { return nil, ErrEmpty }
