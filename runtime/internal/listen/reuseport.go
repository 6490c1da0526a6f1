package listen

import (
	"errors"
	"net"
	goruntime "runtime"
)

// Several listeners on one port live here (SO_REUSEPORT, socket(7)).

// ErrReusePort says that there is nothing like it on this system. BSDs have an option of
// this name that does not spread connections.
var ErrReusePort = errors.New("the option ReusePort is for host:port on Linux")

// ReusePort binds n sockets to an address, negative: as many as GOMAXPROCS says; with port
// 0, to the port that the first gets.
func ReusePort(addr string, n int) ([]*Listener, error) {
	if reusePort == nil {
		return nil, &net.OpError{Op: "listen", Net: "tcp", Err: ErrReusePort}
	}
	if n < 0 {
		n = goruntime.GOMAXPROCS(0)
	}
	all := make([]*Listener, 0, n)
	for range n {
		l, err := reusePort(addr)
		if err != nil {
			CloseAll(all)
			return nil, err
		}
		if all = append(all, &Listener{Listener: l, shares: true}); len(all) == 1 {
			addr = l.Addr().String()
		}
	}
	return all, nil
}
