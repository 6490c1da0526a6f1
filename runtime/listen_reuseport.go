package runtime

import (
	"errors"
	"net"
	goruntime "runtime"
	"strings"
)

// Several listeners on one port live here (SO_REUSEPORT, socket(7)).

// ReusePort makes Run listen with n sockets on its port (SO_REUSEPORT), so that many
// cores do not wait for each other to accept, and another process of the same user may
// listen on the port at the same time, such as the one that is going to take over. The
// system spreads new connections over all of them; those that wait for a process that is
// killed are lost. Linux only, and host:port only: elsewhere Run returns an error.
//
// Default and zero: one socket, and the port is this process's alone; negative: as many
// sockets as GOMAXPROCS says.
func ReusePort(n int) Option { return func(s *settings) { s.reusePort = n } }

var errReusePort = errors.New("the option ReusePort is for host:port on Linux")

// reusingPort binds n sockets to an address; with port 0, to the port that the first gets.
func reusingPort(addr string, n int) ([]net.Listener, error) {
	if reusePort == nil || strings.HasPrefix(addr, "unix:") || strings.HasPrefix(addr, "systemd:") {
		return nil, &net.OpError{Op: "listen", Net: "tcp", Err: errReusePort}
	}
	if n < 0 {
		n = goruntime.GOMAXPROCS(0)
	}
	all := make([]net.Listener, 0, n)
	for range n {
		l, err := reusePort(addr)
		if err != nil {
			closeAll(all)
			return nil, err
		}
		if all = append(all, l); len(all) == 1 {
			addr = l.Addr().String()
		}
	}
	return all, nil
}
